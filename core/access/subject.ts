/** The user that an attempt is about: counted before anything is verified, in the same way for an unknown user ID. */
import { createHmac } from 'node:crypto';
import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
import { lockoutPolicy } from './lockout.ts';
import type { FailurePort, Look, SharedCounterPort, ThrottlePort } from './ports.ts';
import { lookFor } from './source-counters.ts';
import {
  type CountingPorts,
  countSourceAttempt,
  mayAttempt,
  recordSourceSuccess,
  refundSourceAttempt,
  type SourceCount,
  settleFailure,
} from './source-trust.ts';

export type Subject = {
  readonly key: string;
  readonly user?: User | undefined;
  /** How the attempt was counted against its address. */
  readonly counted: SourceCount;
  /** The attempt is allowed, from a trusted source, although the user's tries are used up: it is not counted on the user. */
  readonly trustedSource: boolean;
  /** The limits did not allow the attempt: it is not counted against its source. */
  readonly refused: boolean;
  /** Why no proof may count; undefined where one may. For the audit only. */
  readonly fault?: string | undefined;
};

/**
 * Counts the attempt against its source, then against the user, or against a decoy for an unknown user ID, and says
 * whether it may go on. An attempt at an account that is locked already is not counted against the source.
 * @throws LandfallError throttle.source (429)
 */
export async function countAttempt(
  ports: CountingPorts & FailurePort,
  key: string,
  settings: Pick<Settings, 'lockout' | 'throttles'>,
  source: string,
  now: number,
  counting: Parameters<typeof countSourceAttempt>[6] = {},
): Promise<Subject> {
  const looked = counting.looked ?? (await ports.lookAhead(lookAt(key, source, now)));
  const counted = await countSourceAttempt(ports, settings, 'logon', source, key, now, { ...counting, looked });
  const policy = lockoutPolicy(settings);
  const within = looked.user
    ? await ports.countFailure(key, policy, now, looked.user)
    : await ports.countDecoyFailure(key, policy, now, looked.decoy);
  const allowed = await mayAttempt(ports, counted, { key, limit: policy.limit, within: within.counted }, now);
  const fault = accountFault(within.user, now) ?? (allowed ? undefined : 'user.failures');
  return { key, user: within.user, counted, trustedSource: !within.counted, refused: !allowed, fault };
}

/** What countAttempt has to know, for a caller that reads it with what else it needs: the settings are in it. */
export const lookAt = (key: string, source: string, now: number): Look => lookFor('logon', source, key, now);

/** The end of an attempt that has failed and stays counted, as far as the limits allowed it. */
export const failAttempt = (ports: SharedCounterPort, { counted, refused }: Subject, now: number): Promise<void> =>
  settleFailure(ports, counted, refused, now);

/**
 * Takes back what countAttempt counted, where the proof is right but no logon yet. Not a reset: a first factor in hand must not
 * give more tries at the second.
 */
export async function refundAttempt(
  ports: Pick<FailurePort, 'undoFailure'> & SharedCounterPort,
  { key, counted, trustedSource }: Subject,
  now: number,
): Promise<void> {
  if (!trustedSource) await ports.undoFailure(key);
  await refundSourceAttempt(ports, counted, now);
}

/** A complete logon, which has forgotten the user's failures, also those of other sources: its source earns credit. */
export async function recordSuccess(
  ports: SharedCounterPort & Pick<ThrottlePort, 'hit'>,
  { key, counted }: Pick<Subject, 'key' | 'counted'>,
  now: number,
  refunded: boolean,
): Promise<void> {
  await recordSourceSuccess(ports, counted, key, now, refunded);
}

/**
 * How the audit names the subject: the user key, or a keyed hash of an unknown user ID, because people type passwords into the
 * wrong field.
 */
export function nameOf(subject: Pick<Subject, 'key' | 'user'>, ring: KeyRing): string {
  if (subject.user) return subject.key;
  const mac = createHmac('sha256', ring.keys[ring.current]!).update(`stranger\0${subject.key}`);
  return `unknown:${mac.digest('hex').slice(0, 16)}`;
}
