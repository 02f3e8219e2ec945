import { markReturned } from '#adapters/runs/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ markReturned, now: Date.now });
