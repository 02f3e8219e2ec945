/** What a campaign needs, bound to one run of the state. */
import type { IndexedUser } from '#adapters/directory/people.ts';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type { TaggedMail } from '#adapters/mail/ses.ts';
import type * as migrations from '#adapters/runs/index.ts';
import type * as notices from '#adapters/runs/notices.ts';
import { LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { migrationMail } from '#core/mail/migration-mail.ts';
import { senderOf } from '#core/mail/sender.ts';
import type { NotifyUsersPorts } from '#core/migration/mails/notify-users.ts';
import { noticeId } from '#core/migration/notice.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { NotifyInput } from '#core/migration/run.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';

export type Deps = Pick<
  typeof migrations,
  'enterState' | 'finishState' | 'finishedParts' | 'readRun' | 'readReturned' | 'commitNotices'
> &
  Pick<typeof notices, 'readNotices' | 'claimNotice' | 'recordNotice' | 'releaseNotice' | 'markUntold'> &
  Pick<NotifyUsersPorts, 'readUsers' | 'readTokens' | 'readQuota' | 'now' | 'sleep'> & {
    somePeople(source: string, shard: number, from: string | undefined, limit: number): Promise<IndexedUser[]>;
    readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined>;
    readSettings(): Promise<VersionedSettings>;
    sessionKeys(): Promise<KeyRing>;
    checkSender(settings: Settings): Promise<void>;
    sendMail(mail: TaggedMail): Promise<string>;
    publicOrigin(): string;
  };

/** How many users of the package there are to look at. */
export async function importedUsers(deps: Pick<Deps, 'finishedParts'>, run: NotifyInput): Promise<number> {
  const parts = await deps.finishedParts(run.migration, false, run.generation);
  const users = parts.map(({ totals: { users, notInWave = 0 } }) => {
    const { created, updated, unchanged, skipped } = users;
    return created + updated + unchanged + skipped - notInWave;
  });
  return users.reduce((sum, count) => sum + count, 0);
}

/** The ports of core/migration/mails/notify-users.ts for this run. @throws LandfallError run.report_missing where a part's report is gone */
export async function portsOf(deps: Deps, run: NotifyInput, settings: Settings): Promise<NotifyUsersPorts> {
  const { migration } = run;
  const ring = await deps.sessionKeys();
  const sender = senderOf(settings);
  const { readUsers, readTokens, readNotices, readQuota, releaseNotice, now, sleep } = deps;
  return {
    readUsers,
    readTokens,
    readPeople: (shard, from, limit) => deps.somePeople(run.sourceName, shard, from, limit),
    readNotices,
    readQuota,
    checkSender: () => deps.checkSender(settings),
    readReturned: () => deps.readReturned(migration),
    isTakenBack: async () => (await deps.readRun(migration))?.rollback !== undefined,
    now,
    sleep,
    async readReport(part) {
      const lines = await deps.readReport(migration, false, part);
      if (!lines) throw new LandfallError('run.report_missing', { facts: { part } });
      return lines;
    },
    claimNotice: (key, again, person) => deps.claimNotice(key, migration, now(), again, person),
    recordNotice: (key, status, sent) => deps.recordNotice(key, status, now(), sent),
    releaseNotice: (key) => releaseNotice(key, migration),
    markUntold: (key, status, person) => deps.markUntold(key, status, migration, now(), person),
    send: (user) =>
      deps.sendMail({
        to: user.email,
        sender,
        ...migrationMail(user, settings, {
          ring,
          origin: deps.publicOrigin(),
          now: now(),
        }),
        tags: {
          migration,
          notice: noticeId(userKey(user.userId)),
        },
      }),
    commit: (from, to, counts) => deps.commitNotices(run, from, to, counts),
  };
}
