/** What an operator does first on tables that were restored to an earlier point (docs/operations.md). */
import type { CampaignView } from '#core/campaign/view.ts';
import type { RunView } from '#core/migration/record.ts';
import type { AfterRestore } from '../text/after-restore.ts';
import { listCampaigns } from './campaigns.ts';
import type { Client } from './client.ts';
import { listRuns } from './runs.ts';

/** What would send mails. */
const SENDING: readonly CampaignView['status'][] = ['scheduled', 'running', 'waiting'];
const UNFINISHED: readonly RunView['status'][] = ['queued', 'starting', 'running', 'scheduled'];

/** Holds whatever would mail. A campaign that ended meanwhile needs no holding. */
async function holdAll(client: Client): Promise<string[]> {
  const held: string[] = [];
  for (const { id, status } of await listCampaigns(client)) {
    if (!SENDING.includes(status)) continue;
    await client.call('POST', `/campaigns/${encodeURIComponent(id)}/hold`);
    held.push(id);
  }
  return held;
}

/** Holds campaigns, and voids what was issued before. @param point what the tables were restored to, ISO 8601 */
export async function afterRestore(client: Client, point: string): Promise<AfterRestore> {
  // Mails first: they can't be taken back.
  const held = await holdAll(client);
  const { restoredAt } = await client.call<{ restoredAt: number }>('POST', '/restored', { body: { point } });
  const { settings } = await client.call<{ settings: { reminders: { everyDays: number } } }>('GET', '/settings');
  const unfinished = (await listRuns(client)).filter(
    ({ kind, status }) => kind !== 'campaign' && UNFINISHED.includes(status),
  );
  return {
    point,
    restoredAt,
    held,
    unfinished: unfinished.map(({ id, kind, source, status }) => ({
      id,
      kind,
      status,
      ...(source === undefined ? {} : { source: source.deployment }),
    })),
    reminders: settings.reminders.everyDays > 0,
  };
}
