/** Migrations: packages uploaded (uploads.ts), started (start.ts), watched, and what became of each record. */
import type * as migrations from '#adapters/migrations/index.ts';
import { invalid } from '#core/errors.ts';
import { viewOf } from '#core/migration/record.ts';
import { type ReportPorts, reportPage } from '#core/migration/report-page.ts';
import { adminRoutes } from '../admin.ts';
import { api, type Request } from '../http.ts';
import { parse } from '../parse.ts';
import { listQuery, reportQuery } from './schema.ts';
import { type StartDeps, startRoutes } from './start.ts';
import { type UploadDeps, uploadRoutes } from './uploads.ts';

export type Deps = StartDeps & UploadDeps & ReportPorts & Pick<typeof migrations, 'listMigrations'>;

export function createHandler(deps: Deps) {
  async function known(request: Request) {
    const record = await deps.readMigration(request.params['id'] ?? '');
    if (record) return record;
    throw invalid('migration.not_found', 'There is no migration with this id.');
  }

  return api(
    adminRoutes({
      'GET /migrations': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        const { limit, next: from } = parse(listQuery, request.query);
        const { records, next } = await deps.listMigrations(limit, from);
        return { status: 200, body: { migrations: records.map(viewOf), ...(next === undefined ? {} : { next }) } };
      },
      'GET /migrations/{id}': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        return { status: 200, body: viewOf(await known(request)) };
      },
      'GET /migrations/{id}/report': async (request) => {
        await deps.requireAdministrator(request, 'admin');
        const { part, outcome: outcomes, ...filter } = parse(reportQuery, request.query);
        return { status: 200, body: await reportPage(deps, await known(request), part, { outcomes, ...filter }) };
      },
      ...startRoutes(deps),
      ...uploadRoutes(deps),
    }),
  );
}
