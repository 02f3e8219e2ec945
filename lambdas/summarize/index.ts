import { enterState, finishedParts, finishState, markSucceeded, readMigration } from '#adapters/migrations/index.ts';
import { putSummary } from '#adapters/migrations/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  readMigration,
  finishedParts,
  markSucceeded,
  putSummary,
  now: Date.now,
});
