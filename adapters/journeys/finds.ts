/** FIND#, NAME# and FLAG# items in the table `search`: by what people are found, and the lists of those who have a flag. */
import * as z from 'zod';
import {
  FIND_SHARDS,
  type FindKind,
  FLAG_SHARDS,
  type Flag,
  findPartition,
  flagPartition,
} from '#core/journey/finds.ts';
import type { Place, Places } from '#core/journey/search.ts';
import { byUtf8 } from '#core/text.ts';
import { searchTable } from '../dynamodb/items.ts';
import { queryPage } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';

const stored = z.object({ userKey: z.string(), sk: z.string() });

/** One query a partition, all at once. What may have others of another partition before it is left for the next page. */
async function merged(
  partitions: readonly string[],
  beginning: string,
  limit: number,
  after?: string,
): Promise<Places> {
  const keys = `#pk = :pk${beginning === '' ? '' : ' AND begins_with(#sk, :beginning)'}`;
  // They fill alike, since the user key decides; of one that ends earlier the rest is left for the next page.
  const each = Math.min(limit, Math.ceil((1.25 * limit) / partitions.length) + 10);
  const pages = await Promise.all(
    partitions.map(async (pk): Promise<Places> => {
      const values = { ':pk': pk, ...(beginning === '' ? {} : { ':beginning': beginning }) };
      const start = after === undefined ? undefined : { pk, sk: after };
      const { items, next } = await queryPage(searchTable(), { keys, values, limit: each }, start);
      const places = items.map((item): Place => {
        const { sk: at, userKey } = readAs(stored, item);
        return { at, userKey };
      });
      return { places, more: next !== undefined };
    }),
  );
  const ends = pages.filter(({ more }) => more).map(({ places }) => places.at(-1)!.at);
  const all = pages.flatMap(({ places }) => places).toSorted((one, other) => byUtf8(one.at, other.at));
  const sure = all.filter(({ at }) => ends.every((end) => byUtf8(at, end) <= 0));
  return { places: sure.slice(0, limit), more: ends.length > 0 || sure.length > limit };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, shard) => shard);

/**
 * Items of this kind that begin with the text, in their order, at most `limit`: FIND_SHARDS queries.
 * @param text from `typedOf` @param after the place behind which they stand
 */
export const findBeginning = (kind: FindKind, text: string, limit: number, after?: string): Promise<Places> =>
  merged(
    upTo(FIND_SHARDS[kind]).map((shard) => findPartition(kind, text, shard)),
    text,
    limit,
    after,
  );

/** People who have a flag, by user key, at most `limit`. @param after the place behind which they stand */
export const findFlagged = (flag: Flag, limit: number, after?: string): Promise<Places> =>
  merged(
    upTo(FLAG_SHARDS).map((shard) => flagPartition(flag, shard)),
    '',
    limit,
    after,
  );
