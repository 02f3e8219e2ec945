/**
 * Counters that many write at once: THROTTLE#<group>/<start of the window>#<shard>. An item has several counters, which one write raises
 * together, and each write goes to one of the shards, drawn at random. A count is the sum over the shards, read after the write: of any
 * number of writers at once each sees those that came before it, so that no more than a limit see a sum within it.
 */
import { createHash } from 'node:crypto';
import type { CounterGroup, Counts, Raised, Summed } from '#core/access/ports.ts';
import { PATIENCE } from '../dynamodb/backoff.ts';
import { readAcross, type Wanted } from '../dynamodb/batch-get.ts';
import { type Item, type Key, operationsTable, updateItem } from '../dynamodb/items.ts';

const start = ({ windowMs }: CounterGroup, now: number) => new Date(now - (now % windowMs)).toISOString();
const keyOf = (group: CounterGroup, shard: number, now: number): Key => ({
  pk: `THROTTLE#${group.group}`,
  sk: `${start(group, now)}#${shard}`,
});
export const shardKeys = (group: CounterGroup, now: number): Key[] =>
  Array.from({ length: group.shards }, (_, shard) => keyOf(group, shard, now));

/** Names may hold any character, and be long: an attribute is named by its hash. */
const attributeOf = (name: string): string => `c${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
/** What a read of counters asks of each item. */
export const counterNames = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`#${attributeOf(name)}`, attributeOf(name)]));

/** The sums of a group's counters over the items that were found. */
export function sumsOf(items: readonly Item[], group: CounterGroup, names: readonly string[], now: number): Counts {
  const keys = new Set(shardKeys(group, now).map(({ pk, sk }) => `${pk} ${sk}`));
  const own = items.filter(({ pk, sk }) => keys.has(`${String(pk)} ${String(sk)}`));
  return Object.fromEntries(
    names.map((name) => [name, own.reduce((sum, item) => sum + Number(item[attributeOf(name)] ?? 0), 0)]),
  );
}

/** Raises these counters by one each. @param over counters that nothing reads any more: they are removed */
export async function raise(
  group: CounterGroup,
  names: readonly string[],
  now: number,
  over: readonly string[] = [],
): Promise<Raised> {
  const shard = Math.floor(Math.random() * group.shards);
  const update = adding(Object.fromEntries(names.map((name) => [name, 1])), group, now, over);
  const { item = {} } = await updateItem(operationsTable(), keyOf(group, shard, now), update);
  const counts = Object.fromEntries(names.map((name) => [name, Number(item[attributeOf(name)])]));
  return { group, shard, now, counts };
}

/**
 * Adds to the counters of the shard that was raised, or takes from them.
 * @param ends one that is taken back to zero, as a rule: it is removed then, so that an item does not keep what is over
 */
export async function add({ group, shard, now, counts }: Raised, by: Counts, ends?: string): Promise<void> {
  const key = keyOf(group, shard, now);
  if (ends !== undefined && counts[ends] === 1) {
    const { [ends]: _ended, ...others } = by;
    const { values, ...update } = adding(others, group, now, [ends]);
    const last = { condition: `#${attributeOf(ends)} = :last`, values: { ...values, ':last': 1 } };
    const names = { ...update.names, [`#${attributeOf(ends)}`]: attributeOf(ends) };
    if ((await updateItem(operationsTable(), key, { ...update, ...last, names })).done) return;
  }
  await updateItem(operationsTable(), key, adding(by, group, now));
}

function adding(by: Counts, { windowMs }: CounterGroup, now: number, over: readonly string[] = []) {
  const counters = Object.entries(by).map(([name, value], index) => ({
    name,
    value,
    alias: `#c${index}`,
    by: `:by${index}`,
  }));
  const removed = over.map((name, index) => ({ name, alias: `#o${index}` }));
  const sets = counters.map(({ alias, by: value }) => `${alias} = if_not_exists(${alias}, :zero) + ${value}`);
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map(({ alias }) => alias).join(', ')}`;
  return {
    returns: 'UPDATED_NEW',
    expression: `SET ${[...sets, '#expiresAt = :expires'].join(', ')}${remove}`,
    names: Object.fromEntries([...counters, ...removed].map(({ alias, name }) => [alias, attributeOf(name)])),
    values: {
      ...(counters.length === 0 ? {} : { ':zero': 0 }),
      ':expires': Math.ceil((now + windowMs) / 1000) + 60,
      ...Object.fromEntries(counters.map(({ by: name, value }) => [name, value])),
    },
  } as const;
}

/** What a read of several tables asks of this one for these groups. */
export const countersWanted = (groups: readonly Summed[], now: number): Wanted => ({
  keys: groups.flatMap(({ group }) => shardKeys(group, now)),
  names: { '#pk': 'pk', '#sk': 'sk', ...counterNames(groups.flatMap(({ names }) => names)) },
});

/** The sums of these groups, in one read. */
export async function sums(groups: readonly Summed[], now: number): Promise<Counts[]> {
  const table = operationsTable();
  const found = await readAcross({ [table]: countersWanted(groups, now) }, PATIENCE.request);
  return groups.map(({ group, names }) => sumsOf(found[table] ?? [], group, names, now));
}
