/** Records of campaigns: a new one, and the next attempt of one that was held, stopped or failed. */
import type { Entries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { Audience, CampaignMail, Mailing } from '#core/migration/mailing.ts';
import type { RunRecord } from '#core/migration/record.ts';
import type { CampaignRecord } from './view.ts';

/** What the machine `campaign` is given: which attempt of which campaign. */
export type CampaignInput = { readonly migration: string; readonly attempt: number };

export type CampaignRequest = {
  readonly mail: CampaignMail;
  readonly audience: Audience;
  readonly requestedBy: string;
  readonly at?: number;
  readonly pace?: number;
  readonly from?: string;
};
/** A part of a record. `attempt` and `status` of the one that was seen are the condition. */
export type CampaignChange = Partial<
  Pick<RunRecord, 'status' | 'attempt' | 'startedAt' | 'execution' | 'input' | 'error'>
> & { readonly finishedAt?: number };
export type ChangeCampaign = (
  seen: Pick<RunRecord, 'id' | 'attempt' | 'status'>,
  change: CampaignChange,
  entries: Entries,
) => Promise<boolean>;

const campaignExecution = (id: string, attempt: number): string => `${id}-mail-${attempt}`;

/** What starts an attempt, so that a lost start can be repeated word for word. */
const attemptOf = (id: string, attempt: number) => {
  const input: CampaignInput = { migration: id, attempt };
  return { attempt, execution: campaignExecution(id, attempt), input: JSON.stringify(input) };
};

/** @param now Unix ms */
export function newCampaign(id: string, request: CampaignRequest, now: number): CampaignRecord & { input: string } {
  const { mail, audience, requestedBy, at, pace, from } = request;
  const mailing: Mailing = {
    mail,
    audience,
    ...(at === undefined ? {} : { at }),
    ...(pace === undefined ? {} : { pace }),
    ...(from === undefined ? {} : { from }),
    rev: 0,
    rounds: 0,
  };
  return {
    id,
    kind: 'campaign',
    // A package is not concerned.
    policy: 'skip',
    key: '',
    etag: '',
    size: 0,
    generation: 1,
    status: at === undefined ? 'starting' : 'scheduled',
    requestedBy,
    firstSeenAt: now,
    startedAt: now,
    states: {},
    mailing,
    ...attemptOf(id, 1),
  };
}

/** The execution that goes on with a campaign whose one before has become long. */
export const nextExecution = ({ id, attempt }: CampaignRecord) => attemptOf(id, attempt + 1);

const stateError = (status: string, can: string) =>
  invalid('campaign.state', `This campaign is ${status}: it can’t be ${can} any more.`, { status });

const UNDER_WAY: readonly RunRecord['status'][] = ['scheduled', 'starting', 'running'];
const RESUMED: readonly RunRecord['status'][] = ['held', 'stopped', 'failed'];

/** @throws LandfallError campaign.state (409) */
export function held({ status }: CampaignRecord, now: number): CampaignChange {
  if (!UNDER_WAY.includes(status)) throw stateError(status, 'held');
  return { status: 'held', finishedAt: now };
}

/** @throws LandfallError campaign.state (409) */
export function ended({ status }: CampaignRecord, now: number): CampaignChange {
  if (!UNDER_WAY.includes(status) && !RESUMED.includes(status)) throw stateError(status, 'ended');
  return { status: 'ended', finishedAt: now };
}

/** The next attempt, which goes on where the one before stood. @throws LandfallError campaign.state (409) */
export function resumed({ id, status, attempt, mailing: { at = 0 } }: CampaignRecord, now: number) {
  if (!RESUMED.includes(status))
    throw invalid('campaign.state', `This campaign is ${status}: there is nothing to resume.`, { status });
  return { status: at > now ? 'scheduled' : 'starting', startedAt: now, ...attemptOf(id, attempt + 1) } as const;
}
