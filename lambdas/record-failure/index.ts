import { markFailed, readRun } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ readRun, markFailed, now: Date.now });
