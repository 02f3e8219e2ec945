/** The directory from end to end, for the upgrade alone: the one place that scans. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Followed } from '#core/directory/model.ts';
import { isError } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import type { UserFollows } from '#core/upgrade/follow.ts';
import { type Found, type FoundPage, SEGMENTS } from '#core/upgrade/upgrade.ts';
import { dynamodb } from '../aws/clients.ts';
import { earlierUser, token } from '../directory/schemas.ts';
import { tokenItemKey } from '../directory/tokens.ts';
import { userItemKey } from '../directory/users.ts';
import { directoryTable, type Item, type Key, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';

/** Few enough that a page is done in a second or two, and its place kept. */
const ITEMS_A_PAGE = 500;
const PLACE = z.object({ pk: z.string(), sk: z.string() });

function toFound(item: Item): Found | undefined {
  if (item['sk'] === 'USER')
    return { kind: 'user', key: String(item['pk']).slice('USER#'.length), user: readAs(earlierUser, item) };
  return item['sk'] === 'TOKEN' ? { kind: 'token', token: readAs(token, item) } : undefined;
}

/** Consistent. @param from the `next` of the page before */
export async function readSegment(segment: number, from?: string): Promise<FoundPage> {
  const { Items = [], LastEvaluatedKey } = await dynamodb().send(
    new ScanCommand({
      TableName: directoryTable(),
      ConsistentRead: true,
      Segment: segment,
      TotalSegments: SEGMENTS,
      Limit: ITEMS_A_PAGE,
      ...(from === undefined ? {} : { ExclusiveStartKey: PLACE.parse(parseJson(from)) }),
    }),
  );
  const found: Found[] = [];
  let damaged = 0;
  for (const item of Items)
    try {
      found.push(...[toFound(item) ?? []].flat());
    } catch (error) {
      // It can't be used before it is mended either, and must not hold up the others.
      if (!isError(error, 'stored.damaged')) throw error;
      damaged += 1;
    }
  const next = LastEvaluatedKey && JSON.stringify(PLACE.parse(LastEvaluatedKey));
  return { found, damaged, ...(next === undefined ? {} : { next }) };
}

const keyOf = (found: Found): Key =>
  found.kind === 'user' ? userItemKey(found.key) : tokenItemKey(found.token.serial);

export async function readAgain(found: Found): Promise<Found | undefined> {
  const item = await readItem(directoryTable(), keyOf(found));
  return item && toFound(item);
}

/** A use in the meantime is later than what the upgrade knows of: its time stays. */
export async function follow(found: Found, set: Followed | UserFollows): Promise<boolean> {
  const { version } = found.kind === 'user' ? found.user : found.token;
  const sets = Object.keys(set).map((field) =>
    field === 'touchedAt' ? '#touchedAt = if_not_exists(#touchedAt, :touchedAt)' : `#${field} = :${field}`,
  );
  const { done } = await updateItem(directoryTable(), keyOf(found), {
    expression: `SET ${[...sets, '#version = #version + :one'].join(', ')}`,
    condition: '#version = :seen',
    values: {
      ...Object.fromEntries(Object.entries(set).map(([field, value]) => [`:${field}`, value])),
      ':one': 1,
      ':seen': version,
    },
    returns: 'UPDATED_NEW',
  });
  return done;
}
