/** What a run that was killed must have in common with one that was not. */
import { setTimeout } from 'node:timers/promises';
import { noticeId } from '#core/migration/notice.ts';
import { landfall } from '../support/cli.ts';
import type { Played } from './play.ts';
import { counted, executing, type Lines, linesOf, noticesOf, overview, queued, scan, tellingMails } from './state.ts';
import type { Target } from './target.ts';

const SHOWN = 4;
const SETTLING_MS = 120_000;
const PAUSE_MS = 1_000;

/** What one has and the other lacks, in words. */
export function differing(kind: string, expected: readonly string[], found: readonly string[]): string[] {
  const [left, right] = [new Set(expected), new Set(found)];
  const short = (lines: readonly string[]) =>
    lines
      .slice(0, SHOWN)
      .map((line) => `\n      ${line.slice(0, 600)}`)
      .join('');
  const missing = expected.filter((line) => !right.has(line));
  const more = found.filter((line) => !left.has(line));
  return [
    ...(missing.length > 0 ? [`${kind}: ${missing.length} missing:${short(missing)}`] : []),
    ...(more.length > 0 ? [`${kind}: ${more.length} too many:${short(more)}`] : []),
    ...(missing.length + more.length === 0 && expected.length !== found.length ? [`${kind}: some twice`] : []),
  ];
}

/** Without those of whom it is not known whether they were told: how far they have come is not known either. */
async function uncertainPeople({ running }: Target) {
  const notices = (await noticesOf(running)).filter(({ status }) => status === 'uncertain');
  const hashes = new Set(notices.map(({ pk }) => pk.slice('NOTICE#'.length)));
  const isKnown = (line: string): boolean =>
    !hashes.has(noticeId((JSON.parse(line) as { userKey?: string }).userKey ?? ''));
  return {
    some: hashes.size > 0,
    without: (kind: string, lines: readonly string[]) => (kind === 'journeys' ? lines.filter(isKnown) : lines),
  };
}

/** What is still under way. */
async function underWay({ running, client }: Target): Promise<string[]> {
  const queues = Object.entries(await queued(running)).filter(([, count]) => count > 0);
  const { runs, campaigns } = await overview(client);
  const open = [...runs, ...campaigns].filter(({ status }) => !['succeeded', 'failed', 'ended'].includes(status));
  const chained = new Set((await scan(running, 'Audit')).map(({ id }) => id));
  const unchained = (await scan(running, 'AuditOutbox')).filter(({ sk }) => !chained.has(sk)).length;
  return [
    ...queues.map(([name, count]) => `${count} messages in ${name}`),
    ...executing(running).map((name) => `execution ${name}`),
    ...open.map(({ id, status }) => `${id} is ${status}`),
    ...(unchained > 0 ? [`${unchained} entries of the audit are in no chain`] : []),
  ];
}

/** Waits until `find` finds nothing, or for as long as what follows may take. @returns what it found last */
async function settled(find: () => Promise<string[]>): Promise<string[]> {
  const deadline = performance.now() + SETTLING_MS;
  for (;;) {
    const found = await find();
    if (found.length === 0 || performance.now() > deadline) return found;
    await setTimeout(PAUSE_MS);
  }
}

/** Each person of whom SES said yes has one mail, and each of whom it is not known is named. */
async function mailFaults(
  target: Target,
  { campaign, runs }: Played,
): Promise<{ faults: string[]; uncertain: number }> {
  const [notices, mails] = [await noticesOf(target.running), await tellingMails(target.running)];
  const times = new Map<string, number>();
  for (const { destination } of mails) times.set(destination.to.join(), (times.get(destination.to.join()) ?? 0) + 1);
  const twice = [...times].filter(([, count]) => count > 1).map(([to, count]) => `${to} has ${count} mails`);
  const inbox = new Set(mails.map(({ messageId }) => messageId));
  const sent = notices.filter(({ status }) => status === 'sent');
  const lost = sent.filter(({ messageId }) => messageId === undefined || !inbox.has(messageId));
  const known = new Set(sent.map(({ messageId }) => messageId));
  const uncertain = notices.filter(({ status }) => status === 'uncertain').length;
  const unknown = mails.filter(({ messageId }) => !known.has(messageId)).length;
  const claimed = notices.filter(({ status }) => status === 'claimed').length;
  const { campaigns } = await overview(target.client);
  const ofCampaigns = campaigns.reduce((sum, { counts }) => sum + counts.sent, 0);
  const ofRun = runs.told?.totals?.notices.sent ?? 0;
  const named =
    campaigns.reduce((sum, { counts }) => sum + counts.uncertain, 0) + (runs.told?.totals?.notices.uncertain ?? 0);
  const faults = [
    ...twice,
    ...(lost.length > 0 ? [`${lost.length} mails that SES took are not in the inbox`] : []),
    ...(unknown > uncertain ? [`${unknown} mails are in the inbox, and only ${uncertain} are named uncertain`] : []),
    ...(named === uncertain ? [] : [`${named} mails are reported as uncertain, ${uncertain} are`]),
    ...(claimed > 0 ? [`${claimed} notices are claimed for ever`] : []),
    ...(ofCampaigns + ofRun === sent.length
      ? []
      : [`${ofCampaigns} + ${ofRun} mails are reported, ${sent.length} were sent`]),
  ];
  if (campaign.counts.sent + campaign.counts.uncertain === 0) faults.push('the campaign has told no person');
  return { faults, uncertain };
}

export type Verdict = {
  readonly faults: readonly string[];
  readonly lines: Lines;
  readonly uncertain: number;
  readonly mails: number;
};

/** @param expected of a run that was not disturbed; absent: this is it */
export async function judge(target: Target, played: Played, expected: Lines | undefined): Promise<Verdict> {
  const faults = [...target.damage, ...(await settled(() => underWay(target)))];
  let lines: Lines = {};
  // What people are found by, and how far they have come, follows the directory a moment behind.
  const others = await settled(async () => {
    lines = await linesOf(target.running, target.client, played);
    const { kept, anew } = counted(await scan(target.running, 'Journeys'));
    const unsure = await uncertainPeople(target);
    const compared = Object.keys(lines).flatMap((kind) => {
      // The sums differ by those people; a recount says what they should be.
      if (!expected || (kind === 'totals' && unsure.some)) return [];
      return differing(kind, unsure.without(kind, expected[kind]!), unsure.without(kind, lines[kind]!));
    });
    return [...compared, ...differing('the counters, and a recount', anew, kept)];
  });
  faults.push(...others);
  const { runs } = await overview(target.client);
  const begun = runs.filter(({ kind }) => kind !== 'campaign').length;
  if (begun !== Object.keys(played.runs).length)
    faults.push(`${begun} runs instead of ${Object.keys(played.runs).length}`);
  for (const [name, run] of Object.entries(played.runs)) {
    const { users, tokens } = run.totals ?? {};
    const reported = lines[`report of ${name}`]!.length;
    if (!users || !tokens || reported === 0) faults.push(`the report of ${name} is empty`);
  }
  const mailed = await mailFaults(target, played);
  faults.push(...mailed.faults);
  const { code, stdout, stderr } = await landfall(target.running, 'audit', 'verify', '--json');
  if (code !== 0) faults.push(`the audit does not verify: ${stdout || stderr}`);
  return { faults, lines, uncertain: mailed.uncertain, mails: (await tellingMails(target.running)).length };
}
