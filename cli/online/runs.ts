/** Reads runs and their reports. */
import { invalid } from '#core/errors.ts';
import type { RunView } from '#core/migration/record.ts';
import type { ReadRecords } from '#core/migration/report/report-lists.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import type { Client } from './client.ts';

type Page = { readonly runs: readonly RunView[]; readonly next?: string };

/** All runs, newest first. @param filter of one source, or that wait for a yes */
export async function listRuns(
  client: Client,
  filter: { readonly source?: string | undefined; readonly waiting?: 'yes' | undefined } = {},
): Promise<RunView[]> {
  const runs: RunView[] = [];
  let next: string | undefined;
  do {
    const page: Page = await client.call<Page>('GET', '/runs', { query: { ...filter, next } });
    runs.push(...page.runs);
    next = page.next;
  } while (next !== undefined);
  return runs;
}

/** The named run, or the newest. @throws LandfallError run.none, run.not_found */
export async function runOf(client: Client, id: string | undefined): Promise<RunView> {
  if (id !== undefined) return client.call<RunView>('GET', `/runs/${encodeURIComponent(id)}`);
  const { runs } = await client.call<Page>('GET', '/runs', { query: { limit: 100 } });
  // Campaigns have commands of their own.
  const newest = runs.find(({ kind }) => kind !== 'campaign');
  if (!newest) throw invalid('run.none', 'There has been no migration yet. Begin one with `landfall import`.');
  return newest;
}

/** The named run, or the one that waits. @throws LandfallError run.none where none waits, or several */
export async function waitingRun(client: Client, id: string | undefined): Promise<RunView> {
  if (id !== undefined) return runOf(client, id);
  const [first, ...more] = await listRuns(client, { waiting: 'yes' });
  if (!first) throw invalid('run.none', 'No run waits for a yes.');
  if (more.length > 0) throw invalid('run.none', 'Several runs wait: name one. `landfall runs --waiting` lists them.');
  return first;
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
