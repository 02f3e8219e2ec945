/** What an import finds in the directory: users and tokens, many at once. */
import type { ImportedToken, ImportedUser } from '#core/migration/decide.ts';
import { importedToken, importedUser } from '../directory/schemas.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

/** Users by user key. */
export async function readUsers(keys: readonly string[]): Promise<Map<string, ImportedUser>> {
  const items = await readItems(directoryTable(), keys.map(userItemKey), PATIENCE.task);
  return new Map(items.map((item) => [String(item['pk']).slice('USER#'.length), readAs(importedUser, item)]));
}

/** Tokens by serial. */
export async function readTokens(serials: readonly string[]): Promise<Map<string, ImportedToken>> {
  const items = await readItems(directoryTable(), serials.map(tokenItemKey), PATIENCE.task);
  return new Map(items.map((item) => [String(item['serial']), readAs(importedToken, item)]));
}
