/** What starts a migration, for the upload queue and for administrators alike. */
import { readSettings } from '#adapters/directory/settings.ts';
import { reader, sizeOf } from '#adapters/runs/exports.ts';
import { claim, createRun, markStarted, readPackage, readRun } from '#adapters/runs/index.ts';
import { isRunning, startExecution } from '#adapters/runs/machine.ts';
import type { StartPorts } from '#core/migration/start-run.ts';

export const startPorts: StartPorts = {
  sizeOf,
  reader,
  defaultPolicy: async () => (await readSettings()).settings.migration.policy,
  readRun,
  readPackage,
  createRun,
  claim,
  isRunning,
  startExecution,
  markStarted,
};
