/**
 * A user as administrators see one, and an edit as the audit keeps it: never a hash, an answer, a question chosen, a seed
 * or a PIN (T4, Q5, L2).
 */
import type { Token, User } from '#core/directory/model.ts';
import { passwordState, temporaryUntil } from '#core/passwords/temporary.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { givenCode, temporaryCodeUntil } from '#core/tokens/given-code.ts';
import { accountState } from './account-state.ts';
import { linkWait } from './address.ts';
import type { UserChange } from './edit.ts';

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

export type UserView = ReturnType<typeof userView>;

export function tokenView(token: Token, user: User, { tokenPolicy }: Pick<Settings, 'tokenPolicy'>, now: number) {
  const { serial, algorithm, digits, interval, pinStyle, enabled, lost, failures, nickname } = token;
  const newPinMode = pinStyle !== 'none' && token.pinHash === undefined;
  const given = givenCode(token, user, tokenPolicy, now);
  const until = given && given.usedAt === undefined ? temporaryCodeUntil(given, tokenPolicy) : undefined;
  const state = {
    enabled,
    lost,
    failures,
    newPinMode,
    expiresAt: iso(token.expiresAt),
    temporaryCodeUntil: iso(until),
  };
  return { serial, algorithm, digits, interval, pinStyle, nickname, ...state };
}

/** @param tokens those that the user names; a token's own assignee decides whose it is @param now Unix milliseconds */
export function userView(user: User, tokens: readonly Token[], settings: Settings, now: number) {
  const { userId, firstName, middleName, lastName, email, certificateDn, preferredLanguage, role, version } = user;
  return {
    userId,
    firstName,
    middleName,
    lastName,
    email,
    certificateDn,
    preferredLanguage,
    role,
    version,
    accountStart: iso(user.accountStart),
    accountEnd: iso(user.accountEnd),
    state: accountState({ user, tokens, settings }, now).map(({ fact, at }) => ({ fact, at: iso(at) })),
    enabled: user.enabled,
    lockedOut: user.lockedOut,
    failures: user.failures,
    hasPassword: user.password !== undefined,
    passwordState: passwordState(user.password, settings, now),
    temporaryPasswordUntil: iso(user.password && temporaryUntil(user.password, settings)),
    linksWaitUntil: iso(linkWait(user, settings, now)),
    passwordChangedAt: iso(user.password?.changedAt),
    mustChangePassword: user.password?.mustChange ?? false,
    questionsAnswered: user.answers.length,
    questionsRequired: settings.securityQuestions.enrolment,
    tokens: tokens
      .filter(({ assignee }) => assignee === userKey(userId))
      .map((token) => tokenView(token, user, settings, now)),
    firstTokenLogonAt: iso(user.firstTokenLogonAt),
    imported: user.imported,
    createdAt: iso(user.createdAt),
    updatedAt: iso(user.updatedAt),
  };
}

/** Ada as A***, ada@example.com as a***@example.com: enough to see that it changed; the audit outlives the user's data (L3). */
export function masked(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${Array.from(text)[0] ?? ''}***${/@[^@]*$/u.exec(text)?.[0] ?? ''}`;
}

const SHOWN: Readonly<Partial<Record<keyof User, (user: User) => unknown>>> = {
  firstName: (user) => masked(user.firstName),
  middleName: (user) => masked(user.middleName),
  lastName: (user) => masked(user.lastName),
  email: (user) => masked(user.email),
  certificateDn: (user) => masked(user.certificateDn),
  preferredLanguage: (user) => user.preferredLanguage,
  accountStart: (user) => iso(user.accountStart),
  accountEnd: (user) => iso(user.accountEnd),
  enabled: (user) => user.enabled,
  lockedOut: (user) => user.lockedOut,
  failures: (user) => user.failures,
  role: (user) => user.role,
  password: (user) => (user.password ? 'set' : 'none'),
  answers: (user) => user.answers.length,
};

/** What an edit changed, before and after, for the audit; null stands for no value. */
export function auditOf(user: User, change: UserChange): { before: object; after: object } {
  const next = { ...user, ...change.set } as User;
  for (const field of change.remove) delete (next as Record<string, unknown>)[field];
  const touched = [...Object.keys(change.set), ...change.remove] as (keyof User)[];
  const show = (one: User, after: boolean) =>
    Object.fromEntries(
      touched.flatMap((field) => {
        if (after && field === 'password') return [[field, 'changed']];
        const shown = SHOWN[field];
        return shown ? [[field, shown(one) ?? null]] : [];
      }),
    );
  return { before: show(user, false), after: show(next, true) };
}
