/**
 * The counters of a source by their names, and what is read of them before an attempt is counted. They stand in one group, that of the widest
 * network around the source: see throttle.ts.
 */
import { ALL, OVERALL, shareOf } from './overall-limit.ts';
import type { Look, SharedCounterPort, Summed, ThrottlePort } from './ports.ts';
import { keysOf } from './source.ts';
import { countersOf, DAY_MS, HOUR_MS, rateOf } from './throttle.ts';

export const KNOWN = 'known-source';
/** A source is known from a logon to the end of the next window of this length: for one to two weeks. */
export const KNOWN_MS = 7 * DAY_MS;

/** What is tried: each has tries of its own past a limit. */
export type Kind = 'logon' | 'answers';
export const failed = (key: string): string => `failed ${key}`;
/** The tries of a source at a user. */
export const pairOf = (kind: Kind, key: string, user: string): string => `pair ${kind} ${key} ${user}`;
/** What logons of the hour have earned for requests of recovery mails. */
export const earnedOf = (key: string, now: number): string => `earned ${Math.floor(now / HOUR_MS)} ${key}`;
/** At which addresses a user's logons of the day have earned credit. */
export const creditedOf = (user: string) => ({ group: `credited-logon#${user}`, windowMs: DAY_MS, shards: 1 }) as const;

/** Whether a user has logged on from there in the last week. @param key the narrowest tier of a source */
export const isKnown = async (ports: Pick<ThrottlePort, 'hits'>, key: string, now: number): Promise<boolean> =>
  (await ports.hits(KNOWN, key, KNOWN_MS, now)) > 0;

/** What logons there have earned in this hour, for requests of recovery mails. */
export async function earnedThere(
  ports: Pick<SharedCounterPort, 'sums'>,
  keys: readonly string[],
  now: number,
): Promise<number> {
  const earned = earnedOf(keys[0]!, now);
  const [held] = await ports.sums([{ group: countersOf(keys), names: [earned] }], now);
  return held![earned]!;
}

export const summedOf = (kind: Kind, keys: readonly string[], user: string, now: number): Summed => ({
  group: countersOf(keys),
  names: [...keys.map(failed), pairOf(kind, keys[0]!, user), shareOf(keys[0]!, now), rateOf(keys[0]!, now)],
});

/** What is read before an attempt is counted. */
export function lookFor(kind: Kind, source: string, user: string, now: number): Look {
  const keys = keysOf(source);
  const known = { kind: KNOWN, key: keys[0]!, windowMs: KNOWN_MS };
  return {
    user,
    hits: { known: { ...known, now }, knownNext: { ...known, now: now + KNOWN_MS } },
    groups: [
      summedOf(kind, keys, user, now),
      { group: OVERALL, names: [ALL] },
      { group: creditedOf(user), names: [ALL, keys[0]!] },
    ],
    now,
  };
}
