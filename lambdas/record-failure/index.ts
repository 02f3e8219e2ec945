import { markFailed, readMigration } from '#adapters/migrations/index.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ readMigration, markFailed, now: Date.now });
