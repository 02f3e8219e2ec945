/**
 * A user's address replaced by another (N1). Otherwise an attacker at a console could send the reset of a password to a
 * mailbox of their own: such a reset waits, and both addresses are told.
 */
import type { FormerAddress, User } from './model.ts';

const DAY_MS = 86_400_000;
/** Of many changes in a row the first counts: an attacker must not push the user's own address out before it is told. */
const KEPT = 5;
/** A mail that could not be sent for so long is given up by the queue. */
const KEEP_MS = 14 * DAY_MS;

/** Whether the account was used, or could have been: an imported user without a password has to log on with the token first. */
export const isUsed = (user: User): boolean =>
  !user.imported || user.firstTokenLogonAt !== undefined || user.password !== undefined || user.role !== undefined;

/**
 * What a change of the address leaves on the user, beside the address. A first address starts no wait, nor does one that is
 * corrected while the account is unused; a second correction does, and so does an address after one was taken away.
 */
export function readdressing(user: User, now: number): Pick<User, 'formerAddresses' | 'readdressedAt'> {
  const { email, formerAddresses: former = [], readdressedAt } = user;
  const waits = former.length > 0 || readdressedAt !== undefined || (email !== undefined && isUsed(user));
  if (email === undefined) return waits ? { readdressedAt: now } : {};
  const recent = former.filter(({ at }) => now - at < KEEP_MS);
  const kept: readonly FormerAddress[] = [...recent.slice(0, KEPT - 2), ...recent.slice(KEPT - 2).slice(-1)];
  return { formerAddresses: [{ address: email, at: now }, ...kept], ...(waits ? { readdressedAt: now } : {}) };
}
