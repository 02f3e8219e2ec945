/**
 * BEFORE#<run>/USER#<user key> and BEFORE#<run>/TOKEN#<serial>: an item of the directory as it was before an import first changed it.
 * Written in the transaction of the change, and kept until it expires; what was created has none.
 */
import * as z from 'zod';
import type { Token, User } from '#core/directory/model.ts';
import { token, user } from '../directory/schemas.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { type Key, operationsTable } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { updating, type Write } from '../dynamodb/transactions.ts';

/** `key`: user key, under which the item was. */
export type ImageOf = { readonly user: User; readonly key: string } | { readonly token: Token };
export type BeforeImages = { readonly users: ReadonlyMap<string, User>; readonly tokens: ReadonlyMap<string, Token> };

const keyOf = (run: string, kind: 'USER' | 'TOKEN', key: string): Key => ({
  pk: `BEFORE#${run}`,
  sk: `${kind}#${key}`,
});
const userImage = z.object({ item: user });
const tokenImage = z.object({ item: token });

/** A write of the transaction that changes the item. Of the same run the first image stays. @param expiresAt Unix seconds */
export function beforePutting(run: string, image: ImageOf, expiresAt: number): Write {
  const [key, item] =
    'user' in image
      ? [keyOf(run, 'USER', image.key), image.user]
      : [keyOf(run, 'TOKEN', image.token.serial), image.token];
  return updating(operationsTable(), key, {
    expression: 'SET #item = if_not_exists(#item, :item), #expiresAt = if_not_exists(#expiresAt, :expiresAt)',
    values: { ':item': item, ':expiresAt': expiresAt },
  });
}

/** Those that there are, by user key and serial. @throws LandfallError directory.busy (retryable), stored.damaged */
export async function readBefore(
  run: string,
  { users, tokens }: { readonly users: readonly string[]; readonly tokens: readonly string[] },
): Promise<BeforeImages> {
  const keys = [...users.map((key) => keyOf(run, 'USER', key)), ...tokens.map((serial) => keyOf(run, 'TOKEN', serial))];
  const items = await readItems(operationsTable(), keys, PATIENCE.task);
  const of = (kind: 'USER' | 'TOKEN') => items.filter(({ sk }) => String(sk).startsWith(`${kind}#`));
  return {
    users: new Map(of('USER').map((item) => [String(item['sk']).slice('USER#'.length), readAs(userImage, item).item])),
    tokens: new Map(
      of('TOKEN').map((item) => [String(item['sk']).slice('TOKEN#'.length), readAs(tokenImage, item).item]),
    ),
  };
}

/** Whether any is kept of a run. */
export async function hasBeforeImages(run: string): Promise<boolean> {
  const { items } = await queryPage(operationsTable(), {
    keys: '#pk = :pk',
    values: { ':pk': `BEFORE#${run}` },
    limit: 1,
  });
  return items.length > 0;
}
