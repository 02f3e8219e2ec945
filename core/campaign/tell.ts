/** What is done for each of a batch of people: whose mail is due, and the mail itself, claimed before it is sent and settled after. */
import type { Token, User } from '#core/directory/model.ts';
import { isError, isErrorOf, LandfallError } from '#core/errors.ts';
import type { CampaignMail } from '#core/migration/mailing.ts';
import {
  type KnownNotice,
  mailboxHash,
  type NoticePerson,
  noticeOfPerson,
  type Untold,
} from '#core/migration/notice.ts';
import type { Notices } from '#core/migration/record.ts';
import { type Claim, type ClaimedBy, earlierMailboxes, type SettledAs } from './claim.ts';
import {
  type Addressee,
  type Fate,
  isNews,
  isUntold,
  mayBeNews,
  openFate,
  settledFate,
  type Telling,
  UNTOLD_FATES,
} from './due.ts';

export type Reachable = User & { readonly email: string };
export type TellPorts = {
  readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
  readTokens(serials: readonly string[]): Promise<ReadonlyMap<string, Token>>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
  /** False where the notice is not as it was seen. Where it throws it may have taken effect. */
  claimNotice(key: string, claim: Claim): Promise<boolean>;
  /** False where it is not this attempt's any more, or is settled. Where it throws it may have taken effect. */
  settleNotice(key: string, by: ClaimedBy, result: SettledAs, now: number): Promise<boolean>;
  /** The notice is as it was before the claim. */
  releaseNotice(key: string, claim: Claim): Promise<void>;
  /** A claim whose attempt is over becomes uncertain. */
  loseNotice(key: string, seen: KnownNotice, mail: CampaignMail, now: number): Promise<void>;
  markUntold(
    key: string,
    status: Untold,
    untold: { readonly migration: string; readonly person: NoticePerson; readonly seen: KnownNotice | undefined },
    now: number,
  ): Promise<void>;
  /** Whether what brought this user is being taken back: from then on the user is not mailed. */
  isTakenBack(user: User): Promise<boolean>;
  /** Whether the import that brought this user was to tell none; not where users are named. */
  isUnwanted(user: User): Promise<boolean>;
  /** What the mails of a batch need and can be made for many at once, such as their links; before the first of them is claimed. */
  prepare(users: readonly User[]): Promise<void>;
  /** @throws LandfallError mail.refused (this address), mail.busy (certainly not taken), mail.uncertain, sender.* (certainly none is) */
  send(user: Reachable): Promise<string>;
  /** Unix ms. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
};

/** Whom a walk meets. `before`: where it goes on that has not looked at this one. `externalId`: as the index has it. */
export type Candidate<Place> = {
  readonly key: string;
  readonly anew: boolean;
  readonly before: Place;
  readonly externalId?: string;
};
/** `named`: each counts, whatever is found. Of others only news does. `end`: the place once all of them have been looked at. */
export type Stretch<Place> = {
  readonly candidates: readonly Candidate<Place>[];
  readonly named: boolean;
  readonly end: Place;
};
/** `stored`: the notice that stands under the user key, be it another person's. */
type Stored = { readonly stored: KnownNotice | undefined };
export type Job<Place> = Addressee & Stored & { readonly fate: Fate; readonly before: Place };

/** What is to be done for each, from what the directory holds now. */
export async function jobsOf<Place>(
  ports: TellPorts,
  { candidates, named }: Stretch<Place>,
  telling: Telling,
): Promise<Job<Place>[]> {
  if (candidates.length === 0) return [];
  const notices = await ports.readNotices([...new Set(candidates.map(({ key }) => key))]);
  const ofSource = telling.source === undefined ? {} : { source: telling.source };
  const open = named
    ? candidates
    : candidates.filter(({ key, externalId }) =>
        mayBeNews(
          noticeOfPerson(notices.get(key), { ...ofSource, ...(externalId === undefined ? {} : { externalId }) }),
        ),
      );
  const users = await ports.readUsers([...new Set(open.map(({ key }) => key))]);
  const looked = open.map((one) => {
    const user = users.get(one.key);
    const stored = notices.get(one.key);
    const addressee = { ...one, user, stored, notice: noticeOfPerson(stored, user ?? {}) };
    return { ...addressee, settled: settledFate(addressee, telling, ports.now()) };
  });
  const serials = looked.flatMap(({ settled, user }) => (settled === undefined && user ? user.tokens : []));
  const tokens = serials.length > 0 ? await ports.readTokens([...new Set(serials)]) : new Map<string, Token>();
  const now = ports.now();
  const jobs = looked.map(({ settled, ...one }): Job<Place> => {
    // Where there is no user, all is settled.
    const { key, user } = one;
    return { ...one, fate: settled ?? openFate({ key, user: user! }, tokens, telling, now) };
  });
  return named ? jobs : jobs.filter(({ fate, notice }) => isNews(fate, notice));
}

const isOf = (notice: KnownNotice | undefined, { mail, migration, attempt }: ClaimedBy): boolean =>
  mail === 'reminder'
    ? notice?.reminderOf === migration && notice.reminderAttempt === attempt
    : notice?.migration === migration && notice.attempt === attempt;

/** Where the answer of a write was lost, the notice itself says whether it took effect. @throws the error, where it can't be read either */
async function tookEffect(ports: TellPorts, key: string, by: ClaimedBy, error: unknown): Promise<boolean> {
  const notices = await ports.readNotices([key]).catch(() => {
    throw error;
  });
  return isOf(notices.get(key), by);
}

/** @returns whether this attempt has it now */
async function claim(ports: TellPorts, key: string, wanted: Claim): Promise<boolean> {
  try {
    return await ports.claimNotice(key, wanted);
  } catch (error) {
    if (await tookEffect(ports, key, wanted, error)) return true;
    throw error;
  }
}

const SETTLING_TRIES = 4;
const SETTLING_WAIT_MS = 500;

/** Tried again: what became of a mail that was sent must not be lost. After that the claim says that it is not known. */
async function settle(ports: TellPorts, key: string, by: ClaimedBy, result: SettledAs): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await ports.settleNotice(key, by, result, ports.now());
      return;
    } catch (error) {
      if (tries === SETTLING_TRIES) throw error;
      await ports.sleep(SETTLING_WAIT_MS * tries);
    }
  }
}

