/**
 * Telling imported users what to do: one notice a user, claimed before it is sent, within the campaign's share of the mail
 * service. At most ten minutes at a time; says where to go on.
 */
import { mapLimited } from '#core/concurrency.ts';
import type { Token, User } from '#core/directory/model.ts';
import { isError, isErrorOf, LandfallError, transient } from '#core/errors.ts';
import { type KnownNotice, type NoticePerson, noticeOfPerson, type Returned, type Untold } from '../notice.ts';
import { type CampaignPlace, NO_NOTICES, type Notices } from '../record.ts';
import {
  type Addressee,
  type Fate,
  isNews,
  isUntold,
  mayBeNews,
  openFate,
  type Sender,
  settledFate,
  UNTOLD_FATES,
} from './due.ts';
import { START, type Stretch, type WalkPorts, walk } from './notify-walk.ts';
import { allowance, type MailQuota, pacer, QUOTA_WAIT_SECONDS } from './pace.ts';
import { checkReturnedMails } from './returned-mail-limit.ts';

export type NotifyUsersPorts = WalkPorts & {
  readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
  readTokens(serials: readonly string[]): Promise<ReadonlyMap<string, Token>>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
  /** One of another person does not count. @param again although another run told the user, by another address or user ID */
  claimNotice(key: string, again: boolean, person: NoticePerson): Promise<boolean>;
  /** @param sent the address, and the mail service's id */
  recordNotice(
    key: string,
    status: 'sent' | 'failed',
    sent?: { readonly to: string; readonly messageId: string },
  ): Promise<void>;
  releaseNotice(key: string): Promise<void>;
  markUntold(key: string, status: Untold, person: NoticePerson): Promise<void>;
  readQuota(): Promise<MailQuota>;
  /** @throws LandfallError sender.* where the mail service would take no mail at all, mail.busy where it can't be asked */
  checkSender(): Promise<void>;
  /** What has come back of this migration's mails. */
  readReturned(): Promise<Returned>;
  /** Whether a rollback of this run has begun: from then on it mails no user. */
  isTakenBack(): Promise<boolean>;
  /** @throws LandfallError mail.refused (this address), mail.busy (certainly not taken), mail.uncertain, sender.* (certainly none is) */
  send(user: User & { readonly email: string }): Promise<string>;
  /** @throws LandfallError run.superseded where the place is no longer `from` */
  commit(from: CampaignPlace | undefined, to: CampaignPlace, notices: Notices): Promise<void>;
  /** Unix ms. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
};
export type Campaign = Sender & {
  readonly parts: number;
  /** Where the last round ended, and what it had counted. */
  readonly place: CampaignPlace | undefined;
  readonly notices: Notices | undefined;
  readonly toleratedReturnsPercent: number;
};
export type Round = { readonly done: boolean; readonly place: CampaignPlace; readonly waitSeconds: number };

const ROUND_MS = 9 * 60_000;
const BATCH = 100;
/** At a low rate a batch is smaller, so that none takes longer than this. */
const BATCH_SECONDS = 30;
const CONCURRENT_MAILS = 16;
const BUSY_WAIT_SECONDS = 300;
/** After so many lost answers in a round the connection is at fault: each further mail would only be one more that is uncertain. */
const MAX_LOST = 5;

type Job = Addressee & { readonly fate: Fate; readonly before: CampaignPlace };

async function sendOne(ports: NotifyUsersPorts, { key, user, anew }: Job): Promise<keyof Notices> {
  // Before the claim: the mark of the rollback stands before anything is taken back.
  if (await ports.isTakenBack()) throw new LandfallError('campaign.taken_back');
  if (!(await ports.claimNotice(key, anew, user!))) return 'notNeeded';
  try {
    const reachable = user as User & { email: string };
    const messageId = await ports.send(reachable);
    await ports.recordNotice(key, 'sent', { to: reachable.email, messageId });
    return 'sent';
  } catch (error) {
    if (isError(error, 'mail.refused')) {
      await ports.recordNotice(key, 'failed');
      return 'failed';
    }
    // The claim stays: it says that the mail may have gone out.
    if (isError(error, 'mail.uncertain')) return 'uncertain';
    if (isError(error, 'mail.busy') || isErrorOf(error, 'sender')) await ports.releaseNotice(key);
    throw error;
  }
}

