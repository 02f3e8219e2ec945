/** Reads migrations and their reports. */
import { invalid } from '#core/errors.ts';
import type { MigrationView } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report-page.ts';
import type { Client } from './client.ts';

type Page = { readonly migrations: readonly MigrationView[]; readonly next?: string };

/** All migrations, newest first. */
export async function listMigrations(client: Client): Promise<MigrationView[]> {
  const migrations: MigrationView[] = [];
  let next: string | undefined;
  do {
    const page: Page = await client.call<Page>('GET', '/migrations', { query: { next } });
    migrations.push(...page.migrations);
    next = page.next;
  } while (next !== undefined);
  return migrations;
}

/** The named migration, or the newest. @throws LandfallError migration.none, migration.not_found */
export async function migrationOf(client: Client, id: string | undefined): Promise<MigrationView> {
  if (id !== undefined) return client.call<MigrationView>('GET', `/migrations/${encodeURIComponent(id)}`);
  const { migrations } = await client.call<Page>('GET', '/migrations', { query: { limit: 1 } });
  const [newest] = migrations;
  if (!newest) throw invalid('migration.none', 'There has been no migration yet. Begin one with `landfall import`.');
  return newest;
}

/** The report of a migration, page by page, so that it may be of any size. @param outcome only records with this outcome */
export async function* reportPages(client: Client, id: string, outcome?: string): AsyncGenerator<ReportPage> {
  let part: number | undefined = 1;
  while (part !== undefined) {
    const page: ReportPage = await client.call<ReportPage>('GET', `/migrations/${id}/report`, {
      query: { part, outcome },
    });
    yield page;
    part = page.next;
  }
}
