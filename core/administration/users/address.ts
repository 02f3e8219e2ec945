/**
 * A user's address changed by an administrator (N1). Otherwise an attacker at a console could send the reset of a password to a
 * mailbox of their own: such a reset waits, and both addresses are told.
 */
import type { FormerAddress, User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';

const HOUR_MS = 3_600_000;
/** More addresses than a user has in a month are not kept: each was told when it was replaced. */
const KEPT = 5;

/** Whether the account was used, or could have been: an imported user without a password has to log on with the token first. */
export const isUsed = (user: User): boolean =>
  !user.imported || user.firstTokenLogonAt !== undefined || user.password !== undefined || user.role !== undefined;

/**
 * What a change of the address leaves on the user, beside the address. A first address starts no wait, nor does one that is
 * corrected while the account is unused; a second correction does, and so does an address after one was taken away.
 */
export function readdressing(user: User, now: number): Pick<User, 'formerAddresses' | 'readdressedAt'> {
  const { email, formerAddresses: former = [] } = user;
  const waits = former.length > 0 || (email !== undefined && isUsed(user));
  const replaced: readonly FormerAddress[] = email === undefined ? [] : [{ address: email, at: now }];
  return {
    ...(email === undefined ? {} : { formerAddresses: [...replaced, ...former].slice(0, KEPT) }),
    ...(waits ? { readdressedAt: now } : {}),
  };
}

/** Until when no password is reset by a link (Unix milliseconds); undefined where none waits at `now`. */
export function linkWait(
  { readdressedAt }: Pick<User, 'readdressedAt'>,
  { recovery }: Pick<Settings, 'recovery'>,
  now: number,
): number | undefined {
  if (readdressedAt === undefined) return undefined;
  const until = readdressedAt + recovery.readdressedWaitHours * HOUR_MS;
  return now < until ? until : undefined;
}
