/** What starts a migration, for the upload queue and for administrators alike. */
import { readSettings } from '#adapters/directory/settings.ts';
import { reader, sizeOf } from '#adapters/migrations/exports.ts';
import { claim, markStarted, readMigration, recordUnreadable } from '#adapters/migrations/index.ts';
import { isRunning, startExecution } from '#adapters/migrations/machine.ts';
import type { StartPorts } from '#core/migration/start-migration.ts';

export const startPorts: StartPorts = {
  sizeOf,
  reader,
  defaultPolicy: async () => (await readSettings()).settings.migration.policy,
  readMigration,
  claim,
  recordUnreadable,
  isRunning,
  startExecution,
  markStarted,
};
