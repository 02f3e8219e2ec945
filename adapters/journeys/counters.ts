/**
 * TOTALS#<source>/<shard>, DAYS#<source>/<day>#<shard>: the sums over the people of a source. Every write to either of them adds one to
 * `writes` of the TOTALS item of its shard, so that two readings with the same `writes` have nothing between them.
 */
import { randomInt } from 'node:crypto';
import type { Counter, Difference } from '#core/journey/counters.ts';
import type { Counted, Sums as Named } from '#core/journey/recount.ts';
import { COUNTER_SHARDS } from '#core/journey/shards.ts';
import { journeysTable, type Key, type Update } from '../dynamodb/items.ts';
import { queryItems } from '../dynamodb/queries.ts';
import { demanding, transact, updating, type Write } from '../dynamodb/transactions.ts';

export const totalsKey = (source: string, shard: number): Key => ({ pk: `TOTALS#${source}`, sk: String(shard) });
const counterKey = ({ source, day }: Counter, shard: number): Key =>
  day === undefined ? totalsKey(source, shard) : { pk: `DAYS#${source}`, sk: `${day}#${shard}` };

/** Name of the counter -> number; one that is nought may be missing. */
export type Sums = ReadonlyMap<string, number>;

const TOTALS = /^(?:people$|stage\.|stuck\.|reached\.|tokens\.|signed-off$)/u;
const DAYS = /^(?:imported|told|tokenLogon|home)$/u;

function add(sums: Map<string, number>, item: Record<string, unknown>, named: RegExp): void {
  for (const [name, value] of Object.entries(item))
    if (typeof value === 'number' && named.test(name)) sums.set(name, (sums.get(name) ?? 0) + value);
}

const itemsOf = (pk: string) => queryItems(journeysTable(), { keys: '#pk = :pk', values: { ':pk': pk } });

/** Consistent. */
export async function readTotals(source: string): Promise<Sums> {
  const sums = new Map<string, number>();
  for await (const item of itemsOf(`TOTALS#${source}`)) add(sums, item, TOTALS);
  return sums;
}

/** By day (YYYY-MM-DD, UTC), in their order. Consistent. */
export async function readDays(source: string): Promise<Map<string, Sums>> {
  const days = new Map<string, Map<string, number>>();
  for await (const item of itemsOf(`DAYS#${source}`)) {
    const day = String(item['sk']).slice(0, 10);
    const sums = days.get(day) ?? new Map<string, number>();
    add(sums, item, DAYS);
    days.set(day, sums);
  }
  return days;
}

/** How often the items of each shard were written. */
async function writesOf(source: string): Promise<number[]> {
  const writes = Array.from({ length: COUNTER_SHARDS }, () => 0);
  for await (const item of itemsOf(`TOTALS#${source}`)) writes[Number(item['sk'])] = Number(item['writes'] ?? 0);
  return writes;
}
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** All counters of a source; those of a day as `2026-11-30 told`. */
export async function readCounters(source: string): Promise<Counted> {
  const writes = sumOf(await writesOf(source));
  const [totals, days] = await Promise.all([readTotals(source), readDays(source)]);
  const ofDays = [...days].flatMap(([day, sums]) => [...sums].map(([name, n]) => [`${day} ${name}`, n] as const));
  // The tokens are counted beside the people.
  const ofPeople = [...totals].filter(([name]) => !name.startsWith('tokens.'));
  const sums: Named = Object.fromEntries([...ofPeople, ...ofDays]);
  // Where they were written meanwhile, the caller finds another number at the next reading.
  return { sums, writes };
}

/** Adds to each of these counters. Their names need not be such as can stand in an expression. */
export const adding = (counters: readonly (readonly [name: string, by: number])[]): Update => ({
  expression: `ADD ${counters.map((_counter, at) => `#n${at} :n${at}`).join(', ')}`,
  names: Object.fromEntries(counters.map(([name], at) => [`#n${at}`, name])),
  values: Object.fromEntries(counters.map(([, by], at) => [`:n${at}`, by])),
});

/** One update for each counter item that these differences meet, of this shard. */
function counterUpdates(all: readonly Difference[], shard: number): { readonly key: Key; readonly update: Update }[] {
  const items = new Map<string, { key: Key; sums: Map<string, number> }>();
  const addTo = (key: Key, name: string, by: number) => {
    const id = JSON.stringify([key.pk, key.sk]);
    const item = items.get(id) ?? { key, sums: new Map<string, number>() };
    item.sums.set(name, (item.sums.get(name) ?? 0) + by);
    items.set(id, item);
  };
  for (const one of all) addTo(counterKey(one, shard), one.name, one.by);
  for (const source of new Set(all.map((one) => one.source))) addTo(totalsKey(source, shard), 'writes', 1);
  return [...items.values()].map(({ key, sums }) => {
    return { key, update: adding([...sums]) };
  });
}

/** The same as writes of a transaction, of a shard that is drawn. */
export const counterWrites = (all: readonly Difference[]): Write[] =>
  counterUpdates(all, randomInt(COUNTER_SHARDS)).map(({ key, update }) => updating(journeysTable(), key, update));

/** How many items the counters of these differences are in, at most: what they take of a transaction. */
export const counterItems = (all: readonly Difference[]): ReadonlySet<string> =>
  new Set(all.flatMap(({ source, day }) => [JSON.stringify([source]), JSON.stringify([source, day])]));

const asDifference = (source: string, name: string, by: number): Difference => {
  const [day, what] = name.split(' ');
  return what === undefined ? { source, name, by } : { source, day, name: what, by };
};
/** Of one transaction: with the items of eight shards it stays below DynamoDB's limit of 100. */
const CORRECTED_AT_ONCE = 80;

/**
 * Adds this to the counters in one transaction, where they were written so often and no more. What one transaction does not take is
 * left to the next recount. @returns false where they were written meanwhile
 */
export async function correctCounters(source: string, by: Named, writes: number): Promise<boolean> {
  const seen = await writesOf(source);
  if (sumOf(seen) !== writes) return false;
  const [first, ...others] = seen;
  const unchanged = (before: number | undefined) =>
    before
      ? { expression: '#writes = :writes', values: { ':writes': before } }
      : { expression: 'attribute_not_exists(#writes)' };
  const corrections = Object.entries(by)
    .slice(0, CORRECTED_AT_ONCE)
    .map(([name, one]) => asDifference(source, name, one));
  const updates = counterUpdates(corrections, 0).map(({ key, update }) => {
    if (key.pk !== `TOTALS#${source}`) return updating(journeysTable(), key, update);
    const { expression: condition, values } = { values: {}, ...unchanged(first) };
    return updating(journeysTable(), key, { ...update, condition, values: { ...update.values, ...values } });
  });
  const demands = others.map((before, at) => demanding(journeysTable(), totalsKey(source, at + 1), unchanged(before)));
  return (await transact([...updates, ...demands])).done;
}
