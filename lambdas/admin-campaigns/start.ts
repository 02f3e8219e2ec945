import * as z from 'zod';
import { startCampaign as start } from '#core/administration/campaigns.ts';
import { MAX_WAVE } from '#core/migration/wave.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { LAST_MOMENT } from '../route/shapes.ts';
import { campaign, type Deps, mail, SENDER_ERRORS, shown } from './campaign.ts';

const body = z.strictObject({
  mail,
  source: z.string().min(1).max(100).optional().describe('The people of this source; without it those of all sources'),
  users: z.array(z.string().min(1).max(255)).min(1).max(MAX_WAVE).optional().describe('A list of user IDs'),
  again: z.boolean().default(false).describe('Also those who were told before'),
  at: z.int().min(0).max(LAST_MOMENT).optional().describe('When it begins, Unix milliseconds'),
  pace: z.number().min(0.01).max(1000).optional().describe('Mails a second, at most'),
});

export const startCampaign = route({
  id: 'startCampaign',
  method: 'POST',
  path: '/campaigns',
  summary: 'Start a campaign: tell users what to do, or remind them',
  details:
    'To the people of a source, to a list, or to those of all sources: to each who was imported, has no password, can log on now and has not been told. It waits for the mail service’s quota, and goes on over days.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: { name: 'NewCampaign', schema: body, example: { mail: 'migration', source: 'am-old.corp.example' } },
  answer: {
    status: 202,
    means: 'Started, or planned.',
    body: {
      name: 'CampaignStarted',
      schema: z.strictObject({
        campaign,
        unknown: z.array(z.string()).describe('User IDs of the list that no user here has'),
      }),
    },
  },
  errors: ['source.not_found', 'campaign.unknown_people', 'campaign.time', ...SENDER_ERRORS],
  handle: async (deps: Deps, { actor, body: { source, users, at, pace, ...rest }, now }) => {
    const asked = {
      ...rest,
      ...(source === undefined ? {} : { source }),
      ...(users ? { users } : {}),
      ...(at === undefined ? {} : { at }),
      ...(pace === undefined ? {} : { pace }),
    };
    const started = await start(deps, asked, { actor, now });
    return { body: { campaign: await shown(deps, started.campaign, now), unknown: started.unknown } };
  },
});
