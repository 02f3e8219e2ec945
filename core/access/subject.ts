/** Whom an attempt is about: counted before anything is verified, the same way for those who don't exist. */
import { createHmac } from 'node:crypto';
import type { User } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
import { accountFault } from './account.ts';
import { lockoutPolicy } from './lockout.ts';
import type { FailurePort, ThrottlePort } from './ports.ts';
import {
  countSourceAttempt,
  mayAttempt,
  recordSourceSuccess,
  refundSourceAttempt,
  type SourceCount,
} from './source-trust.ts';

export type Subject = {
  readonly key: string;
  readonly user?: User | undefined;
  /** How the attempt was counted against its address. */
  readonly counted: SourceCount;
  /** Heard although the user's tries are used up: it is not among the failures counted on the user. */
  readonly trustedSource: boolean;
  /** Why nothing that is proved may count; undefined where it may. For the audit only. */
  readonly fault?: string | undefined;
};

/**
 * Counts the attempt against its source, then against the user or the decoy of a user ID that is nobody's, and says if it
 * may go on. What costs no account a try (it is locked already) costs the source none.
 * @throws LandfallError throttle.source (429)
 */
export async function countAttempt(
  ports: FailurePort & ThrottlePort,
  key: string,
  settings: Pick<Settings, 'lockout' | 'throttles'>,
  source: string,
  now: number,
): Promise<Subject> {
  const counted = await countSourceAttempt(ports, settings, 'logon', source, key, now);
  const policy = lockoutPolicy(settings);
  const known = await ports.hasUser(key);
  const within = await (known ? ports.countFailure : ports.countDecoyFailure)(key, policy, now);
  const heard = await mayAttempt(ports, counted, { key, limit: policy.limit, within: within.counted }, now);
  const fault = accountFault(within.user, now) ?? (heard ? undefined : 'user.failures');
  return { key, user: within.user, counted, trustedSource: !within.counted, fault };
}

/**
 * Takes back what countAttempt counted: for what is right so far but no logon yet. Not a reset, since a first factor in hand must
 * not buy tries at the second.
 */
export async function refundAttempt(
  ports: Pick<FailurePort, 'undoFailure'> & ThrottlePort,
  { key, counted, trustedSource }: Subject,
  now: number,
): Promise<void> {
  if (!trustedSource) await ports.undoFailure(key);
  await refundSourceAttempt(ports, counted, now);
}

/** A whole logon: the user's failures are forgotten, those of strangers included, and the address has earned credit. */
export async function recordSuccess(
  ports: Pick<FailurePort, 'resetFailures'> & ThrottlePort,
  { key, counted }: Subject,
  now: number,
): Promise<void> {
  await ports.resetFailures(key);
  await recordSourceSuccess(ports, counted, key, now);
}

/**
 * How the audit names the subject: the user key, or for a stranger a keyed hash, because people type passwords into the
 * wrong field.
 */
export function nameOf(subject: Pick<Subject, 'key' | 'user'>, ring: KeyRing): string {
  if (subject.user) return subject.key;
  const mac = createHmac('sha256', ring.keys[ring.current]!).update(`stranger\0${subject.key}`);
  return `unknown:${mac.digest('hex').slice(0, 16)}`;
}
