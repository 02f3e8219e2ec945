/**
 * Fixed window counters in the operations table: THROTTLE#<kind>#<key>/<start of the window>. The write decides: of N
 * simultaneous hits no more than the limit pass.
 */
import { type Key, operationsTable, readItem, updateItem } from '../dynamodb/items.ts';

/** The item of a counter. */
export const counterKey = (kind: string, key: string, windowMs: number, now: number): Key => ({
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
  const { done, item } = await updateItem(operationsTable(), counterKey(kind, key, windowMs, now), {
    expression: 'SET #hits = if_not_exists(#hits, :zero) + :one, #expiresAt = :expires',
    condition: 'attribute_not_exists(#hits) OR #hits < :limit',
    values: { ':zero': 0, ':one': 1, ':limit': limit, ':expires': expiryOf(windowMs, now) },
  });
  return done ? Number(item['hits']) : undefined;
}

/** How many hits the window of `now` holds. */
export async function hits(kind: string, key: string, windowMs: number, now: number): Promise<number> {
  return Number((await readItem(operationsTable(), counterKey(kind, key, windowMs, now)))?.['hits'] ?? 0);
}

/** Takes one hit back in the window of `now`. */
export async function unhit(kind: string, key: string, windowMs: number, now: number): Promise<void> {
  await updateItem(operationsTable(), counterKey(kind, key, windowMs, now), {
    expression: 'SET #hits = #hits - :one',
    condition: 'attribute_exists(#hits)',
    values: { ':one': 1 },
  });
}
