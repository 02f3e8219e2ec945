/**
 * USED#<source>#<shard>/<serial> in the table `journeys`: a token that has been used here, and when its source deployment is known to have
 * disabled it. It names no user. Counted with the source's people: `tokens.used`, `tokens.disabled-there`.
 */
import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { KnownUse } from '#core/administration/cut-over.ts';
import type { Token } from '#core/directory/model.ts';
import { transient } from '#core/errors.ts';
import { COUNTER_SHARDS, USE_SHARDS, useShard } from '#core/journey/shards.ts';
import type { Use } from '#core/journey/uses.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { ABSENT, hasItem, journeysTable, type Key, readItem } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { deleting, demanding, putting, transactSettled, updating, type Write } from '../dynamodb/transactions.ts';
import { adding, totalsKey } from './counters.ts';

const keyOf = (source: string, serial: string): Key => ({ pk: `USED#${source}#${useShard(serial)}`, sk: serial });

const stored = z.object({
  serial: z.string(),
  firstUsedAt: z.number(),
  disabledThereAt: z.number().exactOptional(),
});

/** @param by of each counter */
function counting(
  source: string,
  by: Readonly<Partial<Record<'tokens.used' | 'tokens.disabled-there', number>>>,
): Write {
  return updating(journeysTable(), totalsKey(source, randomInt(COUNTER_SHARDS)), adding(Object.entries(by)));
}

async function once(writes: readonly Write[]): Promise<boolean> {
  const came = await transactSettled(writes, PATIENCE.task);
  if (!came.done && came.refused.length === 0) throw transient('directory.busy');
  return came.done;
}

/** One that is known stays as it is. @throws LandfallError directory.busy (retryable) */
export async function noteUses(uses: readonly Use[]): Promise<void> {
  for (const { source, serial, firstUsedAt } of uses) {
    const putIt = putting(journeysTable(), { ...keyOf(source, serial), serial, firstUsedAt }, ABSENT);
    await once([putIt, counting(source, { 'tokens.used': 1 })]);
  }
}

/** @returns whether it was this call; false where it was marked before, or is not known to have been used */
export function markDisabledThere(source: string, serial: string, now: number): Promise<boolean> {
  const mark = updating(journeysTable(), keyOf(source, serial), {
    expression: 'SET #disabledThereAt = :now',
    condition: 'attribute_exists(#pk) AND attribute_not_exists(#disabledThereAt)',
    values: { ':now': now },
  });
  return once([mark, counting(source, { 'tokens.disabled-there': 1 })]);
}

/**
 * What takes the uses of these tokens away, with what they count, in the transaction of an erasure: it is not done where one of them changes
 * meanwhile.
 */
export async function forgetting(tokens: readonly Pick<Token, 'source' | 'serial'>[]): Promise<Write[]> {
  const writes: Write[] = [];
  const counters = new Map<string, { used: number; disabled: number }>();
  for (const { source, serial } of tokens) {
    if (source === undefined) continue;
    const key = keyOf(source, serial);
    const item = await readItem(journeysTable(), key);
    if (!item) {
      writes.push(demanding(journeysTable(), key, ABSENT));
      continue;
    }
    const { disabledThereAt } = readAs(stored, item);
    const known = counters.get(source) ?? { used: 0, disabled: 0 };
    counters.set(source, { used: known.used - 1, disabled: known.disabled - (disabledThereAt === undefined ? 0 : 1) });
    const marked = disabledThereAt === undefined ? 'attribute_not_exists' : 'attribute_exists';
    writes.push(
      deleting(journeysTable(), key, { expression: `attribute_exists(#pk) AND ${marked}(#disabledThereAt)` }),
    );
  }
  for (const [source, { used, disabled }] of counters)
    writes.push(counting(source, { 'tokens.used': used, 'tokens.disabled-there': disabled }));
  return writes;
}

/** Whether a token is known to have been used here. */
export const isUsed = (source: string, serial: string): Promise<boolean> =>
  hasItem(journeysTable(), keyOf(source, serial));

async function firstOf(source: string, shard: number, after: string, limit: number): Promise<KnownUse[]> {
  const found: KnownUse[] = [];
  const values = { ':pk': `USED#${source}#${shard}`, ':after': after };
  const query = { keys: `#pk = :pk${after === '' ? '' : ' AND #sk > :after'}`, values, limit };
  const { ':after': _after, ...first } = values;
  for await (const item of queryItems(journeysTable(), after === '' ? { ...query, values: first } : query)) {
    found.push(readAs(stored, item));
    if (found.length === limit) break;
  }
  return found;
}

/** Of a source, by serial, at most `limit`. Consistent. @param after the serial behind which they stand; empty: from the first */
export async function listUses(source: string, after: string, limit: number): Promise<KnownUse[]> {
  const shards = Array.from({ length: USE_SHARDS }, (_, shard) => firstOf(source, shard, after, limit));
  const all = (await Promise.all(shards)).flat();
  return all.toSorted((one, other) => (one.serial < other.serial ? -1 : 1)).slice(0, limit);
}
