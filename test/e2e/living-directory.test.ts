/** Ten exports of a living source through the whole deployment: each preview is its import, and both are the independent model. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { RunView } from '#core/migration/record.ts';
import { uploadPackage } from '../../cli/online/upload.ts';
import { expected } from '../support/campaign-model.ts';
import { linesOf, recordOf } from '../support/campaign-view.ts';
import type { Options, Sent, SentRecord, Table } from '../support/campaign-words.ts';
import { eventually } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { type Importer, openImporter } from '../support/imported.ts';
import { campaigns, type Increment, LivingDirectory } from '../support/living-directory.ts';
import { packInMemory, sampleDescription } from '../support/package.ts';

const SEED = 11;
let running: Running;
let importer: Importer;
const folder = mkdtempSync(join(tmpdir(), 'living-'));
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  // No address is told of anything here: what would wait for those who were told is the unit test's.
  await importer.configure({ corrections: { told: 'apply' }, migration: { policy: 'correct' } });
}, 300_000);
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** The catalogue of a new deployment is not what the answers are for. */
const withoutAnswer = (record: SentRecord): SentRecord =>
  'user' in record ? { ...record, user: { ...record.user, answer: undefined } } : record;
const first = Date.now() - 3_600_000;

async function over(id: string): Promise<RunView> {
  const run = await eventually(async () => {
    const found = await importer.client.call<RunView>('GET', `/runs/${id}`);
    return ['succeeded', 'failed', 'waiting'].includes(found.status) ? found : undefined;
  }, 90);
  if (run.status !== 'succeeded') throw new Error(`${run.status} ${run.error?.code}: ${run.error?.hint}`);
  return run;
}

async function reportOf(id: string): Promise<ReportLine[]> {
  const lines: ReportLine[] = [];
  for (let part: number | undefined = 1; part !== undefined; ) {
    const query = { part: String(part) };
    const page: { readonly records: (ReportLine & { notice?: string })[]; readonly next?: number } =
      await importer.client.call('GET', `/runs/${id}/report`, { query });
    lines.push(...page.records.map(({ notice: _notice, ...line }) => line));
    part = page.next;
  }
  return lines;
}

async function bring(sent: Sent, size: number, options: Options): Promise<[ReportLine[], ReportLine[]]> {
  const source = { ...sampleDescription.source, deployment: sent.source };
  const { bytes } = await packInMemory(importer.keys, sent.records.map(recordOf), {
    partSize: size,
    now: sent.packedAt,
    description: { source, full: sent.full },
  });
  const file = join(folder, `${randomBytes(6).toString('hex')}.zip`);
  writeFileSync(file, bytes);
  const uploaded = await uploadPackage(importer.client, file, () => undefined);
  const run = async (kind: string) => {
    const body = { ...uploaded, kind, ...options };
    const { id } = await importer.client.call<{ id: string }>('POST', '/runs', { body });
    return reportOf((await over(id)).id);
  };
  return [await run('preview'), await run('import')];
}

test('ten exports of a living source: the preview is the import, and both are the independent model', async () => {
  const [increments] = fc.sample(campaigns(10), { seed: SEED, numRuns: 1 }) as [readonly Increment[]];
  const source = new LivingDirectory();
  let table: Table = { users: {}, tokens: {} };
  for (const [index, increment] of increments.entries()) {
    const drawn = source.export({ ...increment, scope: increment.scope === 'again' ? 'full' : increment.scope });
    const sent = { ...drawn, packedAt: first + index * 60_000, records: drawn.records.map(withoutAnswer) };
    const options: Options = increment.options.disableGone ? { disableGone: true } : {};
    const model = expected(table, sent, { ...options, confirmed: true });
    const [preview, done] = await bring(sent, increment.size, options);
    expect(preview).toEqual(done);
    expect(linesOf(done)).toEqual(model.lines);
    table = model.table;
  }
  for (const { userId, email, enabled } of Object.values(table.users)) {
    const here = importer.client.call<object>('GET', '/user', { query: { userId } });
    expect(await here).toMatchObject({ userId, enabled, ...(email === undefined ? {} : { email }) });
  }
}, 180_000);
