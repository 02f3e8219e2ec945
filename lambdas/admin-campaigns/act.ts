/** Holding a campaign, going on with it, and ending it. */
import { actOnCampaign } from '#core/administration/campaigns.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { campaignShape, type Deps, params, SENDER_ERRORS, shown } from './campaign.ts';

const common = {
  method: 'POST',
  caller: migrating('admin'),
  credentials: 'kept',
  params,
  answer: { status: 200, means: 'The campaign as it is now.', body: campaignShape },
} as const;

export const holdCampaign = route({
  ...common,
  id: 'holdCampaign',
  path: '/campaigns/{id}/hold',
  summary: 'Hold a campaign: it sends no more mails until it is resumed',
  errors: ['campaign.not_found', 'campaign.state'],
  handle: async (deps: Deps, { actor, params: { id }, now }) => ({
    body: await shown(deps, await actOnCampaign(deps, id, 'hold', { actor, now }), now),
  }),
});

export const resumeCampaign = route({
  ...common,
  id: 'resumeCampaign',
  path: '/campaigns/{id}/resume',
  summary: 'Go on with a campaign that is held, was stopped, or failed',
  errors: ['campaign.not_found', 'campaign.state', ...SENDER_ERRORS],
  handle: async (deps: Deps, { actor, params: { id }, now }) => ({
    body: await shown(deps, await actOnCampaign(deps, id, 'resume', { actor, now }), now),
  }),
});

export const endCampaign = route({
  ...common,
  id: 'endCampaign',
  path: '/campaigns/{id}/end',
  summary: 'End a campaign for good',
  details: 'Those whom it has not told stay due: another campaign tells them.',
  errors: ['campaign.not_found', 'campaign.state'],
  handle: async (deps: Deps, { actor, params: { id }, now }) => ({
    body: await shown(deps, await actOnCampaign(deps, id, 'end', { actor, now }), now),
  }),
});
