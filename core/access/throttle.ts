/** Limits per source come before any account's counter, so that an attacker can't lock out a company (T2). They count failures only (T8). */
import { invalid, type LandfallError } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import type { ThrottlePort } from './ports.ts';
import { sourceOf, type Tier } from './source.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const RATE = 'logon';

function tooMany(windowMs: number, now: number): LandfallError {
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

/**
 * A step that only so many may try from a source in a minute. One that succeeds is not counted: 5,000 people may log on from one
 * address. @param counts `all`: a step that can't fail @throws LandfallError throttle.source (429), what `step` throws
 */
export async function limitRate<T>(
  ports: Pick<ThrottlePort, 'hit' | 'unhit'>,
  settings: Settings,
  { source, now }: { readonly source: string; readonly now: number },
  step: () => Promise<T>,
  counts: 'failures' | 'all' = 'failures',
): Promise<T> {
  const { key, factor } = sourceOf(source, settings);
  const limit = settings.throttles.logonsPerSourcePerMinute * factor;
  await hitTiers(ports, RATE, [{ key, limit }], MINUTE_MS, now);
  const done = await step();
  if (counts === 'failures') await ports.unhit(RATE, key, MINUTE_MS, now);
  return done;
}
