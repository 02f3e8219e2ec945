/** A campaign as administrators see it. */
import type { Audience, CampaignMail, WaitCause } from '#core/migration/mailing.ts';
import { NOTHING_FOUND } from '#core/migration/mailing.ts';
import { NOTHING_RETURNED } from '#core/migration/notice.ts';
import { isOver, NO_NOTICES, type RunRecord } from '#core/migration/record.ts';
import { endOf } from './forecast.ts';
import { allowance, campaignShare, type MailQuota } from './pace.ts';

/** `waiting`: goes on by itself at `waitsUntil`. `held` and `stopped`: on request. */
export const CAMPAIGN_STATUSES = [
  'scheduled',
  'running',
  'waiting',
  'held',
  'stopped',
  'failed',
  'succeeded',
  'ended',
] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A campaign's record. */
export type CampaignRecord = RunRecord & Required<Pick<RunRecord, 'mailing'>>;
export const isCampaign = (record: RunRecord | undefined): record is CampaignRecord => record?.mailing !== undefined;

export type Quota = {
  /** Of the mail service: mails in any 24 hours; absent: no limit. */
  readonly day?: number;
  readonly sentLast24Hours: number;
  /** What campaigns may take of it, all together, and what is left of that now. */
  readonly share?: number;
  readonly left?: number;
};
export type CampaignView = {
  readonly id: string;
  readonly status: CampaignStatus;
  readonly mail: CampaignMail;
  readonly audience: Audience;
  readonly requestedBy: string;
  readonly createdAt: number;
  /** Of this attempt: a campaign that was held is resumed in another one. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly at?: number;
  readonly from?: string;
  /** Mails by what became of them; the last four are people, of the last whole look at all of them. */
  readonly counts: {
    readonly sent: number;
    readonly uncertain: number;
    readonly refused: number;
    readonly bounced: number;
    readonly complained: number;
    readonly notInformed: number;
    readonly notAble: number;
    readonly notPossible: number;
    readonly notNeeded: number;
  };
  readonly lookedAt: number;
  readonly people?: number;
  /** Mails that are still to be sent: an estimate. */
  readonly left?: number;
  /** Mails a second: as asked for, of the last round, and as they may be now. */
  readonly pace: { readonly asked?: number; readonly now?: number; readonly allowed?: number };
  readonly quota?: Quota;
  readonly waitsUntil?: number;
  readonly waitsFor?: WaitCause;
  /** When it will be done: an estimate. */
  readonly doneAt?: number;
  /** By when it should be done, and whether it is expected to end after that: deadline.ts. */
  readonly dueAt?: number;
  readonly late?: true;
  readonly error?: { readonly code: string; readonly hint: string };
};

function statusOf({ status, mailing: { waitsUntil } }: CampaignRecord, now: number): CampaignStatus {
  if (status === 'starting' || status === 'running') return (waitsUntil ?? 0) > now ? 'waiting' : 'running';
  return (CAMPAIGN_STATUSES as readonly string[]).includes(status) ? (status as CampaignStatus) : 'failed';
}

/** Of fewer the share of those who are mailed says little. */
const MEANINGFUL = 100;

/** Mails that are still to be sent; undefined where it can't be said. */
function leftOf(record: CampaignRecord): number | undefined {
  if (record.status === 'succeeded' || record.status === 'ended') return 0;
  const { total, place, found } = record.mailing;
  // After a whole pass only few can have become due.
  if (found) return 0;
  if (total === undefined) return undefined;
  const { lookedAt } = place?.found ?? NOTHING_FOUND;
  const { sent, failed, uncertain = 0 } = record.notices ?? NO_NOTICES;
  const share = lookedAt < MEANINGFUL ? 1 : (sent + failed + uncertain) / lookedAt;
  return Math.round(Math.max(0, total - lookedAt) * Math.min(1, share));
}

export function quotaView(quota: MailQuota): Quota {
  const { max24HourSend: day, sentLast24Hours } = quota;
  if (day < 0) return { sentLast24Hours };
  return { day, sentLast24Hours, share: campaignShare(quota).day, left: allowance(quota) };
}

/** @param quota of the mail service; absent where it can't be asked @param now Unix ms */
export function campaignView(record: CampaignRecord, quota: MailQuota | undefined, now: number): CampaignView {
  const { id, requestedBy, firstSeenAt, startedAt, finishedAt, mailing, error } = record;
  const { mail, audience, at, from, place, found, total, waitsUntil, waitsFor, rate } = mailing;
  const { sent, failed, uncertain = 0 } = record.notices ?? NO_NOTICES;
  const { bounced, complained } = record.returned ?? NOTHING_RETURNED;
  const { lookedAt: _looked, ...people } = found ?? place?.found ?? NOTHING_FOUND;
  const status = statusOf(record, now);
  const over = isOver(record);
  const left = leftOf(record);
  const allowed = quota && Math.min(campaignShare(quota).rate, mailing.pace ?? Infinity);
  const doneAt =
    quota && allowed && left !== undefined && !over ? endOf(left, allowed, quota, Math.max(now, at ?? now)) : undefined;
  return {
    id,
    status,
    mail,
    audience,
    requestedBy,
    createdAt: firstSeenAt,
    startedAt,
    ...(finishedAt === undefined || !over ? {} : { finishedAt }),
    ...(at === undefined ? {} : { at }),
    ...(from === undefined ? {} : { from }),
    counts: { sent, uncertain, refused: failed, bounced, complained, ...people },
    lookedAt: Math.max(found?.lookedAt ?? 0, place?.found.lookedAt ?? 0),
    ...(total === undefined ? {} : { people: total }),
    ...(left === undefined ? {} : { left }),
    pace: {
      ...(mailing.pace === undefined ? {} : { asked: mailing.pace }),
      ...(rate === undefined ? {} : { now: status === 'running' ? rate : 0 }),
      ...(allowed === undefined ? {} : { allowed }),
    },
    ...(quota ? { quota: quotaView(quota) } : {}),
    ...(status === 'waiting' && waitsUntil !== undefined ? { waitsUntil } : {}),
    ...(status === 'waiting' && waitsFor !== undefined ? { waitsFor } : {}),
    ...(doneAt === undefined ? {} : { doneAt }),
    ...(error ? { error: { code: error.code, hint: error.hint } } : {}),
  };
}
