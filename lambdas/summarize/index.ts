import { tell } from '#adapters/aws/events.ts';
import { removePlans } from '#adapters/runs/exports.ts';
import { enterState, finishState, markSucceeded, markWaiting, sumParts } from '#adapters/runs/index.ts';
import { putSummary } from '#adapters/runs/reports.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({
  enterState,
  finishState,
  ...writerPorts,
  sumParts,
  markSucceeded,
  markWaiting,
  putSummary,
  removePlans,
  tell,
  now: Date.now,
});
