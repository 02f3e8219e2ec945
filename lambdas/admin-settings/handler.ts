/** Settings, read and changed. The values before and after are in the audit. */

import type { SettingsChange, VersionedSettings } from '#adapters/directory/settings.ts';
import type { AuditEntry } from '#adapters/operations/audit.ts';
import { changeSettings, settingsDiff, settingsWarnings } from '#core/settings/change.ts';
import type { Settings } from '#core/settings/model.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { patchBody } from './schema.ts';

export type Deps = {
  readonly requireAdministrator: RequireAdministrator;
  readSettings(): Promise<VersionedSettings>;
  writeSettings(next: Settings, expectedVersion: number, change: SettingsChange): Promise<number>;
  writeAudit(entry: AuditEntry): Promise<void>;
};

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /settings': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        return { status: 200, body: await deps.readSettings() };
      },
      'PATCH /settings': async (request) => {
        const { id: actor, source } = await deps.requireAdministrator(request, 'super-admin');
        const { version: seen, settings: patch } = parse(patchBody, request.body);
        const { settings: before } = await deps.readSettings();
        const settings = changeSettings(before, patch);
        const changed = settingsDiff(before, settings);
        const { now } = request;
        const version = await deps.writeSettings(settings, seen, { now, by: actor, before });
        const side = (which: 'before' | 'after') =>
          Object.fromEntries(Object.entries(changed).map(([path, values]) => [path, values[which]]));
        const values = { before: side('before'), after: side('after') };
        const entry = { actor, action: 'settings.changed', object: 'settings', source, now };
        await deps.writeAudit({ ...entry, outcome: 'success', ...values });
        return { status: 200, body: { version, settings, changed, warnings: settingsWarnings(settings) } };
      },
    }),
  );
}
