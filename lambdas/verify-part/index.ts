import { unwrapUnderSeedKey } from '#adapters/aws/keys.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { readPersons } from '#adapters/directory/persons.ts';
import { putPlan, readPlan, readRange } from '#adapters/runs/exports.ts';
import { countDone, enterState, noteReason } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  readUsers,
  readTokens,
  readPersons,
  readPlan,
  putPlan,
  readRange,
  unwrapUnderSeedKey,
  enterState,
  countDone,
  noteReason,
  now: Date.now,
});
