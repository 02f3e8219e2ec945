/** What a round of a campaign needs. */
import type { IndexedUser } from '#adapters/directory/people.ts';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import type * as runs from '#adapters/runs/index.ts';
import type * as lane from '#adapters/runs/lane.ts';
import type * as claims from '#adapters/runs/notice-claims.ts';
import type { CampaignInput } from '#core/campaign/campaign.ts';
import type { SendRoundPorts, SendRoundSettings } from '#core/campaign/send-round.ts';
import { isCampaign } from '#core/campaign/view.ts';
import type { Audience, CampaignMail } from '#core/migration/mailing.ts';
import { noticeId } from '#core/migration/notice.ts';
import type { Source } from '#core/migration/runs/source.ts';
import { isSelfServicePossible } from '#core/migration/self-service-settings.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { campaignMails, type MailDeps } from '../shared/campaign-mail.ts';
import type { EndedPorts } from '../shared/ended.ts';

export type Deps = MailDeps &
  Pick<EndedPorts, 'tell'> &
  Pick<typeof runs, 'readRun' | 'readReturned'> &
  Pick<typeof claims, 'claimNotice' | 'settleNotice' | 'releaseNotice' | 'loseNotice' | 'markUntold'> &
  Pick<typeof lane, 'takeLane' | 'keepLane' | 'releaseLane'> &
  Pick<
    SendRoundPorts,
    'readUsers' | 'readTokens' | 'readNotices' | 'readQuota' | 'progress' | 'startExecution' | 'newToken' | 'sleep'
  > & {
    readSettings(): Promise<VersionedSettings>;
    checkSender(settings: Settings): Promise<void>;
    listSources(): Promise<readonly Source[]>;
    somePeople(source: string, shard: number, from: string | undefined, limit: number): Promise<IndexedUser[]>;
    countPeople(source: string): Promise<{ readonly people: number }>;
    readAudience(id: string, from: number, limit: number): Promise<string[]>;
  };

/** Of the settings, what the rules of a campaign ask. */
export const settingsOf = (settings: Settings): SendRoundSettings => ({
  possible: isSelfServicePossible(settings),
  lockout: settings.lockout,
  reminders: settings.reminders,
  toleratedReturnsPercent: settings.mail.toleratedReturnsPercent,
});

/** The ports of core/campaign/send-round.ts for this campaign. */
export async function portsOf(
  deps: Deps,
  { migration }: CampaignInput,
  settings: Settings,
  kind: CampaignMail,
  { source, listed, userId }: Audience,
): Promise<SendRoundPorts> {
  const named = listed !== undefined || userId !== undefined;
  const { prepare, mailTo } = await campaignMails(deps, settings);
  const { readUsers, readTokens, readNotices, readQuota, progress, startExecution, newToken, now, sleep } = deps;
  const { claimNotice, settleNotice, releaseNotice, loseNotice, markUntold } = deps;
  return {
    readUsers,
    readTokens,
    readNotices,
    readQuota,
    claimNotice,
    settleNotice,
    releaseNotice,
    loseNotice,
    markUntold,
    progress,
    startExecution,
    newToken,
    now,
    sleep,
    async readRun(id) {
      const record = await deps.readRun(id);
      return isCampaign(record) ? record : undefined;
    },
    readSources: async () =>
      source === undefined ? (await deps.listSources()).map(({ name }) => name).sort() : [source],
    readPeople: deps.somePeople,
    readAudience: (from, limit) => deps.readAudience(migration, from, limit),
    async countPeople(sources) {
      const counts = await Promise.all(sources.map(deps.countPeople));
      return counts.reduce((sum, { people }) => sum + people, 0);
    },
    checkSender: () => deps.checkSender(settings),
    readReturned: () => deps.readReturned(migration),
    isTakenBack: async ({ origin }) =>
      origin !== undefined && (await deps.readRun(origin.migration))?.rollback !== undefined,
    isUnwanted: async ({ origin }) =>
      !named && origin !== undefined && (await deps.readRun(origin.migration))?.options?.tell === 'none',
    takeLane: (token) => deps.takeLane(migration, token, now()),
    keepLane: (token) => deps.keepLane(migration, token, now()),
    releaseLane: deps.releaseLane,
    prepare,
    send: (user) => mailTo(user, kind, { migration, notice: noticeId(userKey(user.userId)) }),
  };
}
