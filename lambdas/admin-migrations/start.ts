/** Starting a migration of an uploaded package: a dry run or a run. */
import type { AuditEntry } from '#adapters/operations/audit.ts';
import { checkKey, type StartPorts, startMigration } from '#core/migration/start-migration.ts';
import type { RequireAdministrator } from '../actor.ts';
import type { Route } from '../http.ts';
import { parse } from '../parse.ts';
import { startBody } from './schema.ts';

export type StartDeps = StartPorts & {
  readonly requireAdministrator: RequireAdministrator;
  writeAudit(entry: AuditEntry): Promise<void>;
};

export const startRoutes = (deps: StartDeps): Record<string, Route> => ({
  'POST /migrations': async (request) => {
    const { id: actor, source } = await deps.requireAdministrator(request, 'admin');
    const { policy, ...body } = parse(startBody, request.body);
    const { now } = request;
    checkKey(body.key);
    const started = await startMigration(deps, { ...body, requestedBy: actor, ...(policy ? { policy } : {}) }, now);
    const facts = { mode: body.mode, policy: policy ?? 'default', execution: started.execution };
    const entry = {
      actor,
      action: 'migration.started',
      object: started.id,
      outcome: 'success',
      source,
      now,
    } as const;
    await deps.writeAudit({ ...entry, facts });
    return { status: 202, body: started };
  },
});
