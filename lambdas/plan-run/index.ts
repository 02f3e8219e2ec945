import { readUsers } from '#adapters/directory/lookups.ts';
import { putPlan, readPlan, readPlanRange } from '#adapters/runs/exports.ts';
import { enterState, finishState, noteFacts, readRun } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPlan,
  readPlanRange,
  putPlan,
  readUsers,
  enterState,
  finishState,
  noteFacts,
  readRun,
  now: Date.now,
});
