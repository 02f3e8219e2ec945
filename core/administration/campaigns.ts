/** Campaigns, as an administrator starts, holds, resumes and ends them. */
import { type Action, type AuditPort, auditedAct, type Entries } from '#core/audit.ts';
import {
  type CampaignChange,
  type CampaignRequest,
  type ChangeCampaign,
  ended,
  held,
  newCampaign,
  resumed,
} from '#core/campaign/campaign.ts';
import { type CampaignRecord, isCampaign } from '#core/campaign/view.ts';
import type { User } from '#core/directory/model.ts';
import { invalid, transient } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { newRunId } from '#core/migration/runs/run-id.ts';
import type { Source } from '#core/migration/runs/source.ts';
import type { LaunchPorts } from '#core/migration/runs/under-way.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import { type Asked, actOf, existing } from './users/administer.ts';

export type CampaignPorts = AuditPort &
  Pick<LaunchPorts, 'startExecution' | 'markStarted'> & {
    readRun(id: string): Promise<RunRecord | undefined>;
    readSource(name: string): Promise<Source | undefined>;
    readSettings(): Promise<{ readonly settings: Settings }>;
    readUser(key: string): Promise<User | undefined>;
    readUsers(keys: readonly string[]): Promise<ReadonlyMap<string, User>>;
    /** @throws LandfallError sender.* where the mail service would take no mail */
    checkSender(settings: Settings): Promise<void>;
    /** The user keys of a campaign to a list, before its record. */
    putAudience(id: string, keys: readonly string[]): Promise<void>;
    createRun(record: RunRecord, opening: { readonly entries: Entries }): Promise<boolean>;
    /** False where the record is not as it was seen. */
    changeCampaign: ChangeCampaign;
  };

export type CampaignAsked = Pick<CampaignRequest, 'mail' | 'at' | 'pace'> & {
  readonly source?: string;
  /** User IDs. */
  readonly users?: readonly string[];
  readonly again?: boolean;
};
export type CampaignStarted = {
  readonly campaign: CampaignRecord;
  /** User IDs of the list that no user here has. */
  readonly unknown: readonly string[];
};

const LONGEST_WAIT_MS = 366 * 86_400_000;
const NAMED = 100;

async function launch(ports: CampaignPorts, { id, attempt, execution, input }: RunRecord): Promise<void> {
  await ports.startExecution(execution, input!);
  await ports.markStarted(id, attempt);
}

async function begin(
  ports: CampaignPorts,
  record: CampaignRecord & { input: string },
  entries: Entries,
): Promise<CampaignRecord> {
  if (!(await ports.createRun(record, { entries }))) throw transient('run.busy');
  await launch(ports, record);
  return record;
}

/** Which of the list are here, by user key, each once. @throws LandfallError campaign.unknown_people (422) where none is */
async function listed(ports: CampaignPorts, userIds: readonly string[]) {
  const byKey = new Map(userIds.map((userId) => [userKey(userId), userId]));
  const users = await ports.readUsers([...byKey.keys()]);
  const unknown = [...byKey].flatMap(([key, userId]) => (users.has(key) ? [] : [userId]));
  if (users.size === 0)
    throw invalid('campaign.unknown_people', 'No user of the list is here.', { unknown: unknown.slice(0, NAMED) });
  return { keys: [...byKey.keys()].filter((key) => users.has(key)), unknown };
}

/**
 * Starts a campaign: to the people of a source, to a list, or to the people of all sources.
 * @throws LandfallError source.not_found (404), campaign.unknown_people, campaign.time (422), sender.* (409)
 */
export function startCampaign(
  ports: CampaignPorts,
  { source, users, again, ...request }: CampaignAsked,
  asked: Asked,
): Promise<CampaignStarted> {
  const { actor, now } = asked;
  const id = newRunId(now);
  return auditedAct(ports, actOf(asked, 'campaign.started', id), async (entriesOf) => {
    const { at } = request;
    if (at !== undefined && (at < now || at > now + LONGEST_WAIT_MS))
      throw invalid('campaign.time', 'Name a time that is to come, within a year.');
    if (source !== undefined && !(await ports.readSource(source)))
      throw invalid('source.not_found', 'There is no source of this name. See `landfall sources`.');
    await ports.checkSender((await ports.readSettings()).settings);
    const list = users && (await listed(ports, users));
    if (list) await ports.putAudience(id, list.keys);
    const audience = {
      ...(source === undefined ? {} : { source }),
      ...(list ? { listed: list.keys.length } : {}),
      ...(again ? { again: true as const } : {}),
    };
    const record = newCampaign(id, { ...request, audience, requestedBy: actor.id }, now);
    const facts = { mail: request.mail, ...audience, ...(at === undefined ? {} : { at }) };
    return { campaign: await begin(ports, record, entriesOf({ facts })), unknown: list?.unknown ?? [] };
  });
}

/** Tells one user, also one who was told before. @throws LandfallError user.not_found (404), user.mailbox_missing (422), sender.* (409) */
export function tellUser(
  ports: CampaignPorts,
  userId: string,
  mail: CampaignRequest['mail'],
  asked: Asked,
): Promise<CampaignRecord> {
  const { actor, now } = asked;
  const id = newRunId(now);
  return auditedAct(ports, actOf(asked, 'campaign.started', userKey(userId)), async (entriesOf) => {
    const user = await existing(ports, userId);
    if (user.email === undefined)
      throw invalid('user.mailbox_missing', 'This user has no e-mail address.', { field: 'email' });
    await ports.checkSender((await ports.readSettings()).settings);
    const audience = { userId: user.userId, again: true as const };
    const record = newCampaign(id, { mail, audience, requestedBy: actor.id }, now);
    return begin(ports, record, entriesOf({ facts: { mail, campaign: id } }));
  });
}

/** @throws LandfallError campaign.not_found (404) */
export async function campaignOf(ports: Pick<CampaignPorts, 'readRun'>, id: string): Promise<CampaignRecord> {
  const record = await ports.readRun(id);
  if (isCampaign(record)) return record;
  throw invalid('campaign.not_found', 'There is no campaign with this id.');
}

const PLANS = {
  hold: { action: 'campaign.held', plan: held },
  resume: { action: 'campaign.resumed', plan: resumed },
  end: { action: 'campaign.ended', plan: ended },
} as const satisfies Record<
  string,
  { readonly action: Action; plan(seen: CampaignRecord, now: number): CampaignChange }
>;
export const CAMPAIGN_ACTS = ['hold', 'resume', 'end'] as const satisfies readonly (keyof typeof PLANS)[];
export type CampaignAct = (typeof CAMPAIGN_ACTS)[number];

/**
 * Holds a campaign, goes on with one that was held, stopped or failed, or ends it for good. What is being sent at that moment is sent.
 * @throws LandfallError campaign.not_found (404), campaign.state (409), sender.* (409) where it would stop at once
 */
export function actOnCampaign(
  ports: CampaignPorts,
  id: string,
  act: CampaignAct,
  asked: Asked,
): Promise<CampaignRecord> {
  const { action, plan } = PLANS[act];
  return auditedAct(ports, actOf(asked, action, id), async (entriesOf) => {
    const seen = await campaignOf(ports, id);
    const change = plan(seen, asked.now);
    if (act === 'resume') await ports.checkSender((await ports.readSettings()).settings);
    if (!(await ports.changeCampaign(seen, change, entriesOf({})))) throw transient('run.busy');
    const record = await campaignOf(ports, id);
    if (act === 'resume') await launch(ports, record);
    return record;
  });
}
