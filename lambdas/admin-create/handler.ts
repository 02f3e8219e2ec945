/** The first administrator (A5): operators only. */
import {
  type CreatePorts,
  createFirstAdministrator,
  newAdministrator,
} from '#core/administration/users/create-administrator.ts';
import type { Settings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';
import type { RequireAdministrator } from '../actor.ts';
import { api } from '../http.ts';
import { log } from '../log.ts';
import { parse } from '../parse.ts';

export type Deps = CreatePorts & {
  readonly requireAdministrator: RequireAdministrator;
  readSettings(): Promise<{ settings: Settings }>;
};

export function createHandler(deps: Deps) {
  return api({
    'POST /api/operator/create-admin': async (request) => {
      const actor = await deps.requireAdministrator(request, 'super-admin');
      const asked = parse(newAdministrator, request.body);
      const { now } = request;
      const { settings } = await deps.readSettings();
      const { brokeGlass } = await createFirstAdministrator(deps, asked, settings.tokenPolicy, { actor, now });
      // The log line that the alarm counts.
      if (brokeGlass) log.warn('admin.break_glass', { user: userKey(asked.userId), actor: actor.id });
      return { status: 201, body: { userId: asked.userId, role: asked.role, serial: asked.token.serial, brokeGlass } };
    },
  });
}
