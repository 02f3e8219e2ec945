/** The internal database: users, their tokens, and the counts that a logon turns on. One file a noun in directory/. */
export { lookUpUser, readDecoyTokens } from './directory/decoys.ts';
export * from './directory/failures.ts';
export * from './directory/seeds.ts';
export * from './directory/tokens.ts';
export * from './directory/users.ts';
