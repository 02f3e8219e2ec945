/** Migrations in the operations table: one file a noun in migrations/. */
export * from './migrations/parts.ts';
export * from './migrations/progress.ts';
export * from './migrations/records.ts';
export { markReturned, readReturned } from './migrations/returned.ts';