/** Claims, sends, settles. @throws LandfallError campaign.taken_back; mail.busy, sender.*: the claim has been given back */
export async function sendOne(
  ports: TellPorts,
  { key, user, notice, stored }: Addressee & Stored & { readonly user: Reachable },
  by: ClaimedBy,
): Promise<keyof Notices | 'claimed'> {
  // Before the claim: the mark of the rollback stands before anything is taken back.
  if (await ports.isTakenBack(user)) throw new LandfallError('campaign.taken_back');
  if (await ports.isUnwanted(user)) return 'notNeeded';
  const to = mailboxHash(user.email);
  const earlier = earlierMailboxes(notice, to);
  const wanted: Claim = { ...by, to, earlier, person: user, seen: stored, now: ports.now() };
  if (!(await claim(ports, key, wanted))) return 'claimed';
  let messageId: string;
  try {
    messageId = await ports.send(user);
  } catch (error) {
    const status = isError(error, 'mail.refused')
      ? 'failed'
      : isError(error, 'mail.uncertain')
        ? 'uncertain'
        : undefined;
    if (status) {
      await settle(ports, key, by, { status });
      return status;
    }
    if (isError(error, 'mail.busy') || isErrorOf(error, 'sender')) await ports.releaseNotice(key, wanted);
    throw error;
  }
  await settle(ports, key, by, { status: 'sent', messageId });
  return 'sent';
}

/**
 * What is no mail: a claim of an attempt that is over is marked, and so is who could not be told.
 * @returns what is counted; `claimed` where another attempt has it
 */
export async function noteOne(ports: TellPorts, job: Job<unknown>, by: ClaimedBy): Promise<keyof Notices | 'claimed'> {
  const { fate, key, notice, stored, user } = job;
  if (fate === 'claimed') {
    await ports.loseNotice(key, notice!, by.mail, ports.now());
    return 'uncertain';
  }
  if (isUntold(fate) && by.mail === 'migration' && isNews(fate, notice)) {
    const untold = { migration: by.migration, person: user!, seen: stored };
    // Who was told at another mailbox stays told.
    if (notice === undefined || !isKept(notice)) await ports.markUntold(key, UNTOLD_FATES[fate], untold, ports.now());
  }
  return fate as keyof Notices;
}

const KEPT: readonly KnownNotice['status'][] = ['sent', 'bounced', 'complained', 'failed', 'uncertain'];
const isKept = ({ status }: KnownNotice): boolean => KEPT.includes(status);
