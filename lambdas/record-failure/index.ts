import { markFailed, readMigration } from '#adapters/migrations.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler({ readMigration, markFailed, now: Date.now });
