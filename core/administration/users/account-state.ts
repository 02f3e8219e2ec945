/** The state of an account by fact: what API, Security Console and command line show. Nothing is concluded from a single flag. */
import { lockoutEnd } from '#core/directory/account.ts';
import type { Token, User } from '#core/directory/model.ts';
import { passwordState, temporaryUntil } from '#core/passwords/temporary.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { hasTemporaryCode } from '#core/tokens/given-code.ts';
import { tokenUsable } from '#core/tokens/state.ts';

/** Each prevents every logon. The one to remove first stands first. */
const HINDERING = ['disabled', 'locked', 'locked-by-failures', 'not-started', 'ended', 'no-way-in'] as const;
/** Each is something to know or to do, while the user may log on in another way. */
const TELLING = ['temporary-password', 'temporary-password-ended', 'no-token', 'no-usable-token', 'failures'] as const;
export const ACCOUNT_FACTS = [...HINDERING, ...TELLING] as const;

export type AccountFact = {
  readonly fact: (typeof ACCOUNT_FACTS)[number];
  /** Unix milliseconds: when it ends by itself, or (of an end) when it began. */
  readonly at?: number;
};

/** Whether it keeps the user from logging on in any way. */
export const isHindering = (fact: AccountFact['fact']): boolean =>
  (HINDERING as readonly AccountFact['fact'][]).includes(fact);

type Account = {
  readonly user: User;
  /** Those that the user names; a token's own assignee decides whose it is. */
  readonly tokens: readonly Token[];
  readonly settings: Pick<Settings, 'administratorReset' | 'lockout' | 'tokenPolicy'>;
};

/**
 * All facts that hold at `now` (Unix milliseconds), those that prevent a logon first; none where nothing is to be said.
 * `no-way-in`: neither a password nor a token that works.
 */
export function accountState({ user, tokens, settings }: Account, now: number): AccountFact[] {
  const facts: AccountFact[] = [];
  const add = (holds: boolean, fact: AccountFact['fact'], at?: number) => {
    if (holds) facts.push(at === undefined ? { fact } : { fact, at });
  };
  const { accountStart = -Infinity, accountEnd = Infinity } = user;
  const lockedUntil = lockoutEnd(user, settings.lockout);
  const own = tokens.filter(({ assignee }) => assignee === userKey(user.userId));
  const usable = own.some(
    (token) => tokenUsable(token, now) || hasTemporaryCode(token, user, settings.tokenPolicy, now),
  );
  const password = passwordState(user.password, settings, now);
  const works = password === 'own' || password === 'temporary';
  add(!user.enabled, 'disabled');
  add(user.lockedOut, 'locked');
  add(now < lockedUntil, 'locked-by-failures', lockedUntil);
  add(now < accountStart, 'not-started', accountStart);
  add(now >= accountEnd, 'ended', accountEnd);
  add(!usable && !works, 'no-way-in');
  const until = user.password && temporaryUntil(user.password, settings);
  add(password === 'temporary', 'temporary-password', until);
  add(password === 'ended', 'temporary-password-ended', until);
  add(own.length === 0, 'no-token');
  add(own.length > 0 && !usable, 'no-usable-token');
  add(user.failures > 0 && now >= lockedUntil, 'failures');
  return facts;
}
