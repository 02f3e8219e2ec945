/**
 * Who is to be told what to do: a user who was imported from the campaign's source, has no password, can log on and has not been told. What
 * is still missing is listed, and the user is told by a later run once it is there.
 */
import { accountFault } from '#core/directory/account.ts';
import type { Token, User } from '#core/directory/model.ts';
import { tokenUsable } from '#core/tokens/state.ts';
import { type KnownNotice, mailboxHash, UNTOLD, type Untold, wasSent } from '../notice.ts';
import type { Notices } from '../record.ts';

export type Sender = {
  /** Of the run that mails. */
  readonly migration: string;
  /** Name of the source deployment; absent in a run that an earlier release began. */
  readonly source?: string;
  /** Whether a token alone logs on and Forgot Your Password is shown: otherwise the mail asks for what is not possible. */
  readonly possible: boolean;
};
export type Addressee = {
  readonly key: string;
  readonly user: User | undefined;
  readonly notice: KnownNotice | undefined;
  /** This run gave the user another address, so that an earlier mail does not count. */
  readonly anew: boolean;
};
export type Fate = keyof Notices | 'send';

/** What a notice says of a user who is not told, by what is counted. */
export const UNTOLD_FATES = {
  notInformed: 'not-informed',
  notPossible: 'not-possible',
  notAble: 'not-able',
} as const satisfies Partial<Record<Fate, Untold>>;

export const isUntold = (fate: Fate): fate is keyof typeof UNTOLD_FATES => Object.hasOwn(UNTOLD_FATES, fate);

/** Whether the newest mail went to the mailbox that the user has now, also where the address was another one in between. */
const reached = (user: User, notice: KnownNotice): boolean =>
  user.email !== undefined && notice.to === mailboxHash(user.email);

/** Items that were made before users had a source are known by their record alone. */
const follows = ({ imported, source, origin }: User, sender: Sender): boolean =>
  source === undefined ? origin?.migration === sender.migration : imported && source === sender.source;

/** What is certain without the user's tokens; undefined where those decide. */
export function settledFate({ user, notice, anew }: Addressee, sender: Sender): keyof Notices | undefined {
  if (!user || !follows(user, sender)) return 'notNeeded';
  const mine = notice?.migration === sender.migration;
  if (notice && wasSent(notice.status)) {
    if (mine) return 'sent';
    if (!anew || reached(user, notice)) return 'notNeeded';
  }
  // The mail may have gone out: it is sent again on request alone.
  if (notice?.status === 'claimed') return 'uncertain';
  return user.password ? 'notNeeded' : undefined;
}

/**
 * Whether a user may log on with a token: the account may be used now, and a usable token says that it is this user's.
 * @param tokens those that there are, by serial @param now Unix ms
 */
function canLogOn(key: string, user: User, tokens: ReadonlyMap<string, Token>, now: number): boolean {
  if (accountFault(user, now)) return false;
  return user.tokens.some((serial) => {
    const token = tokens.get(serial);
    return token?.assignee === key && tokenUsable(token, now);
  });
}

/** For whom `settledFate` says nothing. */
export function openFate(
  { key, user }: { readonly key: string; readonly user: User },
  tokens: ReadonlyMap<string, Token>,
  { possible }: Sender,
  now: number,
): Fate {
  if (!canLogOn(key, user, tokens, now)) return 'notAble';
  if (!possible) return 'notPossible';
  return user.email === undefined ? 'notInformed' : 'send';
}

/**
 * Of people whom this run's records did not name: by the notice alone, whether there may be anything to do. Who was told, or refused, is
 * left alone.
 */
export const mayBeNews = (notice: KnownNotice | undefined): boolean =>
  notice === undefined || (UNTOLD as readonly string[]).includes(notice.status);

/** Whether there is: who is listed already is not listed again. */
export const isNews = (fate: Fate, notice: KnownNotice | undefined): boolean =>
  fate === 'send' || (isUntold(fate) && notice?.status !== UNTOLD_FATES[fate]);
