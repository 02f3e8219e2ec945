import { newSeedDataKey, peppers, unwrapUnderSeedKey } from '#adapters/aws/keys.ts';
import { directoryImport, readTokens, readUsers } from '#adapters/ingest/ports.ts';
import { readPlan, readRange } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason, putPart, readPart } from '#adapters/runs/index.ts';
import { putReport } from '#adapters/runs/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  directory: directoryImport,
  readUsers,
  readTokens,
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
