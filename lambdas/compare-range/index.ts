import { allPeopleOf } from '#adapters/directory/people.ts';
import { putPlan, readPlan } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readPlan,
  putPlan,
  peopleOf: allPeopleOf,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
