/** What starts a run, for the upload queue and for administrators alike. */
import { trustedPackers } from '#adapters/directory/packers.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { putPlan, reader, sizeOf } from '#adapters/runs/exports.ts';
import { claim, createRun, readPackage, readPreviews } from '#adapters/runs/index.ts';
import type { StartPorts } from '#core/migration/runs/start-run.ts';
import { writerPorts } from './writer-ports.ts';

export const startPorts: StartPorts = {
  ...writerPorts,
  sizeOf,
  reader,
  trustedPackers,
  importSettings: async () => (await readSettings()).settings.migration,
  readPackage,
  readPreviews,
  putPlan,
  createRun,
  claim,
};
