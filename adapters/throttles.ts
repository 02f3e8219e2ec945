/**
 * Fixed window counters in the operations table: THROTTLE#<kind>#<key>/<start of the window>. The write decides: of N
 * simultaneous hits no more than the limit pass.
 */
import { type Key, operationsTable, updateItem } from './items.ts';

const keyOf = (kind: string, key: string, windowMs: number, now: number): Key => ({
  pk: `THROTTLE#${kind}#${key}`,
  sk: new Date(now - (now % windowMs)).toISOString(),
});

/** Whether this hit is within the limit of its window. `windowMs` in milliseconds; windows begin at its multiples. */
export async function hit(kind: string, key: string, limit: number, windowMs: number, now: number): Promise<boolean> {
  const { done } = await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = if_not_exists(#hits, :zero) + :one, #expiresAt = :expires',
    condition: 'attribute_not_exists(#hits) OR #hits < :limit',
    values: { ':zero': 0, ':one': 1, ':limit': limit, ':expires': Math.ceil((now + windowMs) / 1000) + 60 },
  });
  return done;
}

/** Takes one hit back, in the window of `now`. */
export async function unhit(kind: string, key: string, windowMs: number, now: number): Promise<void> {
  await updateItem(operationsTable(), keyOf(kind, key, windowMs, now), {
    expression: 'SET #hits = #hits - :one',
    condition: '#hits > :zero',
    values: { ':one': 1, ':zero': 0 },
  });
}