/** What is to be done for each, from what the directory holds now. */
async function jobsOf(ports: NotifyUsersPorts, { candidates, named }: Stretch, sender: Sender): Promise<Job[]> {
  if (candidates.length === 0) return [];
  const notices = await ports.readNotices([...new Set(candidates.map(({ key }) => key))]);
  const ofSource = sender.source === undefined ? {} : { source: sender.source };
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
    const addressee = { ...one, user, notice: noticeOfPerson(notices.get(one.key), user ?? {}) };
    return { ...addressee, settled: settledFate(addressee, sender) };
  });
  const serials = looked.flatMap(({ settled, user }) => (settled === undefined && user ? user.tokens : []));
  const tokens = serials.length > 0 ? await ports.readTokens([...new Set(serials)]) : new Map<string, Token>();
  const now = ports.now();
  const jobs = looked.map(({ settled, ...one }): Job => {
    // Where there is no user, all is settled.
    const { key, user } = one;
    return { ...one, fate: settled ?? openFate({ key, user: user! }, tokens, sender, now) };
  });
  return named ? jobs : jobs.filter(({ fate, notice }) => isNews(fate, notice));
}

function add(notices: Notices, fates: readonly (keyof Notices)[]): Notices {
  const sum: { -readonly [Fate in keyof Notices]: Notices[Fate] } = { ...notices };
  for (const fate of fates) sum[fate] = (sum[fate] ?? 0) + 1;
  return sum;
}

/**
 * One round. The place is committed with its counts after each batch, so that a round which breaks off is repeated
 * from there and finds its own notices. @throws LandfallError campaign.stopped where too many mails have come back or were refused,
 * sender.* where none would be taken: every claim of a mail that was not sent has been given back
 */
export async function notifyUsers(ports: NotifyUsersPorts, campaign: Campaign): Promise<Round> {
  const { parts, source, toleratedReturnsPercent } = campaign;
  const start = ports.now();
  const quota = await ports.readQuota();
  const pace = pacer(quota, start);
  const chunkSize = Math.max(1, Math.min(BATCH, Math.floor(quota.maxSendRate * BATCH_SECONDS)));
  let left = allowance(quota);
  let notices = campaign.notices ?? NO_NOTICES;
  let committed = campaign.place;
  let place = committed ?? START;
  let checked = false;
  let lost = 0;

  /** Before a batch that mails a user. */
  async function mayGoOn(): Promise<void> {
    if (!checked) await ports.checkSender();
    checked = true;
    // In the order of the parts, so that all mails sent before, by earlier attempts too, have been counted by now.
    checkReturnedMails(notices, await ports.readReturned(), toleratedReturnsPercent);
  }

  async function work(job: Job): Promise<keyof Notices> {
    if (job.fate !== 'send') {
      if (isUntold(job.fate)) await ports.markUntold(job.key, UNTOLD_FATES[job.fate], job.user!);
      return job.fate;
    }
    const delay = pace.take(ports.now());
    if (delay > 0) await ports.sleep(delay);
    if (lost >= MAX_LOST) throw transient('mail.busy');
    const fate = await sendOne(ports, job);
    if (fate === 'uncertain') lost += 1;
    return fate;
  }

  async function moveTo(next: CampaignPlace, fates: readonly (keyof Notices)[]): Promise<void> {
    notices = add(notices, fates);
    await ports.commit(committed, next, notices);
    committed = next;
    place = next;
  }
  const waiting = (waitSeconds: number): Round => ({ done: false, place, waitSeconds });

  for await (const stretch of walk(ports, { parts, people: source !== undefined }, campaign.place, chunkSize)) {
    if (stretch.candidates.length > 0 && ports.now() - start > ROUND_MS) return waiting(0);
    const jobs = await jobsOf(ports, stretch, campaign);
    const stop = jobs.filter(({ fate }) => fate === 'send')[left];
    const todo = stop ? jobs.slice(0, jobs.indexOf(stop)) : jobs;
    try {
      if (jobs.some(({ fate }) => fate === 'send')) await mayGoOn();
      const fates = await mapLimited(todo, CONCURRENT_MAILS, work);
      left -= todo.filter(({ fate }) => fate === 'send').length;
      await moveTo(stop ? stop.before : stretch.end, fates);
    } catch (error) {
      if (isError(error, 'campaign.taken_back')) break;
      if (!isError(error, 'mail.busy')) throw error;
      return waiting(BUSY_WAIT_SECONDS);
    }
    if (stop) return waiting(QUOTA_WAIT_SECONDS);
  }
  return { done: true, place, waitSeconds: 0 };
}
