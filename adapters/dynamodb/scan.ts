/**
 * Searching the directory for what is no key of it, page by page: it has no index, by design. The caller goes on with `next`
 * until there is none.
 */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { dynamodb } from '../aws/clients.ts';
import { directoryTable, type Item } from './items.ts';

/** A request scans at most this many pages of 1 MB before it hands back where to go on. */
const PAGES_A_REQUEST = 20;
/** Where a person waits for the first that are found. */
const PAGES_WITH_LIMIT = 5;
/** A page that has found this many ends early: an answer must stay far below 6 MB. */
const ENOUGH = 500;

/** A user with two tokens and some more. */
const ITEMS_A_USER = 4;

export type Filter = {
  /** The sort key of what is looked for. */
  readonly sk: string;
  /** What else must be true of it. */
  readonly expression?: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
};
export type Scanned = { readonly items: readonly Item[]; readonly scanned: number; readonly next?: string };

/**
 * Consistent. @param limit of what is found: exactly so many where there are; without one a page of the table is searched to its end
 * @throws LandfallError request.next where it is none that an answer gave
 */
export async function scanDirectory(filter: Filter, next: string | undefined, limit?: number): Promise<Scanned> {
  const items: Item[] = [];
  let from: Record<string, unknown> | undefined = next === undefined ? undefined : decode(next);
  let scanned = 0;
  // Where much fits, a megabyte for a few would be read again and again.
  const few = limit !== undefined && filter.expression === undefined ? { Limit: limit * ITEMS_A_USER } : {};
  const pages = limit === undefined ? PAGES_A_REQUEST : PAGES_WITH_LIMIT;
  for (let page = 0; page < pages && items.length < ENOUGH; page++) {
    const answer = await dynamodb().send(
      new ScanCommand({
        TableName: directoryTable(),
        ConsistentRead: true,
        FilterExpression: ['#sk = :sk', ...(filter.expression ? [filter.expression] : [])].join(' AND '),
        ExpressionAttributeNames: { '#sk': 'sk', ...filter.names },
        ExpressionAttributeValues: { ':sk': filter.sk, ...filter.values },
        ...few,
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    items.push(...(answer.Items ?? []));
    if (limit !== undefined && items.length > limit) {
      const page = items.slice(0, limit);
      return { items: page, scanned, next: encode(page.at(-1)!) };
    }
    scanned += answer.ScannedCount ?? 0;
    from = answer.LastEvaluatedKey;
    if (!from) return { items, scanned };
  }
  return { items, scanned, next: encode(from!) };
}

/** The last key looked at, of whatever kind of item. */
const encode = (key: Record<string, unknown>): string =>
  Buffer.from(JSON.stringify([key['pk'], key['sk']]), 'utf8').toString('base64url');

const KEY = z.tuple([z.string(), z.string()]);

function decode(next: string): Record<string, unknown> {
  try {
    const [pk, sk] = KEY.parse(parseJson(Buffer.from(next, 'base64url').toString('utf8')));
    return { pk, sk };
  } catch {}
  throw invalid('request.next', 'Pass `next` as it was given.');
}
