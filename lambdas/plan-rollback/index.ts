import { putPlan } from '#adapters/runs/exports.ts';
import { enterState, finishedFrom, finishState, noteFacts } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

const DEFAULT_CONCURRENCY = 10;

export const handler = createHandler({
  enterState,
  noteFacts,
  finishState,
  finishedFrom,
  putPlan,
  now: Date.now,
  maxConcurrency: Number(process.env['MAX_CONCURRENCY']) || DEFAULT_CONCURRENCY,
});
