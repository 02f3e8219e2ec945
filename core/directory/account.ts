/** Whether an account may be used now. The reason goes into the audit only; no answer differs by it (T2, F1). */
import type { User } from '#core/directory/model.ts';

export type AccountFault = 'user.unknown' | 'user.disabled' | 'user.locked_out' | 'user.not_started' | 'user.ended';

/** Why this user may not log on at `now`; undefined where the user may. Lockout by failures is decided where failures are counted. */
export function accountFault(user: User | undefined, now: number): AccountFault | undefined {
  if (!user) return 'user.unknown';
  if (!user.enabled) return 'user.disabled';
  if (user.lockedOut) return 'user.locked_out';
  const { accountStart = -Infinity, accountEnd = Infinity } = user;
  if (now < accountStart) return 'user.not_started';
  if (now >= accountEnd) return 'user.ended';
  return undefined;
}

/** When a lockout by failures ends, Unix milliseconds; -Infinity where there is none. It ends by itself (T2). */
export function lockoutEnd(
  { failures, failedAt, failuresSince }: Pick<User, 'failures' | 'failedAt' | 'failuresSince'>,
  lockout: { readonly failures: number; readonly lockoutMinutes: number },
): number {
  return failures < lockout.failures ? -Infinity : (failedAt ?? failuresSince) + lockout.lockoutMinutes * 60_000;
}
