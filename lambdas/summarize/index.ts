import { removePlans } from '#adapters/runs/exports.ts';
import { enterState, finishedParts, finishState, markSucceeded, markWaiting } from '#adapters/runs/index.ts';
import { putSummary } from '#adapters/runs/reports.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  ...writerPorts,
  finishedParts,
  markSucceeded,
  markWaiting,
  putSummary,
  removePlans,
  now: Date.now,
});
