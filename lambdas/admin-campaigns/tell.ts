import * as z from 'zod';
import { tellUser as tell } from '#core/administration/campaigns.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { campaignShape, type Deps, mail, SENDER_ERRORS, shown } from './campaign.ts';

export const tellUser = route({
  id: 'tellUser',
  method: 'POST',
  path: '/users/tell',
  summary: 'Send one user the mail again',
  details: 'Also to a user who was told before, or whose mail may have gone out: a campaign of one.',
  caller: migrating('help-desk'),
  credentials: 'kept',
  body: {
    name: 'UserToTell',
    schema: z.strictObject({ userId: z.string().min(1).max(255), mail }),
    example: { userId: 'ana', mail: 'migration' },
  },
  answer: { status: 202, means: 'Started.', body: campaignShape },
  errors: ['user.not_found', 'user.mailbox_missing', ...SENDER_ERRORS],
  handle: async (deps: Deps, { actor, body, now }) => ({
    body: await shown(deps, await tell(deps, body.userId, body.mail, { actor, now }), now),
  }),
});
