import type { SettingsPort } from '#core/access/ports.ts';
import { describeUser } from '#core/access/profile/profile.ts';
import { administratorSessionOrDisplay } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { meShape } from './show.ts';

export const showAdministrator = route({
  id: 'showAdministrator',
  method: 'GET',
  path: '/session',
  summary: 'Which administrator is logged on',
  details: 'As GET /api/me, for a session of the Security Console, which is judged by that console’s expression.',
  caller: administratorSessionOrDisplay('help-desk'),
  answer: { status: 200, means: 'The administrator’s own account.', body: meShape },
  errors: [],
  handle: async (deps: SettingsPort, { actor: { user, session } }) => {
    const { settings } = await deps.readSettings();
    return { body: describeUser(user, session, settings) };
  },
});
