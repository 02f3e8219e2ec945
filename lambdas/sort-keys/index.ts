import { peopleOf } from '#adapters/directory/people.ts';
import { putPlan, readPlan } from '#adapters/runs/exports.ts';
import { enterState, finishState } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPlan,
  putPlan,
  peopleOf,
  enterState,
  finishState,
  now: Date.now,
});
