import { newSeedDataKey, peppers, unwrapUnderSeedKey } from '#adapters/aws/keys.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import { disableItems } from '#adapters/ingest/leavers.ts';
import { importInto } from '#adapters/ingest/ports.ts';
import { readPlan, readRange } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason, putPart, readPart } from '#adapters/runs/index.ts';
import { putReport } from '#adapters/runs/reports.ts';
import { imagesUntil } from '../shared/before-images.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  directory: importInto(imagesUntil),
  readUsers,
  readTokens,
  disableItems: async (items, run, touchedToo) => {
    const now = Date.now();
    return disableItems(items, run, touchedToo, { now, imagesUntil: await imagesUntil(now) });
  },
  readRange,
  readPlan,
  unwrapUnderSeedKey,
  newSeedDataKey,
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
