/** Follows a migration state by state. */
import { isOver, type RunView } from '#core/migration/record.ts';
import { answeredWith } from '../text/answered.ts';
import { stateLine } from '../text/run.ts';
import type { Client } from './client.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Reads the migration until it is over. @param tell prints a line for each state @param execution the attempt to follow, where one was just started */
export async function follow(
  client: Client,
  id: string,
  tell: (line: string) => void,
  execution?: string,
): Promise<RunView> {
  const printed = new Set<string>();
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.2, LONGEST_PAUSE_MS)) {
    const migration = await client.call<RunView>('GET', `/runs/${id}`).catch((error: unknown) => {
      // The migration was started a moment ago: its record may not be there yet.
      if (execution !== undefined && answeredWith(error, 'run.not_found')) return undefined;
      throw error;
    });
    if (migration && (execution === undefined || migration.execution === execution)) {
      if (migration.status === 'queued' && !printed.has('queued')) {
        printed.add('queued');
        tell('Queued: another run of this source writes.');
      }
      for (const state of migration.states) {
        if (state.status === 'pending' || state.status === 'running' || printed.has(state.state)) continue;
        printed.add(state.state);
        tell(stateLine(state));
      }
      if (isOver(migration)) return migration;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
