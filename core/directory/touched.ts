/**
 * Whether a person has used a user or a token here, or changed it, since it was imported. What is untouched follows the newest export of
 * its source; what is touched is never changed behind its user's back.
 *
 * Each write by a person sets `touchedAt` in that same write: a logon with a token, an accepted passcode, a password, answers, a PIN, an act
 * of an administrator. No other write does: wrong guesses and lockouts by them, unlocking, mails, imports, disabling by a run, a
 * hash made anew. `test/contract/touched.test.ts` lists them all.
 *
 * Releases before did not write `touchedAt`. Their items have no `source`: of those every trace of use counts, and every doubt, such as a
 * version that an edit may have raised. An item with a `source` was written by this release, or upgraded by it, which set `touchedAt`
 * (`touchOfUpgrade`): there a version of more than 1 says nothing, since unlocking and disabling by a run raise it too.
 */
import type { Token, User } from './model.ts';

/** Facts that only a person's act leaves, whatever release wrote them. */
const userMarks = ({ touchedAt, firstTokenLogonAt, role, readdressedAt, formerAddresses }: User): boolean =>
  [touchedAt, firstTokenLogonAt, role, readdressedAt, formerAddresses].some((fact) => fact !== undefined);

/**
 * A user of a release before: what it wrote for an import began at version 1 and epoch 0, with the password of the import's moment. Edits,
 * passwords and answers raised the version, ended sessions the epoch; so did policy `update`, which is the doubt.
 */
const userDoubts = ({ imported, version, sessionEpoch, password, createdAt }: User): boolean =>
  !imported ||
  version > 1 ||
  sessionEpoch > 0 ||
  (password !== undefined && (password.mustChange || password.changedAt !== createdAt));

export const isTouchedUser = (user: User): boolean =>
  userMarks(user) || (user.source === undefined && userDoubts(user));

const tokenMarks = ({ touchedAt, lost, formerPins }: Token): boolean =>
  touchedAt !== undefined || lost || formerPins !== undefined;

/**
 * A token of a release before: a passcode that was accepted moved the interval, without a new version. An imported counter of HOTP can't be
 * told from one that moved here. PINs, acts and resynchronising raised the version; so did a suspension by wrong passcodes, which is the doubt.
 */
const tokenDoubts = ({ origin, version, lastInterval }: Token): boolean =>
  origin === undefined || version > 1 || lastInterval >= 0;

export const isTouchedToken = (token: Token): boolean =>
  tokenMarks(token) || (token.source === undefined && tokenDoubts(token));

/** What is written together with the source of an item of a release before, so that it stays touched. The time is one at which it was. */
export const touchOfUpgrade = (item: User | Token): Pick<User, 'touchedAt'> =>
  ('serial' in item ? isTouchedToken(item) : isTouchedUser(item))
    ? { touchedAt: item.touchedAt ?? item.updatedAt }
    : {};
