/** What the look at a source's people costs, when all of them have been told. */

import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { somePeople } from '#adapters/directory/people.ts';
import * as claims from '#adapters/runs/notice-claims.ts';
import { readNotices } from '#adapters/runs/notices.ts';
import { type NotifyUsersPorts, notifyUsers } from '#core/campaign/notify-users.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { Units } from './capacity.ts';
import { NOW, type Stage, stage } from './ingest.ts';

const SOURCE = 'north';

function portsOf(staged: Stage, reports: boolean): NotifyUsersPorts {
  return {
    readReport: async (part): Promise<ReportLine[]> => (reports ? staged.reports.get(`false/${part}`)! : []),
    readPeople: (shard, from, limit) => somePeople(SOURCE, shard, from, limit),
    readUsers,
    readTokens,
    ...claims,
    readNotices,
    takeLane: async () => true,
    keepLane: async () => ({ held: true, others: false }),
    releaseLane: async () => undefined,
    readQuota: async () => ({ maxSendRate: 10_000, max24HourSend: -1, sentLast24Hours: 0 }),
    checkSender: async () => undefined,
    readReturned: async () => ({ bounced: 0, complained: 0 }),
    isTakenBack: async () => false,
    isUnwanted: async () => false,
    prepare: async () => undefined,
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
  const lockout = { failures: 5, lockoutMinutes: 30 };
  const common = {
    source: SOURCE,
    possible: true,
    lockout,
    attempt: 'r',
    toleratedReturnsPercent: 5,
    place: undefined,
    notices: undefined,
  };
  const parts = staged.parts.length;
  take();
  await notifyUsers(portsOf(staged, true), { ...common, migration, parts });
  const first = take();
  await notifyUsers(portsOf(staged, false), { ...common, migration: 'a later run', parts });
  return { 'the mails of a first import': first, 'a later run, of users who were told': take() };
}
