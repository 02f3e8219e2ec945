import * as z from 'zod';
import type { CampaignRecord } from '#core/campaign/view.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { pageMark } from '../route/shapes.ts';
import { campaign, type ViewDeps, viewsOf } from './campaign.ts';

type Deps = ViewDeps & {
  listCampaigns(limit: number, next?: string): Promise<{ campaigns: CampaignRecord[]; next?: string }>;
};

export const listCampaigns = route({
  id: 'listCampaigns',
  method: 'GET',
  path: '/campaigns',
  summary: 'Campaigns, newest first',
  caller: migrating('help-desk'),
  query: {
    schema: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50), next: pageMark.optional() }),
    means: { limit: 'Campaigns a page, at most', next: 'From the page before' },
  },
  answer: {
    status: 200,
    means: 'A page of campaigns.',
    body: {
      name: 'Campaigns',
      schema: z.strictObject({ campaigns: z.array(campaign), next: z.string().optional() }),
    },
  },
  errors: [],
  handle: async (deps: Deps, { query, now }) => {
    const { campaigns, next } = await deps.listCampaigns(query.limit, query.next);
    return { body: { campaigns: await viewsOf(deps, campaigns, now), ...(next === undefined ? {} : { next }) } };
  },
});
