import {
  enterState,
  finishedParts,
  finishState,
  markSucceeded,
  markWaiting,
  readMigration,
} from '#adapters/migrations/index.ts';
import { putSummary } from '#adapters/migrations/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  readMigration,
  finishedParts,
  markSucceeded,
  markWaiting,
  putSummary,
  now: Date.now,
});
