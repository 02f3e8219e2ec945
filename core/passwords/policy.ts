/**
 * What may be a password: its length (P1, P2), not among the commonest, not a word of the user's or the organisation's own
 * (P4), not one of the last N (P7). No rules of composition and no expiry by age (P3).
 */
import type { StoredPassword, User } from '#core/directory/model.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { parseExpression, ways } from '#core/settings/expression.ts';
import type { Settings } from '#core/settings/model.ts';
import { codePoints, comparable } from '#core/text.ts';
import { isCommon } from './blocklist.ts';
import { hashSecret, verifySecret } from './hash.ts';

/** P2 wants 64 at least; the cap only keeps a request from costing more than it should. */
export const MAX_PASSWORD = 256;

export type PasswordOwner = Pick<User, 'userId' | 'firstName' | 'lastName' | 'email'>;

const refused = (code: string, reason: string, facts: Record<string, unknown> = {}): LandfallError =>
  invalid(`password.${code}`, reason, facts, 422);

/**
 * P1: the shorter minimum only where a console asks for passwords and none lets one in without a token. Where passwords
 * are not asked for at all, the next edit of the settings may ask for nothing else: the longer one.
 */
export function minLength(settings: Settings): number {
  const methods = Object.values(settings.consoleAuthentication);
  const tokenToo = methods
    .flatMap((text) => ways(parseExpression(text)))
    .every((way) => !way.includes('RSA_Password') || way.includes('SecurID_Native'));
  const asked = methods.some((text) => text.includes('RSA_Password'));
  return asked && tokenToo ? settings.passwordPolicy.minLengthWithToken : settings.passwordPolicy.minLength;
}

/** The words that are nobody's secret, comparable and without their spaces. */
function ownWords(owner: PasswordOwner, settings: Settings): Set<string> {
  const { userId, firstName = '', lastName = '', email = '' } = owner;
  const names = [userId, firstName, lastName, `${firstName} ${lastName}`, `${lastName} ${firstName}`];
  const words = [...names, email, email.split('@')[0]!, settings.organisation.name, ...settings.passwordPolicy.words];
  return new Set(words.map(withoutSpace).filter((word) => word !== ''));
}

const withoutSpace = (text: string): string => comparable(text).replaceAll(' ', '');

/**
 * Refuses a password for its length or for what it is.
 * @throws LandfallError password.too_short, .too_long, .too_common or .own_word (422), with the reason
 */
export function checkPassword(password: string, owner: PasswordOwner, settings: Settings): void {
  const length = codePoints(password.normalize('NFC'));
  const least = minLength(settings);
  if (length < least)
    throw refused('too_short', `Use at least ${least} characters. A few words in a row are easy to remember.`, {
      minLength: least,
    });
  if (length > MAX_PASSWORD)
    throw refused('too_long', `Use at most ${MAX_PASSWORD} characters.`, { maxLength: MAX_PASSWORD });
  if (isCommon(password)) throw refused('too_common', 'This is one of the commonest passwords. Choose another.');
  if (ownWords(owner, settings).has(withoutSpace(password)))
    throw refused('own_word', "This is your own name or address, or your organisation's. Choose another.");
}

/** P7: refuses any of the last `count` passwords, the present one included. @throws LandfallError password.used_before */
export async function checkHistory(
  password: string,
  stored: StoredPassword | undefined,
  count: number,
  ring: KeyRing,
): Promise<void> {
  const last = stored ? [stored.hash, ...stored.history].slice(0, count) : [];
  for (const hash of last)
    if ((await verifySecret(password, hash, ring)).ok)
      throw refused('used_before', `This is one of your last ${count} passwords. Choose another.`, { history: count });
}

/**
 * The password of a user after a change: checked, hashed, the former one in its history.
 * @throws LandfallError password.* (422), see checkPassword and checkHistory
 */
export async function newPassword(
  password: string,
  user: PasswordOwner & Pick<User, 'password'>,
  settings: Settings,
  change: { readonly ring: KeyRing; readonly now: number; readonly mustChange: boolean },
): Promise<StoredPassword> {
  checkPassword(password, user, settings);
  await checkHistory(password, user.password, settings.passwordPolicy.history, change.ring);
  return replacePassword(password, user.password, settings, change);
}

/** The same without the checks, for a random password that nobody chose. */
export async function replacePassword(
  password: string,
  former: StoredPassword | undefined,
  settings: Settings,
  change: { readonly ring: KeyRing; readonly now: number; readonly mustChange: boolean },
): Promise<StoredPassword> {
  // A one-time password is not one that the user had: it takes no place in the history.
  const remembered = former ? [...(former.mustChange ? [] : [former.hash]), ...former.history] : [];
  return {
    hash: await hashSecret(password, change.ring),
    changedAt: change.now,
    mustChange: change.mustChange,
    history: remembered.slice(0, settings.passwordPolicy.history),
  };
}
