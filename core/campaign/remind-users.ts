/** The daily look: where the settings want reminders, a campaign of them begins. */
import { createHash } from 'node:crypto';
import { type Entries, eventEntries } from '#core/audit.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { newCampaign } from './campaign.ts';
import type { CampaignRecord } from './view.ts';

export type RemindPorts = {
  /** Newest first. */
  listCampaigns(limit: number): Promise<{ readonly campaigns: readonly CampaignRecord[] }>;
  readRun(id: string): Promise<RunRecord | undefined>;
  createRun(record: RunRecord, opening: { readonly entries: Entries }): Promise<boolean>;
  startExecution(name: string, input: string): Promise<void>;
  markStarted(id: string, attempt: number): Promise<void>;
};

const DAY_MS = 86_400_000;
const TIME_DIGITS = 12;
const ID_DIGITS = 32;
const LOOKED_AT = 50;

/** One a day (UTC), however often the look is repeated. */
function idOfDay(now: number): string {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  const others = createHash('sha256').update(`reminders of ${day}`, 'utf8').digest('hex');
  return `${day.toString(16).padStart(TIME_DIGITS, '0')}${others}`.slice(0, ID_DIGITS);
}

const isFinal = ({ status }: CampaignRecord): boolean => status === 'succeeded' || status === 'ended';

/**
 * @param everyDays settings.reminders.everyDays; 0: no reminder is sent by itself
 * @param now Unix ms
 * @returns the campaign that began; none where there was one today, or one waits for an administrator
 */
export async function remindUsers(ports: RemindPorts, everyDays: number, now: number): Promise<string | undefined> {
  if (everyDays === 0) return undefined;
  const id = idOfDay(now);
  const known = await ports.readRun(id);
  if (known) {
    // Its start may have been lost.
    if (known.status === 'starting') await ports.startExecution(known.execution, known.input!);
    return undefined;
  }
  const { campaigns } = await ports.listCampaigns(LOOKED_AT);
  if (campaigns.some((one) => one.mailing.mail === 'reminder' && !isFinal(one))) return undefined;
  const campaign = newCampaign(id, { mail: 'reminder', audience: {}, requestedBy: 'system' }, now);
  const act = { actor: 'system', action: 'campaign.started', object: id, source: 'schedule', now } as const;
  if (!(await ports.createRun(campaign, { entries: eventEntries(act, { mail: 'reminder' }) }))) return undefined;
  await ports.startExecution(campaign.execution, campaign.input);
  await ports.markStarted(id, campaign.attempt);
  return id;
}
