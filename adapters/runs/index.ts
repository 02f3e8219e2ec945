/** Migrations in the operations table: one file a noun. */
export * from './parts.ts';
export * from './progress.ts';
export * from './records.ts';
export { markReturned, readReturned } from './returned.ts';
