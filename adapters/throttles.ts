/**
 * Fixed window counters in the operations table: THROTTLE#<kind>#<key>/<start of the window>. The write decides: of N
 * simultaneous hits no more than the limit pass.
 */
import { type Key, operationsTable, updateItem } from './items.ts';

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

/** Takes one hit back, in the window of `now`. A window that credit has brought below zero has counted it all the same. */
export async function unhit(kind: string, key: string, windowMs: number, now: number): Promise<void> {
  await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = #hits - :one',
    condition: 'attribute_exists(#hits)',
    values: { ':one': 1 },
  });
}

/** Takes `hits` back, whether or not the window of `now` holds so many. */
export async function credit(kind: string, key: string, hits: number, windowMs: number, now: number): Promise<void> {
  await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = if_not_exists(#hits, :zero) - :hits, #expiresAt = :expires',
    values: { ':zero': 0, ':hits': hits, ':expires': expiryOf(windowMs, now) },
  });
}

/** Whether the window of `now` holds 1 to `atMost` hits: a conditional write, so that no stale read decides. */
export async function claim(
  kind: string,
  key: string,
  atMost: number,
  windowMs: number,
  now: number,
): Promise<boolean> {
  const { done } = await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #claims = if_not_exists(#claims, :zero) + :one',
    condition: '#hits >= :one AND #hits <= :atMost',
    values: { ':zero': 0, ':one': 1, ':atMost': atMost },
  });
  return done;
}
