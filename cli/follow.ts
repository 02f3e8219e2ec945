/** A migration as it goes on, state by state. */
import { isLandfallError } from '#core/errors.ts';
import type { MigrationView, StateProgress } from '#core/migration/record.ts';
import type { Client } from './client.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

type State = MigrationView['states'][number];

/** One line for a state that is over, with its time and its count. */
export function stateLine(state: State): string {
  const { startedAt, finishedAt, done, total }: Partial<StateProgress> = 'startedAt' in state ? state : {};
  const seconds = startedAt && finishedAt ? `${((finishedAt - startedAt) / 1000).toFixed(1)} s` : '';
  const count = total === undefined ? '' : `${done ?? 0} of ${total}`;
  return [state.state.padEnd(28), state.status.padEnd(10), seconds.padStart(8), count].join(' ').trimEnd();
}

/** Looks until the migration is over. @param execution the attempt that is meant, where one was just started */
export async function follow(
  client: Client,
  id: string,
  tell: (line: string) => void,
  execution?: string,
): Promise<MigrationView> {
  const told = new Set<string>();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.2, LONGEST_PAUSE_MS)) {
    const migration = await client.call<MigrationView>('GET', `/migrations/${id}`).catch((error: unknown) => {
      // Asked for a moment ago: its record may not be there yet.
      if (execution !== undefined && isLandfallError(error) && error.code === 'migration.not_found') return undefined;
      throw error;
    });
    if (migration && (execution === undefined || migration.execution === execution)) {
      for (const state of migration.states) {
        if (state.status === 'pending' || state.status === 'running' || told.has(state.state)) continue;
        told.add(state.state);
        tell(stateLine(state));
      }
      if (migration.status === 'succeeded' || migration.status === 'failed') return migration;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
