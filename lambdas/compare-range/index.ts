import { putPlan, readPlan, readPlanRange } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPlan,
  readPlanRange,
  putPlan,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
