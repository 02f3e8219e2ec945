/** A migration as it goes on, state by state. */
import { isLandfallError } from '#core/errors.ts';
import type { MigrationView } from '#core/migration/record.ts';
import { stateLine } from '../text/migration.ts';
import type { Client } from './client.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

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
