/**
 * The people and the unassigned tokens of a source, by the index `journey` of the directory. An index is a moment behind its table: what
 * decides is read from the item.
 */
import * as z from 'zod';
import { shardsOf } from '#core/directory/journey.ts';
import { directoryTable, type Item } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readProjected } from '../dynamodb/read-as.ts';

/** `at`: where the walk may go on behind this one. `packedAt` (Unix ms): of the newest export that the item follows. */
type Indexed = { readonly at: string; readonly enabled: boolean; readonly packedAt?: number };
export type IndexedUser = Indexed & {
  readonly kind: 'user';
  readonly userKey: string;
  readonly userId: string;
  readonly externalId?: string;
  /** Serials. */
  readonly tokens: readonly string[];
};
export type IndexedToken = Indexed & { readonly kind: 'token'; readonly serial: string };

const common = { journey: z.string(), enabled: z.boolean(), packedAt: z.number().exactOptional() };
const user = z.object({
  ...common,
  userId: z.string(),
  externalId: z.string().exactOptional(),
  tokens: z.array(z.string()),
});
const token = z.object(common);

function read(item: Item): IndexedUser | IndexedToken {
  const pk = String(item['pk']);
  if (item['sk'] === 'USER') {
    const { journey: at, ...rest } = readProjected(user, item);
    return { kind: 'user', at, userKey: pk.slice('USER#'.length), ...rest };
  }
  const { journey: at, ...rest } = readProjected(token, item);
  return { kind: 'token', at, serial: pk.slice('TOKEN#'.length), ...rest };
}

/**
 * Those of one shard, in the order of `at`: tokens by serial, then users by key.
 * @param shard 0 to SHARDS - 1
 * @param from the `at` behind which it goes on
 */
export async function* peopleOf(
  source: string,
  shard: number,
  from?: string,
): AsyncGenerator<IndexedUser | IndexedToken> {
  const after = from === undefined ? '' : ' AND #journey > :from';
  const query = {
    index: 'journey',
    keys: `#peopleOf = :peopleOf${after}`,
    values: { ':peopleOf': shardsOf(source)[shard], ...(from === undefined ? {} : { ':from': from }) },
  };
  for await (const item of queryItems(directoryTable(), query)) yield read(item);
}

/** Users of one shard, in the order of `at`, at most `limit`. @param from the `at` behind which they stand */
export async function somePeople(
  source: string,
  shard: number,
  from: string | undefined,
  limit: number,
): Promise<IndexedUser[]> {
  const people: IndexedUser[] = [];
  for await (const one of peopleOf(source, shard, from ?? 'user#')) {
    if (one.kind === 'user') people.push(one);
    if (people.length === limit) break;
  }
  return people;
}

/** Of each shard: seconds of reading. */
const COUNTED_OF_SHARD = 100_000;

export type CountedPeople = {
  readonly people: number;
  /** When the newest export was packed that one of them follows, Unix ms; 0: none. */
  readonly newestPackedAt: number;
  /** False: there are more. */
  readonly all: boolean;
};

/** How many people a source has here, by a look at so many items of each shard at most. @param limit other than the usual (tests) */
export async function countPeople(source: string, limit = COUNTED_OF_SHARD): Promise<CountedPeople> {
  const shards = await Promise.all(
    shardsOf(source).map(async (peopleOf) => {
      const count = { looked: 0, people: 0, newestPackedAt: 0, all: true };
      const query = { index: 'journey', keys: '#peopleOf = :peopleOf', values: { ':peopleOf': peopleOf } };
      for await (const { sk, packedAt } of queryItems(directoryTable(), query)) {
        if (count.looked === limit) {
          count.all = false;
          break;
        }
        count.looked += 1;
        if (sk === 'USER') count.people += 1;
        count.newestPackedAt = Math.max(count.newestPackedAt, Number(packedAt ?? 0));
      }
      return count;
    }),
  );
  return {
    people: shards.reduce((sum, { people }) => sum + people, 0),
    newestPackedAt: Math.max(...shards.map(({ newestPackedAt }) => newestPackedAt)),
    all: shards.every(({ all }) => all),
  };
}
