/**
 * Where a person stands on the way from the import to a password of their own, and what keeps them from it. All of it follows from facts
 * that are kept for their own sake (the user, the tokens, the notice); nothing writes a stage.
 */
import { accountFault, lockoutEnd } from '#core/directory/account.ts';
import type { Token, User } from '#core/directory/model.ts';
import { type KnownNotice, mailboxHash, noticeOfPerson } from '#core/migration/notice.ts';
import { passwordState, temporaryUntil } from '#core/passwords/temporary.ts';
import { isEnrolled } from '#core/questions/enrolled.ts';
import type { Settings } from '#core/settings/model.ts';
import { hasTemporaryCode, temporaryCodeUntil } from '#core/tokens/given-code.ts';
import { tokenUsable } from '#core/tokens/state.ts';
import type { Milestone, Stuck, Times } from './stages.ts';

export type Journey = {
  readonly reached: Milestone;
  readonly stuck?: Stuck;
  /** When this stage, with this reason, was reached. */
  readonly since: number;
  readonly times: Times;
  /** When a date will change it, without any write. */
  readonly changesAt?: number;
};

/** `at`: of the notice's last change, Unix milliseconds. */
export type JourneyNotice = KnownNotice & { readonly at: number };
export type Facts = {
  readonly user: User;
  /** Those that the user lists; a token's own assignee decides whose it is. */
  readonly tokens: readonly Token[];
  readonly notice?: JourneyNotice | undefined;
};
export type JourneySettings = Pick<
  Settings,
  'recovery' | 'securityQuestions' | 'lockout' | 'administratorReset' | 'tokenPolicy'
>;

/** After so long a claim is one of a process that has ended. */
export const CLAIM_MS = 15 * 60_000;

/** The person's notice, where it is about the mailbox that the person has now: another address makes it as if there were none. */
export function presentNotice(user: User, notice: JourneyNotice | undefined): JourneyNotice | undefined {
  const found = noticeOfPerson(notice, user);
  const concerns = found?.to === undefined || (user.email !== undefined && found.to === mailboxHash(user.email));
  return concerns ? found : undefined;
}

function milestoneOf(user: User, notice: JourneyNotice | undefined, settings: JourneySettings, now: number): Milestone {
  const password = passwordState(user.password, settings, now);
  if (password === 'own') return 'home';
  if (password === 'temporary') return 'temporary-password';
  if (user.firstTokenLogonAt !== undefined) {
    const asked = settings.recovery.mode !== 'email-link+token';
    return asked && isEnrolled(user, settings) ? 'questions' : 'token-logon';
  }
  // Who called the mail spam has had it.
  return notice?.status === 'sent' || notice?.status === 'complained' ? 'told' : 'imported';
}

const FAULTS = {
  'user.disabled': 'disabled',
  'user.ended': 'expired',
  'user.not_started': 'not-started',
  'user.locked_out': 'locked',
} as const satisfies Record<string, Stuck>;

function accountHindrance({ user }: Facts, settings: JourneySettings, now: number): Stuck | undefined {
  const fault = accountFault(user, now);
  if (fault !== undefined && fault !== 'user.unknown') return FAULTS[fault];
  return now < lockoutEnd(user, settings.lockout) ? 'locked-out' : undefined;
}

/** What the notice says of a person who has not logged on yet. */
function noticeHindrance(notice: JourneyNotice | undefined, now: number): Stuck | undefined {
  switch (notice?.status) {
    case 'bounced':
      return 'bounced';
    case 'failed':
      return 'refused';
    case 'not-possible':
      return 'not-possible';
    case 'uncertain':
      return 'uncertain';
    case 'claimed':
      return now >= notice.at + CLAIM_MS ? 'uncertain' : undefined;
    default:
      return undefined;
  }
}

function hindrance(facts: Facts, reached: Milestone, settings: JourneySettings, now: number): Stuck | undefined {
  const { user, tokens, notice } = facts;
  const account = accountHindrance(facts, settings, now);
  if (account) return account;
  // A password that works is a way in.
  if (reached === 'temporary-password') return undefined;
  if (tokens.length === 0) return 'no-token';
  // A code for a lost token logs on as the token would (A9).
  const hasWay = (token: Token) => tokenUsable(token, now) || hasTemporaryCode(token, user, settings.tokenPolicy, now);
  if (!tokens.some(hasWay)) return 'no-usable-token';
  if (reached !== 'imported' && reached !== 'told') return undefined;
  if (reached === 'imported' && user.imported && user.email === undefined) return 'no-address';
  return noticeHindrance(notice, now);
}

/** The next moment at which one of the dates comes. A token expires after the last millisecond that it may be used in. */
function nextDate({ user, tokens, notice }: Facts, settings: JourneySettings, now: number): number | undefined {
  const until = user.password && temporaryUntil(user.password, settings);
  const dates = [
    user.accountStart,
    user.accountEnd,
    lockoutEnd(user, settings.lockout),
    until,
    notice?.status === 'claimed' ? notice.at + CLAIM_MS : undefined,
    ...tokens.map(({ temporaryCode: code }) => code && temporaryCodeUntil(code, settings.tokenPolicy)),
    ...tokens.flatMap(({ startsAt, expiresAt }) => [startsAt, expiresAt === undefined ? undefined : expiresAt + 1]),
  ].filter((date) => date !== undefined && date > now && Number.isFinite(date));
  return dates.length === 0 ? undefined : Math.min(...(dates as number[]));
}

function timesOf({ user, notice }: Facts, reached: Milestone, before: Times | undefined): Times {
  const told = before?.told ?? (notice?.status === 'sent' || notice?.status === 'complained' ? notice.at : undefined);
  const home = before?.home ?? (reached === 'home' ? user.password?.changedAt : undefined);
  return {
    imported: user.createdAt,
    ...(told === undefined ? {} : { told }),
    ...(user.firstTokenLogonAt === undefined ? {} : { tokenLogon: user.firstTokenLogonAt }),
    ...(home === undefined ? {} : { home }),
  };
}

/** When a milestone was reached, by the fact that shows it; undefined where none has a time. */
function reachedAt(reached: Milestone, { user }: Facts, times: Times): number | undefined {
  switch (reached) {
    case 'imported':
      return times.imported;
    case 'told':
      return times.told;
    case 'token-logon':
      return times.tokenLogon;
    case 'questions':
      return undefined;
    case 'temporary-password':
      return user.password?.changedAt;
    case 'home':
      return times.home;
  }
}

/**
 * @param before what was known of the same person: since when, and when a milestone was first reached
 * @param now Unix milliseconds
 */
export function journeyOf(facts: Facts, settings: JourneySettings, now: number, before?: Journey): Journey {
  const { user } = facts;
  const own = facts.tokens.filter(({ serial }) => user.tokens.includes(serial));
  const notice = presentNotice(user, facts.notice);
  const now_ = { user, tokens: own, notice };
  const reached = milestoneOf(user, notice, settings, now);
  const stuck = reached === 'home' ? undefined : hindrance(now_, reached, settings, now);
  const times = timesOf(now_, reached, before?.times);
  const same = before?.reached === reached && before.stuck === stuck;
  const known = stuck === undefined ? reachedAt(reached, now_, times) : undefined;
  const since = same ? before.since : (known ?? (before ? now : user.updatedAt));
  const changesAt = reached === 'home' ? undefined : nextDate(now_, settings, now);
  return {
    reached,
    ...(stuck === undefined ? {} : { stuck }),
    since,
    times,
    ...(changesAt === undefined ? {} : { changesAt }),
  };
}
