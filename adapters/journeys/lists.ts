/** People of one list, sorted by name, and those whose next date has come; by the indexes, which are a moment behind. */
import { mapLimited } from '#core/concurrency.ts';
import { isError } from '#core/errors.ts';
import { LIST_SHARDS, listKey, type Person, partitionKey } from '#core/journey/person.ts';
import type { KeptHere } from '#core/journey/recount.ts';
import { byUtf8 } from '#core/text.ts';
import { type Item, journeysTable } from '../dynamodb/items.ts';
import { type Query, queryItems, queryPage } from '../dynamodb/queries.ts';
import { toPerson } from './items.ts';

export type Listed = { readonly person: Person; readonly sort: string };

const inList = (key: string, after: string | undefined, limit: number): Query => ({
  index: 'list',
  keys: `#list = :list${after === undefined ? '' : ' AND #sort > :after'}`,
  values: { ':list': key, ...(after === undefined ? {} : { ':after': after }) },
  limit,
});

/** A partition of a list that is read as far as it is needed. */
type Reader = { readonly key: string; after: string | undefined; left: Listed[]; ended: boolean };

async function readOn(reader: Reader, limit: number): Promise<void> {
  const { key, after } = reader;
  const { items, next } = await queryPage(journeysTable(), inList(key, after, limit));
  reader.left = items.flatMap((item) => {
    const person = readable(item);
    return person ? [{ person, sort: String(item['sort']) }] : [];
  });
  const last = items.at(-1);
  if (last) reader.after = String(last['sort']);
  reader.ended = next === undefined;
}

/** At once, of all the partitions. */
const READERS = 50;
/** At least so many are read of a partition at a time: the lists of few are read at once. */
const LEAST = 10;

/**
 * At most `limit`, in their order. Of each source and list four partitions are read at once, each as far as the order needs it: about twice
 * `limit` items in all.
 * @param lists names, from LIST_NAMES @param after the `sort` behind which they stand
 */
export async function listPeople(
  sources: readonly string[],
  lists: readonly string[],
  limit: number,
  after?: string,
): Promise<Listed[]> {
  const keys = sources.flatMap((source) =>
    lists.flatMap((list) => Array.from({ length: LIST_SHARDS }, (_, shard) => listKey(source, list, shard))),
  );
  const chunk = Math.min(limit, Math.max(LEAST, Math.ceil((2 * limit) / keys.length)));
  let readers = keys.map((key): Reader => ({ key, after, left: [], ended: false }));
  // By the index a person who changes the stage may stand in two lists for a moment.
  const found = new Map<string, Listed>();
  while (found.size < limit) {
    await mapLimited(
      readers.filter(({ left, ended }) => left.length === 0 && !ended),
      READERS,
      (reader) => readOn(reader, chunk),
    );
    readers = readers.filter(({ left, ended }) => left.length > 0 || !ended);
    // One that has read nothing yet is read on before an order is known.
    if (readers.some(({ left }) => left.length === 0)) continue;
    if (readers.length === 0) break;
    const one = readers
      .reduce((first, other) => (byUtf8(other.left[0]!.sort, first.left[0]!.sort) < 0 ? other : first))
      .left.shift()!;
    found.set(one.person.userKey, found.get(one.person.userKey) ?? one);
  }
  return [...found.values()];
}

const keyOf = (item: Item): string => String(item['pk']).slice('JOURNEY#'.length);

/** @returns undefined of one that can't be read: the recount names it, and the others are listed */
function readable(item: Item): Person | undefined {
  try {
    return toPerson(item);
  } catch (error) {
    if (isError(error, 'stored.damaged')) return undefined;
    throw error;
  }
}

/** Those who are kept in a partition of the lists of a source, by their place in it, at most `limit`. @param after behind which they stand */
export async function keptPeople(
  source: string,
  partition: number,
  after: string | undefined,
  limit: number,
): Promise<KeptHere[]> {
  const found: KeptHere[] = [];
  for await (const item of queryItems(journeysTable(), inList(partitionKey(source, partition), after, limit))) {
    const person = readable(item);
    found.push({ userKey: keyOf(item), at: String(item['sort']), ...(person ? { person } : {}) });
    if (found.length === limit) break;
  }
  return found;
}

const DUE_A_PAGE = 100;

/** User keys of those whose next date has come, page by page. @param clock of CLOCK_KEYS @param now Unix milliseconds */
export async function* peopleDue(clock: string, now: number): AsyncGenerator<string[]> {
  const values = { ':clock': clock, ':now': new Date(now).toISOString() };
  const query = { index: 'clock', keys: '#clock = :clock AND #changes <= :now', values, limit: DUE_A_PAGE };
  let start: Item | undefined;
  do {
    const { items, next } = await queryPage(journeysTable(), query, start);
    yield items.map(keyOf);
    start = next;
  } while (start);
}
