/** What the state NotifyUsers of an import leaves, a campaign to the people of its source sends. */
import { createHash } from 'node:crypto';
import { type Entries, eventEntries } from '#core/audit.ts';
import { transient } from '#core/errors.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { newCampaign } from './campaign.ts';

export type HandOnPorts = {
  readRun(id: string): Promise<RunRecord | undefined>;
  createRun(record: RunRecord, opening: { readonly entries: Entries }): Promise<boolean>;
  startExecution(name: string, input: string): Promise<void>;
  markStarted(id: string, attempt: number): Promise<void>;
  noteMailsIn(run: { readonly migration: string; readonly attempt: number }, campaign: string): Promise<void>;
};

const TIME_DIGITS = 12;
const ID_DIGITS = 32;

/** Of an attempt of a run always the same, so that a state which is repeated begins no second one; it rises with time as all ids of runs. */
export function campaignIdOf({ id, attempt, startedAt }: Pick<RunRecord, 'id' | 'attempt' | 'startedAt'>): string {
  const others = createHash('sha256').update(`mails of ${id} ${attempt}`, 'utf8').digest('hex');
  return `${startedAt.toString(16).padStart(TIME_DIGITS, '0')}${others}`.slice(0, ID_DIGITS);
}

/** @param now Unix ms @throws LandfallError run.busy */
export async function handOnMails(
  ports: HandOnPorts,
  run: { readonly migration: string; readonly attempt: number; readonly sourceName: string },
  now: number,
): Promise<void> {
  const seen = await ports.readRun(run.migration);
  if (!seen) throw transient('run.busy');
  const id = campaignIdOf(seen);
  const request = {
    mail: 'migration',
    audience: { source: run.sourceName },
    requestedBy: seen.requestedBy,
    from: run.migration,
  } as const;
  const known = await ports.readRun(id);
  const campaign = known ?? newCampaign(id, request, now);
  const entries = eventEntries(
    { actor: seen.requestedBy, action: 'campaign.started', object: id, source: 'migration', now },
    { mail: request.mail, ...request.audience, from: run.migration },
  );
  if (!known && !(await ports.createRun(campaign, { entries }))) throw transient('run.busy');
  await ports.startExecution(campaign.execution, campaign.input!);
  await ports.markStarted(id, campaign.attempt);
  await ports.noteMailsIn(run, id);
}
