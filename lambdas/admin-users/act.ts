import { accountAct } from '#core/administration/users/act.ts';
import { type AdministerPorts, actOnAccount as actOn } from '#core/administration/users/administer.ts';
import { administratorByRank } from '../route/callers.ts';
import { CREDENTIAL_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { ofUser } from '../route/shapes.ts';
import type { ViewPorts } from './find.ts';
import { userShape, viewOf } from './user.ts';

export const actOnAccount = route({
  id: 'actOnAccount',
  method: 'POST',
  path: '/user/act',
  summary: 'Disable, enable, lock or unlock an account, end its sessions, or clear its answers',
  details:
    'Never asks for a password. `disable` and `lock` end every session of the user; `unlock` also ends a lockout by failures; `clear-answers` can’t be taken back.',
  caller: administratorByRank('help-desk'),
  credentials: ({ act }) => act === 'clear-answers',
  query: ofUser,
  body: { name: 'AccountAct', schema: accountAct, example: { act: 'disable' } },
  answer: { status: 200, means: 'The user after the act.', body: userShape },
  errors: ['user.not_found', 'user.conflict', 'user.higher_role', ...CREDENTIAL_ERRORS],
  handle: async (deps: AdministerPorts & ViewPorts, { actor, query, body, now }) => ({
    body: await viewOf(deps, await actOn(deps, query.userId, body.act, { actor, now }), now),
  }),
});
