/**
 * Going through all users, or all tokens that no user has, page by page: by the index of people, source by source, those made here first. The
 * caller goes on with `next` until there is none. Items themselves are read consistently by the keys that it gives.
 */
import * as z from 'zod';
import { MADE_HERE, type PlaceKind, placeOf, shardsOf } from '#core/directory/journey.ts';
import { invalid } from '#core/errors.ts';
import { parseJson } from '#core/json.ts';
import { tokenItemKey, userItemKey } from '../directory/index.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readItems } from '../dynamodb/batch-get.ts';
import { directoryTable, type Item, type Key, operationsTable } from '../dynamodb/items.ts';
import { queryItems, queryPage } from '../dynamodb/queries.ts';
import { isUpgraded } from '../upgrade/state.ts';

/** `upgrading`: items of the release before are missing until the upgrade has ended. */
export type Walked = { readonly items: readonly Item[]; readonly next?: string; readonly upgrading?: true };
/** Of a partition, and of an item in it: the last one that was given. */
type Cursor = { readonly partition: string; readonly key: string };

const KEY_OF: Readonly<Record<PlaceKind, (key: string) => Key>> = { user: userItemKey, token: tokenItemKey };

async function partitions(): Promise<string[]> {
  const sources = [MADE_HERE];
  for await (const item of queryItems(operationsTable(), { keys: '#pk = :pk', values: { ':pk': 'SOURCES' } }))
    sources.push(String(item['sk']));
  return sources.flatMap(shardsOf);
}

/** In the order of the partitions, and of the keys in each. */
async function* keysOf(kind: PlaceKind, prefix: string, all: readonly string[], from?: Cursor): AsyncGenerator<Cursor> {
  const wanted = `${kind}#${prefix}`;
  let start: Item | undefined = from && {
    ...KEY_OF[kind](from.key),
    peopleOf: from.partition,
    journey: placeOf(MADE_HERE, kind, from.key).journey,
  };
  for (const partition of all.slice(from ? all.indexOf(from.partition) : 0)) {
    do {
      const values = { ':partition': partition, ':wanted': wanted };
      const keys = '#peopleOf = :partition AND begins_with(#journey, :wanted)';
      const page = await queryPage(directoryTable(), { index: 'journey', keys, values }, start);
      for (const { pk } of page.items) yield { partition, key: String(pk).slice(KEY_OF[kind]('').pk.length) };
      start = page.next;
    } while (start);
  }
}

/**
 * @param prefix of user key or serial @param limit of the items that are looked at: where more are there, `next` goes on
 * @throws LandfallError request.next where it is none that an answer gave
 */
export async function walkDirectory(kind: PlaceKind, prefix: string, limit: number, next?: string): Promise<Walked> {
  const [all, upgraded] = await Promise.all([partitions(), isUpgraded()]);
  const from = next === undefined ? undefined : decode(next);
  if (from && !(all.includes(from.partition) && from.key.startsWith(prefix))) throw unknownNext();
  const found: Cursor[] = [];
  for await (const cursor of keysOf(kind, prefix, all, from)) {
    found.push(cursor);
    if (found.length > limit) break;
  }
  const keys = found.slice(0, limit).map(({ key }) => KEY_OF[kind](key));
  const read = await readItems(directoryTable(), keys, PATIENCE.request);
  const items = new Map(read.map((item): [unknown, Item] => [item['pk'], item]));
  return {
    items: keys.map(({ pk }) => items.get(pk)).filter((item) => item !== undefined),
    ...(found.length > limit ? { next: encode(found[limit - 1]!) } : {}),
    ...(upgraded ? {} : { upgrading: true }),
  };
}

const encode = ({ partition, key }: Cursor): string =>
  Buffer.from(JSON.stringify([partition, key]), 'utf8').toString('base64url');

const CURSOR = z.tuple([z.string(), z.string()]);
const unknownNext = () => invalid('request.next', 'Pass `next` as it was given.');

function decode(next: string): Cursor {
  try {
    const [partition, key] = CURSOR.parse(parseJson(Buffer.from(next, 'base64url').toString('utf8')));
    return { partition, key };
  } catch {}
  throw unknownNext();
}
