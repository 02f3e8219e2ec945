/** The user that an attempt is about: counted before anything is verified, in the same way for an unknown user ID. */
import { createHmac } from 'node:crypto';
import type { AuditPort } from '#core/audit.ts';
import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import type { KeyRing } from '#core/keys.ts';
import type { Settings } from '#core/settings/model.ts';
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
  /** The attempt is allowed, from a trusted source, although the user's tries are used up: it is not counted on the user. */
  readonly trustedSource: boolean;
  /** Why no proof may count; undefined where one may. For the audit only. */
  readonly fault?: string | undefined;
};

/**
 * Counts the attempt against its source, then against the user, or against a decoy for an unknown user ID, and says
 * whether it may go on. An attempt at an account that is locked already is not counted against the source.
 * @throws LandfallError throttle.source (429)
 */
export async function countAttempt(
  ports: AuditPort & FailurePort & ThrottlePort,
  key: string,
  settings: Pick<Settings, 'lockout' | 'throttles'>,
  source: string,
  now: number,
): Promise<Subject> {
  const counted = await countSourceAttempt(ports, settings, 'logon', source, key, now);
  const policy = lockoutPolicy(settings);
  const known = await ports.hasUser(key);
  const within = await (known ? ports.countFailure : ports.countDecoyFailure)(key, policy, now);
  const allowed = await mayAttempt(ports, counted, { key, limit: policy.limit, within: within.counted }, now);
  const fault = accountFault(within.user, now) ?? (allowed ? undefined : 'user.failures');
  return { key, user: within.user, counted, trustedSource: !within.counted, fault };
}

/**
 * Takes back what countAttempt counted, where the proof is right but no logon yet. Not a reset: a first factor in hand must not
 * give more tries at the second.
 */
export async function refundAttempt(
  ports: Pick<FailurePort, 'undoFailure'> & ThrottlePort,
  { key, counted, trustedSource }: Subject,
  now: number,
): Promise<void> {
  if (!trustedSource) await ports.undoFailure(key);
  await refundSourceAttempt(ports, counted, now);
}

/** A complete logon, which has forgotten the user's failures, also those of other sources: its source earns credit. */
export async function recordSuccess(
  ports: ThrottlePort,
  { key, counted }: Pick<Subject, 'key' | 'counted'>,
  now: number,
): Promise<void> {
  await recordSourceSuccess(ports, counted, key, now);
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
