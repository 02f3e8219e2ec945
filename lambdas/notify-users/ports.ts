/** What a campaign needs, bound to one run of the state. */
import type { IndexedUser } from '#adapters/directory/people.ts';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type * as migrations from '#adapters/runs/index.ts';
import type * as lane from '#adapters/runs/lane.ts';
import type * as claims from '#adapters/runs/notice-claims.ts';
import type { HandOnPorts } from '#core/campaign/hand-on.ts';
import type { NotifyUsersPorts } from '#core/campaign/notify-users.ts';
import { LandfallError } from '#core/errors.ts';
import { noticeId } from '#core/migration/notice.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { NotifyInput } from '#core/migration/run.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { campaignMails, type MailDeps } from '../shared/campaign-mail.ts';

export type Deps = Pick<
  typeof migrations,
  'enterState' | 'finishState' | 'sumParts' | 'readRun' | 'readReturned' | 'commitNotices'
> &
  Pick<typeof claims, 'claimNotice' | 'settleNotice' | 'releaseNotice' | 'loseNotice' | 'markUntold'> &
  Pick<typeof lane, 'takeLane' | 'keepLane' | 'releaseLane'> &
  MailDeps &
  Pick<NotifyUsersPorts, 'readUsers' | 'readTokens' | 'readNotices' | 'readQuota' | 'sleep'> &
  HandOnPorts & {
    somePeople(source: string, shard: number, from: string | undefined, limit: number): Promise<IndexedUser[]>;
    readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined>;
    readSettings(): Promise<VersionedSettings>;
    checkSender(settings: Settings): Promise<void>;
    /** No two calls give the same. */
    newToken(): string;
  };

/** How many users of the package there are to look at. */
export async function importedUsers(deps: Pick<Deps, 'sumParts'>, run: NotifyInput): Promise<number> {
  const { totals } = await deps.sumParts(run.migration, false, run.generation, run.parts);
  const { created, updated, unchanged, skipped } = totals.users;
  return created + updated + unchanged + skipped - (totals.notInWave ?? 0);
}

/**
 * The ports of core/campaign/notify-users.ts for this run. @param token of this round
 * @throws LandfallError run.report_missing where a part's report is gone
 */
export async function portsOf(
  deps: Deps,
  run: NotifyInput,
  settings: Settings,
  token: string,
): Promise<NotifyUsersPorts> {
  const { migration } = run;
  const { prepare, mailTo } = await campaignMails(deps, settings);
  const { readUsers, readTokens, readNotices, readQuota, now, sleep } = deps;
  const { claimNotice, settleNotice, releaseNotice, loseNotice, markUntold } = deps;
  return {
    readUsers,
    readTokens,
    readPeople: (shard, from, limit) => deps.somePeople(run.sourceName, shard, from, limit),
    readNotices,
    readQuota,
    claimNotice,
    settleNotice,
    releaseNotice,
    loseNotice,
    markUntold,
    checkSender: () => deps.checkSender(settings),
    readReturned: () => deps.readReturned(migration),
    isTakenBack: async () => (await deps.readRun(migration))?.rollback !== undefined,
    isUnwanted: async ({ origin }) =>
      origin !== undefined &&
      origin.migration !== migration &&
      (await deps.readRun(origin.migration))?.options?.tell === 'none',
    takeLane: () => deps.takeLane(migration, token, now()),
    keepLane: () => deps.keepLane(migration, token, now()),
    releaseLane: () => deps.releaseLane(token),
    now,
    sleep,
    async readReport(part) {
      const lines = await deps.readReport(migration, false, part);
      if (!lines) throw new LandfallError('run.report_missing', { facts: { part } });
      return lines;
    },
    prepare,
    send: (user) => mailTo(user, 'migration', { migration, notice: noticeId(userKey(user.userId)) }),
    commit: (from, to, counts) => deps.commitNotices(run, from, to, counts),
  };
}
