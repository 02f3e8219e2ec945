import { listSessions, type SessionListPort } from '#core/access/profile/sessions.ts';
import { type AdministerPorts, existing } from '#core/administration/users/administer.ts';
import { administrator } from '../route/callers.ts';
import { sessionList } from '../route/listed-session.ts';
import { route } from '../route/route.ts';
import { ofUser } from '../route/shapes.ts';

export const showSessions = route({
  id: 'showSessions',
  method: 'GET',
  path: '/user/sessions',
  summary: 'The sessions of a user',
  details: 'POST /user/act with `end-sessions` ends them all.',
  caller: administrator('help-desk'),
  query: ofUser,
  answer: { status: 200, means: 'Those in force, the one used last first.', body: sessionList },
  errors: ['user.not_found'],
  handle: async (deps: Pick<AdministerPorts, 'readUser'> & SessionListPort, { query, now }) => ({
    body: { sessions: await listSessions(deps, await existing(deps, query.userId), now) },
  }),
});
