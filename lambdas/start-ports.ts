/** What starts a migration, for the upload queue and for administrators alike. */
import { reader, sizeOf } from '#adapters/exports.ts';
import { isRunning, startExecution } from '#adapters/machine.ts';
import { claim, markStarted, readMigration, recordUnreadable } from '#adapters/migrations.ts';
import { readSettings } from '#adapters/settings.ts';
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
