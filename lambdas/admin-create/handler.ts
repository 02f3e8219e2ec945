/** The first administrator (A5): operators only. */
import type { AuditEntry } from '#adapters/operations/audit.ts';
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
  writeAudit(entry: AuditEntry): Promise<void>;
};

export function createHandler(deps: Deps) {
  return api({
    'POST /api/operator/create-admin': async (request) => {
      const { id: actor, source } = await deps.requireAdministrator(request, 'super-admin');
      const asked = parse(newAdministrator, request.body);
      const { now } = request;
      const object = userKey(asked.userId);
      const audited = { actor, action: 'admin.created', object, source, now };
      const { settings } = await deps.readSettings();
      const created = createFirstAdministrator(deps, asked, settings.tokenPolicy, actor, now);
      const { brokeGlass } = await created.catch(async (error: { code?: unknown }) => {
        await deps.writeAudit({ ...audited, outcome: 'failure', facts: { code: String(error.code ?? 'internal') } });
        throw error;
      });
      const facts = { serial: asked.token.serial, brokeGlass };
      await deps.writeAudit({ ...audited, outcome: 'success', after: { role: asked.role }, facts });
      // The log line that the alarm counts.
      if (brokeGlass) log.warn('admin.break_glass', { user: object, actor });
      return { status: 201, body: { userId: asked.userId, role: asked.role, serial: asked.token.serial, brokeGlass } };
    },
  });
}
