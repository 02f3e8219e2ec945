/**
 * Campaigns whose start was lost: the process ended after it had made the record, and before the execution had begun. Such a campaign would be shown as
 * under way for ever, and tell no user. All are looked at, not the newest alone: one that has gone on for months hands itself on to another execution.
 */
import { isStartOver } from '#core/migration/record.ts';
import type { RemindPorts } from './remind-users.ts';
import type { CampaignRecord } from './view.ts';

export type LostCampaignPorts = Pick<RemindPorts, 'startExecution'> & {
  /** Newest first. */
  listCampaigns(
    limit: number,
    next?: string,
  ): Promise<{ readonly campaigns: readonly CampaignRecord[]; readonly next?: string }>;
};

/** At a time. */
const PAGE = 100;

/**
 * Starts each again under the name of its execution: one that has begun is the same one, and stays as it is.
 * @param now Unix ms @returns their ids
 */
export async function repeatLostStarts(ports: LostCampaignPorts, now: number): Promise<string[]> {
  const repeated: string[] = [];
  let next: string | undefined;
  do {
    const page = await ports.listCampaigns(PAGE, next);
    for (const campaign of page.campaigns) {
      const { id, status, execution, input } = campaign;
      const begins = status === 'starting' || status === 'scheduled';
      if (!begins || input === undefined || !isStartOver(campaign, now)) continue;
      await ports.startExecution(execution, input);
      repeated.push(id);
    }
    next = page.next;
  } while (next !== undefined);
  return repeated;
}
