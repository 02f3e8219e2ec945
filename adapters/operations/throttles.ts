/**
 * Fixed window counters in the operations table: THROTTLE#<kind>#<key>/<start of the window>. The write decides: of N
 * simultaneous hits no more than the limit pass.
 */
import { type Key, operationsTable, readItem, updateItem } from '../dynamodb/items.ts';

const keyOf = (kind: string, key: string, windowMs: number, now: number): Key => ({
  pk: `THROTTLE#${kind}#${key}`,
  sk: new Date(now - (now % windowMs)).toISOString(),
});

const expiryOf = (windowMs: number, now: number) => Math.ceil((now + windowMs) / 1000) + 60;

/** @returns the hits in the window of `now`, this one included; undefined where it holds `limit` already */
export async function hit(
  kind: string,
  key: string,
  limit: number,
  windowMs: number,
  now: number,
): Promise<number | undefined> {
  const { done, item } = await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = if_not_exists(#hits, :zero) + :one, #expiresAt = :expires',
    condition: 'attribute_not_exists(#hits) OR #hits < :limit',
    values: { ':zero': 0, ':one': 1, ':limit': limit, ':expires': expiryOf(windowMs, now) },
  });
  return done ? Number(item['hits']) : undefined;
}

/** How many hits the window of `now` holds. */
export async function hits(kind: string, key: string, windowMs: number, now: number): Promise<number> {
  return Number((await readItem(operationsTable(), keyOf(kind, key, windowMs, now)))?.['hits'] ?? 0);
}

/**
 * Takes one hit back in the window of `now`, where it holds more than `above`: whether it did, as a condition of the write,
 * so that no stale read decides. What credit has brought below zero has counted the hit all the same.
 */
export async function unhit(
  kind: string,
  key: string,
  windowMs: number,
  now: number,
  above: number = Number.MIN_SAFE_INTEGER,
): Promise<boolean> {
  const { done } = await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = #hits - :one',
    condition: '#hits > :above',
    values: { ':one': 1, ':above': above },
  });
  return done;
}

/** Takes `hits` back, whether or not the window of `now` holds so many, as long as it is above `floor`. */
export async function credit(
  kind: string,
  key: string,
  hits: number,
  floor: number,
  windowMs: number,
  now: number,
): Promise<void> {
  await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = if_not_exists(#hits, :zero) - :hits, #expiresAt = :expires',
    condition: 'attribute_not_exists(#hits) OR #hits > :floor',
    values: { ':zero': 0, ':hits': hits, ':floor': floor, ':expires': expiryOf(windowMs, now) },
  });
}
