/** Reads campaigns, and follows one. */
import type { CampaignView } from '#core/campaign/view.ts';
import { invalid } from '#core/errors.ts';
import { progressText } from '../text/campaign.ts';
import type { Client } from './client.ts';

type Page = { readonly campaigns: readonly CampaignView[]; readonly next?: string };

/** All of them, newest first. */
export async function listCampaigns(client: Client): Promise<CampaignView[]> {
  const campaigns: CampaignView[] = [];
  let next: string | undefined;
  do {
    const page: Page = await client.call<Page>('GET', '/campaigns', { query: { next } });
    campaigns.push(...page.campaigns);
    next = page.next;
  } while (next !== undefined);
  return campaigns;
}

/** The named campaign, or the newest. @throws LandfallError campaign.none, campaign.not_found */
export async function campaignOf(client: Client, id: string | undefined): Promise<CampaignView> {
  if (id !== undefined) return client.call<CampaignView>('GET', `/campaigns/${encodeURIComponent(id)}`);
  const { campaigns } = await client.call<Page>('GET', '/campaigns', { query: { limit: 1 } });
  const [newest] = campaigns;
  if (!newest) throw invalid('campaign.none', 'There has been no campaign yet. Begin one with `landfall tell`.');
  return newest;
}

const PAUSE_MS = 2_000;
const GOES_ON: readonly CampaignView['status'][] = ['scheduled', 'running', 'waiting'];

/** Reads it until it goes on no more. @param tell prints a line where something has changed */
export async function followCampaign(client: Client, id: string, tell: (line: string) => void): Promise<CampaignView> {
  for (let printed = ''; ; ) {
    const campaign = await campaignOf(client, id);
    const line = progressText(campaign);
    if (line !== printed) tell(line);
    printed = line;
    if (!GOES_ON.includes(campaign.status)) return campaign;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
