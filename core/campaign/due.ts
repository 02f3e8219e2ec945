/**
 * Who is to be told what to do: a user who was imported, has no password, can log on now, and has not been told at the mailbox that there
 * is now. What is still missing is listed, and the user is told once it is there. The one rule: runs and campaigns ask it alike.
 */
import { accountFault, lockoutEnd } from '#core/directory/account.ts';
import type { Token, User } from '#core/directory/model.ts';
import type { CampaignMail } from '#core/migration/mailing.ts';
import { type KnownNotice, mailboxHash, UNTOLD, type Untold } from '#core/migration/notice.ts';
import type { Notices } from '#core/migration/record.ts';
import { tokenUsable } from '#core/tokens/state.ts';

const DAY_MS = 86_400_000;

/** What a run, or a campaign, is about. */
export type Telling = {
  /** The run that mails. */
  readonly migration: string;
  readonly mail: CampaignMail;
  /** Name of the source deployment; absent: of whichever, or in a run that an earlier release began. */
  readonly source?: string;
  /** Only what this run created: of a run that an earlier release began. */
  readonly ownAlone?: true;
  /** Also who was told, or may have been, before this moment (Unix ms): no mail since then was for what is asked for now. */
  readonly again?: number;
  /** Whether a token alone logs on and Forgot Your Password is shown: otherwise the mail asks for what is not possible. */
  readonly possible: boolean;
  readonly lockout: { readonly failures: number; readonly lockoutMinutes: number };
  /** Of reminders: so many days after the mail before, and so many at most. */
  readonly reminders?: { readonly everyDays: number; readonly atMost: number };
  /** Unix ms: what this run claimed before was counted before. */
  readonly since: number;
};
export type Addressee = {
  readonly key: string;
  readonly user: User | undefined;
  /** Of this person. */
  readonly notice: KnownNotice | undefined;
  /** This run gave the user another address, so that an earlier mail of which no mailbox is known does not count. */
  readonly anew: boolean;
};
/** `claimed`: an attempt has it, or had it when it died. */
export type Fate = keyof Notices | 'send' | 'claimed';

/** What a notice says of a user who is not told, by what is counted. */
export const UNTOLD_FATES = {
  notInformed: 'not-informed',
  notPossible: 'not-possible',
  notAble: 'not-able',
} as const satisfies Partial<Record<Fate, Untold>>;

export const isUntold = (fate: Fate): fate is keyof typeof UNTOLD_FATES => Object.hasOwn(UNTOLD_FATES, fate);

/** Items that were made before users had a source are known by their record alone. */
const follows = ({ imported, source, origin }: User, { migration, ...telling }: Telling): boolean =>
  telling.ownAlone
    ? origin?.migration === migration
    : imported && (telling.source === undefined || source === telling.source);

/** Whether a mail went to the mailbox that the user has now, be it the newest or one before: a mailbox is told once. */
function reached({ email }: User, { to, earlier = [] }: KnownNotice, anew: boolean): boolean {
  if (email === undefined) return false;
  const mailbox = mailboxHash(email);
  return to === undefined ? !anew : to === mailbox || earlier.includes(mailbox);
}

const COUNTED = {
  sent: 'sent',
  bounced: 'sent',
  complained: 'sent',
  failed: 'failed',
  uncertain: 'uncertain',
} as const;
type Settled = keyof typeof COUNTED;
const isSettled = (status: KnownNotice['status']): status is Settled => Object.hasOwn(COUNTED, status);

/** What became of a mail of this run's own: it is counted once, with the look at the people in which it was claimed. */
const own = (status: Settled, claimedAt: number | undefined, { since }: Telling): keyof Notices =>
  (claimedAt ?? since) >= since ? COUNTED[status] : 'notNeeded';

/** Whether another campaign has sent what this one is to send again: two that are asked for at once don't take turns. */
const isSince = (again: number | undefined, mailedAt: number | undefined): boolean =>
  again !== undefined && mailedAt !== undefined && mailedAt > again;

