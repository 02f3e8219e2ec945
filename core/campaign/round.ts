/**
 * One round of mails over a walk of people: within what the mail service gives and what the lane allows, batch by batch. The place is
 * committed with what it has come to after each batch, so that a round which breaks off is repeated from there and finds its own notices.
 */
import { mapLimited } from '#core/concurrency.ts';
import { isError, transient } from '#core/errors.ts';
import type { Returned } from '#core/migration/notice.ts';
import type { Notices } from '#core/migration/record.ts';
import type { ClaimedBy } from './claim.ts';
import type { Telling } from './due.ts';
import { allowance, type MailQuota, pacer } from './pace.ts';
import { checkReturnedMails } from './returned-mail-limit.ts';
import { type Job, jobsOf, noteOne, type Reachable, type Stretch, sendOne, type TellPorts } from './tell.ts';

export type RoundPorts = TellPorts & {
  /** @throws LandfallError sender.* where the mail service would take no mail at all, mail.busy where it can't be asked */
  checkSender(): Promise<void>;
  /** What has come back of this run's mails. */
  readReturned(): Promise<Returned>;
  /** Before each batch: whether the lane is still this round's, and whether others wait for it. */
  keepLane(): Promise<{ readonly held: boolean; readonly others: boolean }>;
};
export type RoundPlan<Place> = {
  readonly telling: Telling;
  readonly by: ClaimedBy;
  readonly quota: MailQuota;
  /** Mails a second, at most. */
  readonly pace?: number | undefined;
  readonly toleratedReturnsPercent: number;
  readonly stretches: (batch: number) => AsyncIterable<Stretch<Place>>;
  /** What was counted before this round. */
  readonly notices: Notices;
  /** A person whose import is being taken back ends the round, or is passed over. */
  readonly takenBack: 'ends' | 'passed over';
  /** `due`: a person was told, or is being told by another attempt. @throws LandfallError run.superseded */
  commit(place: Place, done: Batch): Promise<void>;
};
export type Batch = { readonly fates: readonly (keyof Notices)[]; readonly notices: Notices; readonly due: boolean };
/** `walked`: to the end. `quota`, `busy`, `lane`: it can't go on for now. `time`: it may at once. */
export type RoundEnd = 'walked' | 'time' | 'quota' | 'busy' | 'lane' | 'taken back';

const ROUND_MS = 9 * 60_000;
/** While others wait for the lane. */
const SHARED_ROUND_MS = 60_000;
const BATCH = 100;
/** At a low rate a batch is smaller, so that none takes longer than this. */
const BATCH_SECONDS = 30;
const CONCURRENT_MAILS = 16;
/** After so many lost answers in a round the connection is at fault: each further mail would only be one more that is uncertain. */
const MAX_LOST = 5;

function add(notices: Notices, fates: readonly (keyof Notices)[]): Notices {
  const sum: { -readonly [Fate in keyof Notices]: Notices[Fate] } = { ...notices };
  for (const fate of fates) sum[fate] = (sum[fate] ?? 0) + 1;
  return sum;
}

/** At most ten minutes. @throws LandfallError campaign.stopped, sender.*: every claim of a mail that was not sent has been given back */
export async function runRound<Place>(ports: RoundPorts, plan: RoundPlan<Place>): Promise<RoundEnd> {
  const { telling, by, quota } = plan;
  const start = ports.now();
  const pace = pacer(quota, start, plan.pace);
  const rate = Math.min(quota.maxSendRate, plan.pace ?? Infinity);
  const batch = Math.max(1, Math.min(BATCH, Math.floor(rate * BATCH_SECONDS)));
  let left = allowance(quota);
  let notices = plan.notices;
  let checked = false;
  let lost = 0;

  /** Before a batch that mails a user. */
  async function mayGoOn(): Promise<void> {
    if (!checked) await ports.checkSender();
    checked = true;
    // In the order of the walk, so that all mails sent before, by earlier attempts too, have been counted by now.
    checkReturnedMails(notices, await ports.readReturned(), plan.toleratedReturnsPercent);
  }

  async function work(job: Job<Place>): Promise<keyof Notices | 'claimed'> {
    if (job.fate !== 'send') return noteOne(ports, job, by);
    const delay = pace.take(ports.now());
    if (delay > 0) await ports.sleep(delay);
    if (lost >= MAX_LOST) throw transient('mail.busy');
    try {
      // Who is to be sent to is here, and has an address.
      const fate = await sendOne(ports, { ...job, user: job.user as Reachable }, by);
      if (fate === 'uncertain') lost += 1;
      return fate;
    } catch (error) {
      if (isError(error, 'campaign.taken_back') && plan.takenBack === 'passed over') return 'notNeeded';
      throw error;
    }
  }

  for await (const stretch of plan.stretches(batch)) {
    const { held, others } = await ports.keepLane();
    if (!held) return 'lane';
    const spent = ports.now() - start;
    if (stretch.candidates.length > 0 && spent > (others ? SHARED_ROUND_MS : ROUND_MS)) return others ? 'lane' : 'time';
    const jobs = await jobsOf(ports, stretch, telling);
    const stop = jobs.filter(({ fate }) => fate === 'send')[left];
    const todo = stop ? jobs.slice(0, jobs.indexOf(stop)) : jobs;
    const mails = todo.filter(({ fate }) => fate === 'send');
    try {
      if (jobs.some(({ fate }) => fate === 'send')) await mayGoOn();
      if (mails.length > 0) await ports.prepare(mails.map(({ user }) => user!));
      const came = await mapLimited(todo, CONCURRENT_MAILS, work);
      left -= mails.length;
      const fates = came.map((fate) => (fate === 'claimed' ? 'notNeeded' : fate));
      notices = add(notices, fates);
      const due = came.some((fate, index) => todo[index]!.fate === 'send' && fate !== 'notNeeded');
      await plan.commit(stop ? stop.before : stretch.end, { fates, notices, due });
    } catch (error) {
      if (isError(error, 'campaign.taken_back')) return 'taken back';
      if (!isError(error, 'mail.busy')) throw error;
      return 'busy';
    }
    if (stop) return 'quota';
  }
  return 'walked';
}
