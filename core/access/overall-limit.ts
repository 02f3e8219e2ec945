/**
 * A limit on guessing from many sources at once (T8): after so many failures in the whole deployment every passcode is asked for its
 * successor while the window lasts, so that a guess has to be right twice. It spares sources where users have logged on of late, and
 * it refuses no user. Counted before anything is verified: in parallel no more guesses get through.
 */
import { type AuditPort, recordEvent } from '#core/audit.ts';
import { OVERALL_HOURS } from '#core/settings/model.ts';
import type { CounterGroup, ThrottlePort } from './ports.ts';
import { HOUR_MS } from './throttle.ts';

const OVERALL_MS = OVERALL_HOURS * HOUR_MS;
/** More than of a source: every attempt from a new source raises one of them. */
const SHARDS = 8;
export const OVERALL: CounterGroup = { group: 'failed-overall', windowMs: OVERALL_MS, shards: SHARDS };
/** Its one counter. */
export const ALL = 'all';
/** What it counts of a source: among the counters of that source. */
export const shareOf = (key: string, now: number): string => `overall ${Math.floor(now / OVERALL_MS)} ${key}`;

const SAID = 'said-overall';

/** Says once in each window that the limit is reached. */
export async function sayReached(
  ports: AuditPort & Pick<ThrottlePort, 'hit'>,
  source: string,
  limit: number,
  now: number,
): Promise<void> {
  if ((await ports.hit(SAID, ALL, 1, OVERALL_MS, now)) === undefined) return;
  const event = { actor: 'system', action: 'logon.overall-limit', object: 'logon', source, now } as const;
  await recordEvent(ports, event, undefined, { failures: limit, hours: OVERALL_HOURS });
}