/** Of the mail that says what to do. */
function settledMigration({ user, notice, anew }: Addressee & { user: User }, telling: Telling): Fate | undefined {
  if (notice?.status === 'claimed') return 'claimed';
  const mine = notice?.migration === telling.migration;
  if (notice && isSettled(notice.status)) {
    if (mine && (telling.again !== undefined || anew || reached(user, notice, false)))
      return own(notice.status, notice.claimedAt, telling);
    if (isSince(telling.again, notice.claimedAt) && reached(user, notice, anew)) return 'notNeeded';
    // Of a release before it is not known where a refused mail went: it is tried once more.
    const known = notice.to !== undefined || notice.status !== 'failed';
    if (telling.again === undefined && known && reached(user, notice, anew)) return 'notNeeded';
  }
  return user.password ? 'notNeeded' : undefined;
}

/** Whether it is time to remind a user who was told: on request too a day after the mail before, at the earliest. */
function isTimely({ claimedAt, at, remindedAt, reminders = 0 }: KnownNotice, telling: Telling, now: number): boolean {
  if (telling.again !== undefined) return !isSince(telling.again, remindedAt);
  const { everyDays, atMost } = telling.reminders!;
  const last = Math.max(claimedAt ?? at ?? 0, remindedAt ?? 0);
  return reminders < atMost && now >= last + Math.max(1, everyDays) * DAY_MS;
}

/** Of a reminder: it goes to those who were told, at the mailbox where they were, and are not home. */
function settledReminder(
  { user, notice }: Addressee & { user: User },
  telling: Telling,
  now: number,
): Fate | undefined {
  if (notice?.reminder === 'claimed') return 'claimed';
  if (notice?.reminder !== undefined && notice.reminderOf === telling.migration)
    return own(notice.reminder, notice.remindedAt, telling);
  if (notice?.status !== 'sent' || user.password || !reached(user, notice, false)) return 'notNeeded';
  return isTimely(notice, telling, now) ? undefined : 'notNeeded';
}

/** What is certain without the user's tokens; undefined where those decide. @param now Unix ms */
export function settledFate(addressee: Addressee, telling: Telling, now: number): Fate | undefined {
  const { user } = addressee;
  if (!user || !follows(user, telling)) return 'notNeeded';
  const known = { ...addressee, user };
  return telling.mail === 'reminder' ? settledReminder(known, telling, now) : settledMigration(known, telling);
}

/**
 * Whether a user may log on with a token: the account may be used now, and a usable token says that it is this user's.
 * @param tokens those that there are, by serial @param now Unix ms
 */
function canLogOn(
  { key, user }: { readonly key: string; readonly user: User },
  tokens: ReadonlyMap<string, Token>,
  { lockout }: Telling,
  now: number,
): boolean {
  if (accountFault(user, now) || now < lockoutEnd(user, lockout)) return false;
  return user.tokens.some((serial) => {
    const token = tokens.get(serial);
    return token?.assignee === key && tokenUsable(token, now);
  });
}

/** For whom `settledFate` says nothing. */
export function openFate(
  one: { readonly key: string; readonly user: User },
  tokens: ReadonlyMap<string, Token>,
  telling: Telling,
  now: number,
): Fate {
  if (!canLogOn(one, tokens, telling, now)) return 'notAble';
  if (!telling.possible) return 'notPossible';
  return one.user.email === undefined ? 'notInformed' : 'send';
}

/**
 * Of people whom this run's records did not name: by the notice alone, whether there may be anything to do. Who was told, or refused, is
 * left alone.
 */
export const mayBeNews = (notice: KnownNotice | undefined): boolean =>
  notice === undefined || notice.status === 'claimed' || (UNTOLD as readonly string[]).includes(notice.status);

/** Whether there is: who is listed already is not listed again. */
export const isNews = (fate: Fate, notice: KnownNotice | undefined): boolean =>
  fate === 'send' || fate === 'claimed' || (isUntold(fate) && notice?.status !== UNTOLD_FATES[fate]);
