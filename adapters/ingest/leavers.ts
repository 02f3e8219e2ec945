/** Users and tokens that a run disables because their source does not have them any more. */
import type { DisabledItem } from '#core/migration/comparing/leavers.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { directoryTable } from '../dynamodb/items.ts';
import { transact, updating, type Write } from '../dynamodb/transactions.ts';
import { beforePutting } from '../runs/before-images.ts';

function disabling(item: DisabledItem, touchedToo: boolean, now: number): Write {
  const key = item.kind === 'user' ? userItemKey(item.key) : tokenItemKey(item.key);
  const set = { ...item.set, updatedAt: now };
  const names = Object.keys(set);
  return updating(directoryTable(), key, {
    expression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}, #version = #version + :one`,
    condition: `#version = :seen AND attribute_not_exists(#role)${touchedToo ? '' : ' AND attribute_not_exists(#touchedAt)'}`,
    values: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ':one': 1,
      ':seen': item.seen.version,
    },
  });
}

/**
 * All or nothing, with what was there before; false where one has changed since it was seen.
 * @param run id @param now Unix ms @param imagesUntil Unix seconds @throws LandfallError directory.busy (retryable)
 */
export async function disableItems(
  items: readonly DisabledItem[],
  run: string,
  touchedToo: boolean,
  { now, imagesUntil }: { readonly now: number; readonly imagesUntil: number },
): Promise<boolean> {
  const writes = items.flatMap((item): Write[] => [
    disabling(item, touchedToo, now),
    beforePutting(run, item.kind === 'user' ? { user: item.seen, key: item.key } : { token: item.seen }, imagesUntil),
  ]);
  return (await transact(writes)).done;
}
