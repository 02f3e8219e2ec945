import { readTokens } from '#adapters/directory/lookups.ts';
import { followPorts } from '../shared/follow-ports.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ ...followPorts, readTokens });
