import { insertLinks, lastLinks, sign } from '#adapters/audit/chain.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ insertLinks, lastLinks, sign });
