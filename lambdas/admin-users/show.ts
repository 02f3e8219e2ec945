import { type AdministerPorts, existing } from '#core/administration/users/administer.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofUser } from '../route/shapes.ts';
import type { ViewPorts } from './find.ts';
import { userShape, viewOf } from './user.ts';

export const showUser = route({
  id: 'showUser',
  method: 'GET',
  path: '/user',
  summary: 'One user',
  caller: administrator('help-desk'),
  query: ofUser,
  answer: { status: 200, means: 'The user.', body: userShape },
  errors: ['user.not_found'],
  handle: async (deps: AdministerPorts & ViewPorts, { query, now }) => ({
    body: await viewOf(deps, await existing(deps, query.userId), now),
  }),
});
