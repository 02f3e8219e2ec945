/**
 * Campaigns are runs: their record and their place in the list of all runs are records.ts's. Here: CAMPAIGNS/<first seen>#<run id>, the
 * list of the campaigns alone; MIGRATION#<run id>/LIST#<number>, whom a campaign to a list tells; and what changes a record.
 */
import * as z from 'zod';
import type { CampaignInput, ChangeCampaign } from '#core/campaign/campaign.ts';
import type { Progress } from '#core/campaign/send-round.ts';
import { type CampaignRecord, isCampaign } from '#core/campaign/view.ts';
import { transactRecorded } from '../audit/outbox.ts';
import { operationsTable, putItem, readItem, updateItem } from '../dynamodb/items.ts';
import { readAs } from '../dynamodb/read-as.ts';
import { updating } from '../dynamodb/transactions.ts';
import { listRuns } from './records.ts';
import { runKey } from './run-key.ts';

/** Keys of a chunk: an item of 400 KB holds as many of the longest. */
const CHUNK = 300;
/** A list is of use as long as its campaign goes on. */
const LIST_SECONDS = 400 * 86_400;

const chunkKey = (id: string, number: number) => ({ pk: runKey(id).pk, sk: `LIST#${String(number).padStart(6, '0')}` });
const chunk = z.object({ keys: z.array(z.string()) });

/** Before the campaign's record: without one they are no campaign's, and end by themselves. @param keys user keys */
export async function putAudience(id: string, keys: readonly string[]): Promise<void> {
  const expiresAt = Math.ceil(Date.now() / 1000) + LIST_SECONDS;
  for (let number = 0; number * CHUNK < keys.length; number += 1) {
    const part = keys.slice(number * CHUNK, (number + 1) * CHUNK);
    await putItem(operationsTable(), { ...chunkKey(id, number), keys: part, expiresAt });
  }
}

/** User keys of the list, from the one of this number on (from 0), at most `limit`. */
export async function readAudience(id: string, from: number, limit: number): Promise<string[]> {
  const item = await readItem(operationsTable(), chunkKey(id, Math.floor(from / CHUNK)));
  const { keys } = item ? readAs(chunk, item) : { keys: [] };
  return keys.slice(from % CHUNK, (from % CHUNK) + limit);
}

/** Campaigns, newest first. @param limit at most 100 */
export async function listCampaigns(
  limit: number,
  next?: string,
): Promise<{ campaigns: CampaignRecord[]; next?: string }> {
  const { records, ...rest } = await listRuns(limit, next, 'CAMPAIGNS');
  return { campaigns: records.filter(isCampaign), ...rest };
}

/** @param gone what goes where the change does not name it */
function updateOf(change: object, gone: readonly string[]) {
  const set = Object.entries(change).filter(([, value]) => value !== undefined);
  const removed = gone.filter((name) => !Object.hasOwn(change, name));
  return {
    expression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}${removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : ''}`,
    values: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
  };
}

/** An administrator's act: what a round has counted meanwhile stays. */
export const changeCampaign: ChangeCampaign = async ({ id, attempt, status }, change, entries) => {
  const { expression, values } = updateOf(change, ['finishedAt', 'error']);
  const write = updating(operationsTable(), runKey(id), {
    expression,
    condition: '#attempt = :seenAttempt AND #status = :seenStatus',
    values: { ...values, ':seenAttempt': attempt, ':seenStatus': status },
  });
  return (await transactRecorded([write], entries)).done;
};

/** What a round writes. False where the campaign is held, over, or another attempt's. */
export async function progressCampaign(
  { migration, attempt }: CampaignInput,
  rev: number,
  progress: Progress,
): Promise<boolean> {
  const { expression, values } = updateOf(progress, ['finishedAt', 'error']);
  const { done } = await updateItem(operationsTable(), runKey(migration), {
    expression,
    condition:
      '#attempt = :seenAttempt AND #mailing.#rev = :seenRev AND #status IN (:isScheduled, :isStarting, :isRunning)',
    values: {
      ...values,
      ':seenAttempt': attempt,
      ':seenRev': rev,
      ':isScheduled': 'scheduled',
      ':isStarting': 'starting',
      ':isRunning': 'running',
    },
  });
  return done;
}
