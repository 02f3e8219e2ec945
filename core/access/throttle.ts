/** Limits per source come before any account's counter, so that an attacker can't lock out a company (T2). They count failures only (T8). */
import { invalid, type LandfallError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import type { CounterGroup, SharedCounterPort, ThrottlePort } from './ports.ts';
import { type Source, sourceOf, type Tier } from './source.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export function tooMany(windowMs: number, now: number): LandfallError {
  const retryAfterSeconds = Math.ceil((windowMs - (now % windowMs)) / 1000);
  return invalid(
    'throttle.source',
    `Too many attempts from your network. Wait ${retryAfterSeconds} seconds and try again.`,
    { retryAfterSeconds },
  );
}

/**
 * Counts one hit in every tier, or in none. @returns the hits of each, this one included, in the order of the tiers
 * @throws LandfallError throttle.source (429) with the seconds to wait
 */
export async function hitTiers(
  ports: Pick<ThrottlePort, 'hit' | 'unhit'>,
  kind: string,
  tiers: readonly Tier[],
  windowMs: number,
  now: number,
): Promise<number[]> {
  const hits = await Promise.all(tiers.map(({ key, limit }) => ports.hit(kind, key, limit, windowMs, now)));
  const counted = hits.filter((count) => count !== undefined);
  if (counted.length === tiers.length) return counted;
  const held = tiers.filter((_tier, index) => hits[index] !== undefined);
  await Promise.all(held.map(({ key }) => ports.unhit(kind, key, windowMs, now)));
  throw tooMany(windowMs, now);
}

/** How long counters of a minute are kept: a step ends long before. */
const KEPT_MINUTES = 2;
const OVER_MINUTES = 10;
const SHARDS = 4;

/** The counters of all sources within the widest network around one: one write raises those of all its tiers. */
export const countersOf = (keys: readonly string[]): CounterGroup => ({
  group: `source#${keys.at(-1)!}`,
  windowMs: DAY_MS,
  shards: SHARDS,
});
/** The steps of a source in the minute of `now`. */
export const rateOf = (key: string, now: number): string => `rate ${Math.floor(now / MINUTE_MS)} ${key}`;
/** The counters of minutes that are over, as far as they may still be there. */
export const pastRatesOf = (key: string, now: number): string[] =>
  Array.from({ length: OVER_MINUTES }, (_, index) => rateOf(key, now - (KEPT_MINUTES + index) * MINUTE_MS));
export const rateLimitOf = ({ factor }: Pick<Source, 'factor'>, { throttles }: Pick<Settings, 'throttles'>): number =>
  throttles.logonsPerSourcePerMinute * factor;

/**
 * A step that only so many may try from a source in a minute. One that succeeds is not counted: 5,000 people may log on from one
 * address. @param counts `all`: a step that can't fail @throws LandfallError throttle.source (429), what `step` throws
 */
export async function limitRate<T>(
  ports: SharedCounterPort,
  settings: Settings,
  { source, now }: { readonly source: string; readonly now: number },
  step: () => Promise<T>,
  counts: 'failures' | 'all' = 'failures',
): Promise<T> {
  const of = sourceOf(source, settings);
  const [group, rate] = [countersOf(of.keys), rateOf(of.key, now)];
  const raised = await ports.raise(group, [rate], now, pastRatesOf(of.key, now));
  const [held] = await ports.sums([{ group, names: [rate] }], now);
  const refused = held![rate]! > rateLimitOf(of, settings);
  if (refused) {
    await ports.add(raised, { [rate]: -1 });
    throw tooMany(MINUTE_MS, now);
  }
  const done = await step();
  if (counts === 'failures') await ports.add(raised, { [rate]: -1 });
  return done;
}
