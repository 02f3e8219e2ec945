import { readPlan, readRange } from '#adapters/exports.ts';
import { directoryImport } from '#adapters/ingest.ts';
import { newSeedDataKey, peppers, unwrapUnderSeedKey } from '#adapters/keys.ts';
import { countDone, enterState, noteReason, putPart, readPart } from '#adapters/migrations.ts';
import { putReport } from '#adapters/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  directory: directoryImport,
  readRange,
  readPlan,
  unwrapUnderSeedKey,
  newSeedDataKey,
  peppers,
  readPart,
  putReport,
  putPart,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
