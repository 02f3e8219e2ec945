import { listRuns } from '#adapters/runs/index.ts';
import { follow, readAgain, readSegment } from '#adapters/upgrade/items.ts';
import { putSource } from '#adapters/upgrade/sources.ts';
import { beginUpgrade, endUpgrade, readUpgrade, saveSegment } from '#adapters/upgrade/state.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readUpgrade,
  beginUpgrade,
  saveSegment,
  endUpgrade,
  listRuns,
  putSource,
  readSegment,
  readAgain,
  follow,
  now: Date.now,
});
