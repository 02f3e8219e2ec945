import { campaignOf } from '#core/administration/campaigns.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { campaignShape, type Deps, params, shown, type ViewDeps } from './campaign.ts';

export const showCampaign = route({
  id: 'showCampaign',
  method: 'GET',
  path: '/campaigns/{id}',
  summary: 'How far a campaign is, and when it will be done',
  caller: migrating('help-desk'),
  params,
  answer: { status: 200, means: 'The campaign.', body: campaignShape },
  errors: ['campaign.not_found'],
  handle: async (deps: Pick<Deps, 'readRun'> & ViewDeps, { params: { id }, now }) => ({
    body: await shown(deps, await campaignOf(deps, id), now),
  }),
});
