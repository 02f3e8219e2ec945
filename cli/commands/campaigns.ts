/** `landfall campaigns` and `landfall campaign`: what is mailed, how far it is, and holding, resuming and ending it. */
import type { Command } from 'commander';
import type { CampaignView } from '#core/campaign/view.ts';
import { campaignOf, followCampaign, listCampaigns } from '../online/campaigns.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { campaignsText, campaignText, printCampaignEnd } from '../text/campaign.ts';
import { print } from '../text/output.ts';
import { note } from '../text/stderr.ts';

const EXAMPLE = '019b3e4c7a1f00000000000000000000';

async function list(options: OnlineOptions): Promise<void> {
  const campaigns = await listCampaigns(await clientOf(options));
  print(options.json, { campaigns }, () => campaignsText(campaigns));
}

async function show(id: string | undefined, options: OnlineOptions & { readonly watch?: boolean }): Promise<void> {
  const client = await clientOf(options);
  const found = await campaignOf(client, id);
  const campaign = options.watch ? await followCampaign(client, found.id, note) : found;
  print(options.json, campaign, () => campaignText(campaign));
  if (options.watch) printCampaignEnd(campaign);
}

const act = (name: 'hold' | 'resume' | 'end') =>
  async function run(id: string | undefined, options: OnlineOptions): Promise<void> {
    const client = await clientOf(options);
    const { id: found } = await campaignOf(client, id);
    const campaign = await client.call<CampaignView>('POST', `/campaigns/${encodeURIComponent(found)}/${name}`);
    print(options.json, campaign, () => campaignText(campaign));
  };

export function register(program: Command): void {
  online(
    program.command('campaigns').summary('all campaigns of e-mails').description('Lists the campaigns, newest first.'),
    'campaigns',
    'campaigns --json',
  ).action(list);
  const campaign = withExamples(
    program
      .command('campaign')
      .summary('one campaign: show, hold, resume, end')
      .description('One campaign, by its ID; without one the newest.'),
    'campaign show --watch',
    `campaign hold ${EXAMPLE}`,
  );
  online(
    campaign
      .command('show')
      .description('How far a campaign is, what came of its mails, and when it will be done.')
      .argument('[id]', 'campaign ID')
      .option('--watch', 'go on until it is over or stopped; exit code 4 where it stopped or failed'),
    'campaign show',
    `campaign show ${EXAMPLE} --watch`,
  ).action(show);
  for (const [name, text] of [
    ['hold', 'Holds a campaign: it sends no more mails until it is resumed.'],
    ['resume', 'Goes on with a campaign that is held, was stopped, or failed, where it stood.'],
    ['end', 'Ends a campaign for good. Those whom it has not told stay due.'],
  ] as const)
    online(
      campaign.command(name).description(text).argument('[id]', 'campaign ID'),
      `campaign ${name}`,
      `campaign ${name} ${EXAMPLE}`,
    ).action(act(name));
}
