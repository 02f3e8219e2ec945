/** Settings, read and changed. The values before and after are in the audit. */
import { type SettingsPorts, saveSettings } from '#core/administration/settings.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { patchBody } from './schema.ts';

export type Deps = SettingsPorts & { readonly requireAdministrator: RequireAdministrator };

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /settings': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        return { status: 200, body: await deps.readSettings() };
      },
      'PATCH /settings': async (request) => {
        const actor = await deps.requireAdministrator(request, 'super-admin');
        const { version, settings } = parse(patchBody, request.body);
        return { status: 200, body: await saveSettings(deps, settings, version, { actor, now: request.now }) };
      },
    }),
  );
}
