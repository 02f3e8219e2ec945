/**
 * The rarer writes of an import: over something that is there. Each names what it may replace in its condition.
 */
import type { Origin, Token, User } from '#core/directory/model.ts';
import type { ImportedToken, ImportedUser } from '#core/migration/decide.ts';
import { importedToken } from '../directory/schemas.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import {
  type Condition,
  directoryTable,
  type Item,
  type Key,
  putItem,
  readItem,
  removeItem,
  updateItem,
} from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

/** An item of the same migration that a later record wrote. */
const later = ({ migration, part, line }: Origin): Condition => ({
  expression:
    '#origin.#migration = :migration AND (#origin.#part > :part OR (#origin.#part = :part AND #origin.#line > :line))',
  values: { ':migration': migration, ':part': part, ':line': line },
});
const exactly = ({ migration, part, line }: Origin): Condition => ({
  expression: '#origin.#migration = :migration AND #origin.#part = :part AND #origin.#line = :line',
  values: { ':migration': migration, ':part': part, ':line': line },
});

const replace = (item: Key & Item, condition: Condition): Promise<boolean> =>
  putItem(directoryTable(), item, condition);

export const displaceUser = (key: string, user: User): Promise<boolean> =>
  replace({ ...userItemKey(key), ...user }, later(user.origin!));

export const displaceToken = (token: ImportedToken): Promise<boolean> =>
  replace({ ...tokenItemKey(token.serial), ...token }, later(token.origin!));

/** An unassigned token, unchanged since it was seen: never one that has been assigned meanwhile. */
export function takeOverToken(token: Token, seen: ImportedToken): Promise<boolean> {
  const { replaced: _replaced, ...before } = seen;
  return replace(
    { ...tokenItemKey(token.serial), ...token, replaced: before },
    { expression: 'attribute_not_exists(#assignee) AND #version = :version', values: { ':version': seen.version } },
  );
}

/** Sets the attributes that `changes` names, of the user that was seen, and marks which record did. */
export async function updateUser(
  key: string,
  seen: ImportedUser,
  changes: Partial<User>,
  by: Origin,
  now: number,
): Promise<boolean> {
  const names = Object.keys(changes);
  const { done } = await updateItem(directoryTable(), userItemKey(key), {
    expression: `SET ${names.map((name) => `#${name} = :${name}, `).join('')}#updatedBy = :by, #updatedAt = :now, #version = #version + :one`,
    condition: '#version = :version AND attribute_not_exists(#role)',
    values: {
      ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [`:${name}`, value])),
      ':by': by,
      ':now': now,
      ':one': 1,
      ':version': seen.version,
    },
  });
  return done;
}

/** Which tokens a user has, of the user that exactly this record created. */
export async function attachTokens(key: string, origin: Origin, serials: readonly string[]): Promise<boolean> {
  const { expression, values } = exactly(origin);
  const { done } = await updateItem(directoryTable(), userItemKey(key), {
    expression: 'SET #tokens = :tokens, #version = #version + :one',
    condition: expression,
    values: { ...values, ':tokens': serials, ':one': 1 },
  });
  return done;
}

/** Takes back a token that exactly this record wrote; what it had replaced comes back. */
export async function dropToken(serial: string, origin: Origin): Promise<void> {
  const condition = exactly(origin);
  const item = await readItem(directoryTable(), tokenItemKey(serial));
  const { replaced } = item ? readAs(importedToken, item) : {};
  if (replaced) await replace({ ...tokenItemKey(serial), ...replaced }, condition);
  else await removeItem(directoryTable(), tokenItemKey(serial), condition);
}
