import { peppers, unwrapUnderSeedKey } from '#adapters/aws/keys.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { directoryLookUp } from '#adapters/ingest/look-up.ts';
import { readPlan, readRange } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason, putPart, readPart } from '#adapters/runs/index.ts';
import { putReport } from '#adapters/runs/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  directory: directoryLookUp,
  readUsers,
  readTokens,
  readRange,
  readPlan,
  unwrapUnderSeedKey,
  peppers,
  toldWait: async () => (await readSettings()).settings.corrections.told === 'confirm',
  readPart,
  putReport,
  putPart,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
