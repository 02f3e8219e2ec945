/** What the look at a source's people costs, when all of them have been told. */

import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { somePeople } from '#adapters/directory/people.ts';
import * as notices from '#adapters/runs/notices.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { type NotifyUsersPorts, notifyUsers } from '#core/migration/mails/notify-users.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { Units } from './capacity.ts';
import { NOW, type Stage, stage } from './ingest.ts';

const SOURCE = 'north';

function portsOf(staged: Stage, migration: string, reports: boolean): NotifyUsersPorts {
  return {
    readReport: async (part): Promise<ReportLine[]> => (reports ? staged.reports.get(`false/${part}`)! : []),
    readPeople: (shard, from, limit) => somePeople(SOURCE, shard, from, limit),
    readUsers,
    readTokens,
    readNotices: notices.readNotices,
    claimNotice: (key, again, person) => notices.claimNotice(key, migration, NOW, again, person),
    recordNotice: (key, status, sent) => notices.recordNotice(key, status, NOW, sent),
    releaseNotice: (key) => notices.releaseNotice(key, migration),
    markUntold: (key, status, person) => notices.markUntold(key, status, migration, NOW, person),
    readQuota: async () => ({ maxSendRate: 10_000, max24HourSend: -1, sentLast24Hours: 0 }),
    checkSender: async () => undefined,
    readReturned: async () => ({ bounced: 0, complained: 0 }),
    isTakenBack: async () => false,
    send: async () => 'id',
    commit: async () => undefined,
    now: () => NOW,
    sleep: async () => undefined,
  };
}

/** The mails of a first import, and the look of a later run that names none of these users. @param take what countCapacity gave */
export async function costOfMails(take: () => Units, records: readonly ExportRecord[]): Promise<Record<string, Units>> {
  const staged = await stage(records);
  const input = (part: number) => staged.input(part, { sourceName: SOURCE });
  for (let part = 1; part <= staged.parts.length; part++) await ingestPart(staged.ports, input(part));
  const { migration } = input(1).run;
  const campaign = { source: SOURCE, possible: true, toleratedReturnsPercent: 5, place: undefined, notices: undefined };
  const parts = staged.parts.length;
  take();
  await notifyUsers(portsOf(staged, migration, true), { ...campaign, migration, parts });
  const first = take();
  await notifyUsers(portsOf(staged, 'a later run', false), { ...campaign, migration: 'a later run', parts });
  return { 'the mails of a first import': first, 'a later run, of users who were told': take() };
}
