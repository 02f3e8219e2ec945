/** Users and tokens, many at once, for a state that can wait. */
import type { Token, User } from '#core/directory/model.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { token, user } from './schemas.ts';
import { tokenItemKey } from './tokens.ts';
import { userItemKey } from './users.ts';

/** Users by user key. */
export async function readUsers(keys: readonly string[]): Promise<Map<string, User>> {
  const items = await readItems(directoryTable(), keys.map(userItemKey), PATIENCE.task);
  return new Map(items.map((item) => [String(item['pk']).slice('USER#'.length), readAs(user, item)]));
}

/** Tokens by serial. */
export async function readTokens(serials: readonly string[]): Promise<Map<string, Token>> {
  const items = await readItems(directoryTable(), serials.map(tokenItemKey), PATIENCE.task);
  return new Map(items.map((item) => [String(item['serial']), readAs(token, item)]));
}

/** Which of these users there are; nothing else of them is read. */
export async function presentUsers(keys: readonly string[]): Promise<Set<string>> {
  const items = await readItems(directoryTable(), keys.map(userItemKey), PATIENCE.task);
  return new Set(items.map((item) => String(item['pk']).slice('USER#'.length)));
}
