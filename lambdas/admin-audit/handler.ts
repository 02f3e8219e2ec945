/** The audit, newest first. Nothing here writes to it. */
import type { AuditLine, AuditQuery } from '#adapters/operations/audit.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { auditQuery } from './schema.ts';

const DAY_MS = 86_400_000;
/** A day without entries costs a query: a request goes back a year at most. */
const MAX_DAYS = 366;

export type Deps = {
  readonly requireAdministrator: RequireAdministrator;
  readAudit(query: AuditQuery): Promise<{ entries: AuditLine[]; next?: string }>;
};

export function createHandler(deps: Deps) {
  return api(
    adminRoutes({
      'GET /audit': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        const { from, to = request.now, ...query } = parse(auditQuery, request.query);
        const oldest = to - MAX_DAYS * DAY_MS;
        const audit = await deps.readAudit({ ...query, to, from: Math.max(from ?? to - 7 * DAY_MS, oldest) });
        return { status: 200, body: audit };
      },
    }),
  );
}
