/**
 * What may be a password: its length (P1, P2), not among the commonest, not a word of the user's or the organisation's own
 * (P4), not easy to guess by an estimate, not one of the last N (P7), not known from a breach. No rules of composition and no expiry by age (P3).
 */
import type { StoredPassword, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { parseExpression, ways } from '#core/settings/expression.ts';
import type { Settings } from '#core/settings/model.ts';
import { codePoints, userKey } from '#core/text.ts';
import { isCommon } from './blocklist.ts';
import { type BreachPorts, checkBreached } from './breached.ts';
import { hashSecret, passwordOf } from './hash.ts';
import { checkHistory, ownHashes } from './history.ts';
import { type OwnWordKind, ownWordKind, type PasswordOwner } from './own-words.ts';
import { checkStrength } from './weak.ts';

export type { PasswordOwner } from './own-words.ts';

/** P2 wants 64 at least; the cap only keeps a request from costing more than it should. */
const MAX_PASSWORD = 256;

/**
 * P1: the shorter minimum only where a console takes passwords, and none of them takes a password without a token. Where no
 * console takes passwords the longer one: a later change of the settings may make the password alone enough.
 */
export function minLength(settings: Settings): number {
  const methods = Object.values(settings.consoleAuthentication);
  const tokenToo = methods
    .flatMap((text) => ways(parseExpression(text)))
    .every((way) => !way.includes('RSA_Password') || way.includes('SecurID_Native'));
  const asked = methods.some((text) => text.includes('RSA_Password'));
  return asked && tokenToo ? settings.passwordPolicy.minLengthWithToken : settings.passwordPolicy.minLength;
}

const OWN_WORDS: Readonly<Record<OwnWordKind, string>> = {
  'user-id': 'This is your user ID, which is no secret. Choose another.',
  name: 'This is your name, which is no secret. Choose another.',
  email: 'This is your e-mail address or a part of it, which is no secret. Choose another.',
  organisation: 'This is a name or word of your organisation, which is no secret. Choose another.',
};

/**
 * Refuses a password for its length or its content.
 * @throws LandfallError password.characters, .too_short, .too_long, .too_common, .own_word or .weak (422), with the reason
 */
export function checkPassword(password: string, owner: PasswordOwner, settings: Settings): void {
  // Half a surrogate pair has no UTF-8: every half would hash to the same, so another password would verify.
  if (!password.isWellFormed())
    throw invalid('password.characters', 'This password holds half a character. Type it again, or choose another.');
  const length = codePoints(password.normalize('NFC'));
  const least = minLength(settings);
  if (length < least)
    throw invalid(
      'password.too_short',
      `Use at least ${least} characters. A few words in a row are easy to remember.`,
      {
        minLength: least,
      },
    );
  if (length > MAX_PASSWORD)
    throw invalid('password.too_long', `Use at most ${MAX_PASSWORD} characters.`, { maxLength: MAX_PASSWORD });
  if (isCommon(password))
    throw invalid('password.too_common', 'This is one of the commonest passwords. Choose another.');
  const kind = ownWordKind(password, owner, settings);
  if (kind) throw invalid('password.own_word', OWN_WORDS[kind], { kind });
  checkStrength(password, owner, settings);
}

type Change = { readonly ring: KeyRing; readonly now: number; readonly mustChange: boolean };

/**
 * The password of a user after a change: checked, hashed, the former one in its history. A password that is refused
 * anyway is not looked up. One that an administrator types is not compared with the history: an administrator must not find
 * out whether it is one of the user's own, and it must be changed at the next logon.
 * @throws LandfallError password.* (422), see checkPassword, checkHistory and checkBreached
 */
export async function newPassword(
  password: string,
  user: PasswordOwner & Pick<User, 'password' | 'sealId'>,
  settings: Settings,
  change: Change & { readonly breaches: BreachPorts },
): Promise<StoredPassword> {
  checkPassword(password, user, settings);
  const { history } = settings.passwordPolicy;
  const owner = passwordOf(userKey(user.userId), user);
  if (!change.mustChange) await checkHistory(password, user.password, history, change.ring, owner);
  await checkBreached(password, settings, change.breaches);
  return replacePassword(password, user, settings, change);
}

/** The same without the checks, for a random password that was generated here. */
export async function replacePassword(
  password: string,
  user: Pick<User, 'userId' | 'password' | 'sealId'>,
  settings: Settings,
  { ring, now, mustChange }: Change,
): Promise<StoredPassword> {
  return {
    hash: await hashSecret(password, ring, passwordOf(userKey(user.userId), user)),
    changedAt: now,
    mustChange,
    history: ownHashes(user.password, settings.passwordPolicy.history),
  };
}
