/**
 * Telling imported users what to do: one notice a user, claimed before it is sent, within the campaign's share of the mail
 * service. Works through the reports of the parts, at most ten minutes at a time, and says where to go on.
 */

import { mapLimited } from '#core/concurrency.ts';
import type { User } from '#core/directory/model.ts';
import { isError, isErrorOf, transient } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { type KnownNotice, type Returned, wasSent } from './notice.ts';
import type { ReportLine } from './outcome.ts';
import { allowance, type MailQuota, pacer, QUOTA_WAIT_SECONDS } from './pace.ts';
import { NO_NOTICES, type Notices } from './record.ts';
import { checkReturnedMails } from './returned-mail-limit.ts';

export type Place = { readonly part: number; readonly line: number };
export type NotifyUsersPorts = {
  /** A finished part's report. */
  readReport(part: number): Promise<readonly ReportLine[]>;
  readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
  claimNotice(key: string): Promise<boolean>;
  recordNotice(key: string, status: 'sent' | 'failed', messageId?: string): Promise<void>;
  releaseNotice(key: string): Promise<void>;
  markUntold(key: string, status: 'not-informed' | 'not-possible'): Promise<void>;
  readQuota(): Promise<MailQuota>;
  /** @throws LandfallError sender.* where the mail service would take no mail at all, mail.busy where it can't be asked */
  checkSender(): Promise<void>;
  /** What has come back of this migration's mails. */
  readReturned(): Promise<Returned>;
  /** @throws LandfallError mail.refused (this address), mail.busy (certainly not taken), mail.uncertain, sender.* (certainly none is) */
  send(user: User & { readonly email: string }): Promise<string>;
  /** @throws LandfallError run.superseded where the place is no longer `from` */
  commit(from: Place | undefined, to: Place, notices: Notices): Promise<void>;
  /** Unix ms. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
};
export type Campaign = {
  readonly migration: string;
  readonly parts: number;
  /** Where the last round ended, and what it had counted. */
  readonly place: Place | undefined;
  readonly notices: Notices | undefined;
  readonly toleratedReturnsPercent: number;
  /** Whether a token alone logs on and Forgot Your Password is shown: otherwise the mail asks for what is not possible. */
  readonly possible: boolean;
};
export type Round = { readonly done: boolean; readonly place: Place; readonly waitSeconds: number };

const ROUND_MS = 9 * 60_000;
const BATCH = 100;
/** At a low rate a batch is smaller, so that none takes longer than this. */
const BATCH_SECONDS = 30;
const CONCURRENT_MAILS = 16;
const BUSY_WAIT_SECONDS = 300;
/** After so many lost answers in a round the connection is at fault: each further mail would only be one more that is uncertain. */
const MAX_LOST = 5;

type Fate = keyof Notices | 'send';

/** What is left to do for one imported user. */
function fateOf(
  user: User | undefined,
  notice: KnownNotice | undefined,
  { migration, possible }: Pick<Campaign, 'migration' | 'possible'>,
): Fate {
  if (user?.origin?.migration !== migration) return 'notNeeded';
  if (notice && wasSent(notice.status)) return notice.migration === migration ? 'sent' : 'notNeeded';
  if (notice?.status === 'claimed') return 'uncertain';
  if (user.password) return 'notNeeded';
  if (!possible) return 'notPossible';
  return user.email === undefined ? 'notInformed' : 'send';
}

async function sendOne(ports: NotifyUsersPorts, key: string, user: User): Promise<keyof Notices> {
  if (!(await ports.claimNotice(key))) return 'notNeeded';
  try {
    const messageId = await ports.send(user as User & { email: string });
    await ports.recordNotice(key, 'sent', messageId);
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

type Job = { readonly line: number; readonly key: string; readonly fate: Fate; readonly user: User | undefined };

async function jobsOf(ports: NotifyUsersPorts, lines: readonly ReportLine[], campaign: Campaign): Promise<Job[]> {
  const created = lines.flatMap(({ line, type, outcome, userId }) =>
    type === 'user' && outcome === 'created' && userId !== undefined ? [{ line, key: userKey(userId) }] : [],
  );
  if (created.length === 0) return [];
  const keys = [...new Set(created.map(({ key }) => key))];
  const [users, notices] = await Promise.all([ports.readUsers(keys), ports.readNotices(keys)]);
  return created.map(({ line, key }) => {
    const user = users.get(key);
    return { line, key, user, fate: fateOf(user, notices.get(key), campaign) };
  });
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
  const { parts, toleratedReturnsPercent } = campaign;
  const start = ports.now();
  const quota = await ports.readQuota();
  const pace = pacer(quota, start);
  const chunkSize = Math.max(1, Math.min(BATCH, Math.floor(quota.maxSendRate * BATCH_SECONDS)));
  let left = allowance(quota);
  let notices = campaign.notices ?? NO_NOTICES;
  let committed = campaign.place;
  let place: Place = campaign.place ?? { part: 1, line: 0 };
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
    if (job.fate === 'notInformed') await ports.markUntold(job.key, 'not-informed');
    if (job.fate === 'notPossible') await ports.markUntold(job.key, 'not-possible');
    if (job.fate !== 'send') return job.fate;
    const delay = pace.take(ports.now());
    if (delay > 0) await ports.sleep(delay);
    if (lost >= MAX_LOST) throw transient('mail.busy');
    const fate = await sendOne(ports, job.key, job.user!);
    if (fate === 'uncertain') lost += 1;
    return fate;
  }

  async function moveTo(next: Place, fates: readonly (keyof Notices)[]): Promise<void> {
    notices = add(notices, fates);
    await ports.commit(committed, next, notices);
    committed = next;
    place = next;
  }

  while (place.part <= parts) {
    const lines = await ports.readReport(place.part);
    while (place.line < (lines.at(-1)?.line ?? 0)) {
      if (ports.now() - start > ROUND_MS) return { done: false, place, waitSeconds: 0 };
      const chunk = lines.filter(({ line }) => line > place.line).slice(0, chunkSize);
      const jobs = await jobsOf(ports, chunk, campaign);
      const stop = jobs.filter(({ fate }) => fate === 'send')[left];
      const todo = stop ? jobs.filter(({ line }) => line < stop.line) : jobs;
      try {
        if (jobs.some(({ fate }) => fate === 'send')) await mayGoOn();
        const fates = await mapLimited(todo, CONCURRENT_MAILS, work);
        left -= todo.filter(({ fate }) => fate === 'send').length;
        await moveTo({ part: place.part, line: stop ? stop.line - 1 : chunk.at(-1)!.line }, fates);
      } catch (error) {
        if (!isError(error, 'mail.busy')) throw error;
        return { done: false, place, waitSeconds: BUSY_WAIT_SECONDS };
      }
      if (stop) return { done: false, place, waitSeconds: QUOTA_WAIT_SECONDS };
    }
    await moveTo({ part: place.part + 1, line: 0 }, []);
  }
  return { done: true, place, waitSeconds: 0 };
}
