/** Starting a migration of an uploaded package: a dry run or a run. */
import { requestMigration } from '#core/administration/migrations.ts';
import type { AuditPort } from '#core/audit.ts';
import type { StartPorts } from '#core/migration/start-migration.ts';
import type { RequireAdministrator } from '../actor.ts';
import type { Route } from '../http.ts';
import { parse } from '../parse.ts';
import { startBody } from './schema.ts';

export type StartDeps = AuditPort & StartPorts & { readonly requireAdministrator: RequireAdministrator };

export const startRoutes = (deps: StartDeps): Record<string, Route> => ({
  'POST /migrations': async (request) => {
    const actor = await deps.requireAdministrator(request, 'admin');
    const { policy, ...body } = parse(startBody, request.body);
    const options = { ...body, ...(policy ? { policy } : {}) };
    return { status: 202, body: await requestMigration(deps, options, { actor, now: request.now }) };
  },
});
