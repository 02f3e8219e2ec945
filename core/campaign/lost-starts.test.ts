import { newCampaign } from './campaign.ts';
import { repeatLostStarts } from './lost-starts.ts';
import type { CampaignRecord } from './view.ts';

const NOW = Date.UTC(2026, 11, 1, 9);
const MINUTE = 60_000;
const campaign = (id: string, minutes: number, more: Partial<CampaignRecord> = {}): CampaignRecord => ({
  ...newCampaign(id, { mail: 'migration', audience: {}, requestedBy: 'ada' }, NOW - minutes * MINUTE),
  ...more,
});

test('a campaign that was to begin, and whose execution did not, is started again under the same name', async () => {
  const { input: _none, ...without } = campaign('e', 6);
  const campaigns = [
    campaign('a', 6),
    campaign('b', 4),
    campaign('c', 6, { status: 'scheduled' }),
    campaign('d', 6, { status: 'running' }),
    without as CampaignRecord,
  ];
  const started: [string, string][] = [];
  const ports = {
    listCampaigns: async (_limit: number, next?: string) =>
      next === undefined ? { campaigns: campaigns.slice(0, 2), next: 'more' } : { campaigns: campaigns.slice(2) },
    startExecution: async (name: string, input: string) => void started.push([name, input]),
  };
  expect(await repeatLostStarts(ports, NOW)).toEqual(['a', 'c']);
  expect(started).toEqual([
    ['a-mail-1', campaigns[0]!.input],
    ['c-mail-1', campaigns[2]!.input],
  ]);
});
