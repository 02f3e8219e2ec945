import { tell } from '#adapters/aws/events.ts';
import { markFailed } from '#adapters/runs/index.ts';
import { writerPorts } from '../shared/writer-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ ...writerPorts, markFailed, tell, now: Date.now });
