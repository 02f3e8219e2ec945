/** Reads runs and their reports. */
import { invalid } from '#core/errors.ts';
import type { RunView } from '#core/migration/record.ts';
import type { ReadRecords } from '#core/migration/report-lists.ts';
import type { ReportPage } from '#core/migration/report-page.ts';
import type { Client } from './client.ts';

type Page = { readonly runs: readonly RunView[]; readonly next?: string };

/** All runs, newest first. */
export async function listRuns(client: Client): Promise<RunView[]> {
  const runs: RunView[] = [];
  let next: string | undefined;
  do {
    const page: Page = await client.call<Page>('GET', '/runs', { query: { next } });
    runs.push(...page.runs);
    next = page.next;
  } while (next !== undefined);
  return runs;
}

/** The named migration, or the newest. @throws LandfallError run.none, run.not_found */
export async function runOf(client: Client, id: string | undefined): Promise<RunView> {
  if (id !== undefined) return client.call<RunView>('GET', `/runs/${encodeURIComponent(id)}`);
  const { runs } = await client.call<Page>('GET', '/runs', { query: { limit: 1 } });
  const [newest] = runs;
  if (!newest) throw invalid('run.none', 'There has been no migration yet. Begin one with `landfall import`.');
  return newest;
}

/** Pages of the report of a run. */
export const reportReader =
  (client: Client, id: string): ReadRecords =>
  (query) =>
    client.call<ReportPage>('GET', `/runs/${id}/report`, { query });

/** The report of a run, page by page, so that it may be of any size. @param outcome only records with this outcome */
export async function* reportPages(
  client: Client,
  id: string,
  outcome?: string,
): AsyncGenerator<Pick<ReportPage, 'records'>> {
  const read = reportReader(client, id);
  for (let part: number | undefined = 1; part !== undefined; ) {
    const page: Pick<ReportPage, 'records' | 'next'> = await read({
      part,
      ...(outcome === undefined ? {} : { outcome }),
    });
    yield page;
    part = page.next;
  }
}
