import { enterState, finishedParts, finishState, markSucceeded, markWaiting, readRun } from '#adapters/runs/index.ts';
import { putSummary } from '#adapters/runs/reports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  readRun,
  finishedParts,
  markSucceeded,
  markWaiting,
  putSummary,
  now: Date.now,
});
