/** The internal database as a logon meets it: users, their tokens, and the counts that a logon turns on. */
export { lookUpUser, readTokensFilled } from './decoys.ts';
export * from './failures.ts';
export * from './seeds.ts';
export * from './tokens.ts';
export * from './users.ts';
