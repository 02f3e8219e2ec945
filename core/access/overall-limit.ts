/**
 * A limit on guessing from many sources at once (T8): after so many failures in the whole deployment every passcode is asked for its
 * successor while the window lasts, so that a guess has to be right twice. It spares sources where users have logged on of late, and
 * it refuses no user. Counted before anything is verified: in parallel no more guesses get through.
 */
import { type AuditPort, recordEvent } from '#core/audit.ts';
import { OVERALL_HOURS, type Settings } from '#core/settings/model.ts';
import type { ThrottlePort } from './ports.ts';
import { HOUR_MS } from './throttle.ts';

const OVERALL = 'failed-overall';
const ALL = 'all';
const ownKey = (source: string) => `source ${source}`;
const OVERALL_MS = OVERALL_HOURS * HOUR_MS;

/** @returns how many attempts of this source the overall limit counts, with this one; undefined where it is reached */
export async function hitOverall(
  ports: AuditPort & Pick<ThrottlePort, 'hit'>,
  { key, source }: { readonly key: string; readonly source: string },
  { throttles }: Pick<Settings, 'throttles'>,
  now: number,
): Promise<number | undefined> {
  const limit = throttles.failedLogonsOverall;
  const failures = await ports.hit(OVERALL, ALL, limit, OVERALL_MS, now);
  if (failures === undefined) return undefined;
  const share = await ports.hit(OVERALL, ownKey(key), Number.MAX_SAFE_INTEGER, OVERALL_MS, now);
  if (failures === limit) {
    const event = { actor: 'system', action: 'logon.overall-limit', object: 'logon', source, now } as const;
    await recordEvent(ports, event, undefined, { failures, hours: OVERALL_HOURS });
  }
  return share;
}

/** Takes back what hitOverall counted. @param above see ThrottlePort.unhit */
export async function unhitOverall(
  ports: Pick<ThrottlePort, 'unhit'>,
  key: string,
  now: number,
  above?: number,
): Promise<void> {
  await Promise.all([ALL, ownKey(key)].map((counter) => ports.unhit(OVERALL, counter, OVERALL_MS, now, above)));
}

/** A user has logged on at this source: its mistakes before were no guessing. */
export async function forgiveOverall(
  ports: Pick<ThrottlePort, 'credit'>,
  mistakes: number,
  now: number,
): Promise<void> {
  if (mistakes > 0) await ports.credit(OVERALL, ALL, mistakes, 0, OVERALL_MS, now);
}
