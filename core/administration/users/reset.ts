/**
 * A1: a password reset by an administrator: a link mailed to the user, a random one-time password shown once, or a password
 * typed in. The last two force a change at the next logon. Having a password is what enables password authentication.
 */
import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { newPassword, replacePassword } from '#core/passwords/policy.ts';
import { linkWait } from './address.ts';
import { checkMayType, type EditContext, type UserChange } from './edit.ts';
import { checkMayChangeCredentials, checkMayEdit, checkNotSelf } from './rights.ts';

export const passwordReset = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('link') }),
  z.strictObject({ method: z.literal('one-time') }),
  z.strictObject({ method: z.literal('typed'), password: z.string().max(1024) }),
]);
export type PasswordReset = z.infer<typeof passwordReset>;
/** `change` is absent for a link, which changes nothing until it is used. */
export type PlannedReset = { readonly change?: UserChange; readonly oneTimePassword?: string };

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 5;

/** 20 random characters in four groups: 99 bits. */
export function oneTimePassword(): string {
  const group = () => Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/**
 * Checks a reset and says what to write.
 * @throws LandfallError user.higher_role, user.own_password, session.not_fresh, user.role_holder (403), user.readdressed (409), user.mailbox_missing,
 *   user.typed_password_forbidden, password.* (422)
 */
export async function planReset(user: User, reset: PasswordReset, context: EditContext): Promise<PlannedReset> {
  const { actor, settings, ring, breaches, now } = context;
  checkMayEdit(actor, user);
  checkNotSelf(actor, user);
  // Also of a link, which changes nothing yet.
  checkMayChangeCredentials(actor, user);
  if (reset.method === 'link') {
    if (user.email === undefined)
      throw invalid(
        'user.mailbox_missing',
        'This user has no e-mail address to send a link to. Add one, or use a one-time password.',
        { field: 'method' },
      );
    const until = linkWait(user, settings, now);
    if (until !== undefined)
      throw invalid(
        'user.readdressed',
        'An administrator changed the address of this user: a link is sent only after a wait. Meanwhile the user can prove a token on the page Forgot Your Password, or you can give a one-time password.',
        { until: new Date(until).toISOString() },
      );
    return {};
  }
  const change = { ring, now, mustChange: true, breaches };
  // The user must be able to log on with the new password: failures counted before are reset.
  const planned = (password: User['password']): UserChange => ({
    touchedAt: now,
    set: { password: password!, updatedAt: now, failures: 0, failuresSince: 0 },
    remove: [],
    endSessions: true,
  });
  if (reset.method === 'typed') {
    checkMayType(settings);
    return { change: planned(await newPassword(reset.password, user, settings, change)) };
  }
  const once = oneTimePassword();
  return { change: planned(await replacePassword(once, user, settings, change)), oneTimePassword: once };
}
