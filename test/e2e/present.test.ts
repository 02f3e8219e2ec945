/** A full export says who is gone: not a user who stays in the source without a token, nor a token that was refused there. */
import type { ExportRecord, PresentRecord } from '#core/export/record.ts';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleDescription, sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

let clock = Date.now() - 3_600_000;

/** Imports a full export, a record a part, and who stays in a part of its own. @returns user ID or serial by code of the gone */
async function goneAfter(records: readonly ExportRecord[], present: readonly PresentRecord[]) {
  clock += 60_000;
  const source = { ...sampleDescription.source, deployment: 'present' };
  const { bytes } = await packInMemory(importer.keys, records, {
    now: clock,
    partSize: 1,
    present,
    description: { source, full: true },
  });
  const run = await importer.ended(await importer.upload(bytes, `present-${clock}.zip`));
  expect(run.status).toBe('succeeded');
  const gone: string[] = [];
  for (let part: number | undefined = 1; part !== undefined; ) {
    const page: ReportPage = await importer.client.call<ReportPage>('GET', `/runs/${run.id}/report`, {
      query: { part },
    });
    for (const { code, userId, tokens } of page.records) {
      if (code === 'user.gone') gone.push(userId!);
      for (const token of tokens ?? []) if (token.code === 'token.gone') gone.push(token.serial);
    }
    part = page.next;
  }
  return gone.sort();
}

test('who stays in the source without a token is not gone, who is missing is', async () => {
  await importer.configure({ internalDatabase: { passwordRequired: false } });
  const [ana, bo, cy] = ['ana', 'bo', 'cy'].map((userId, n) =>
    sampleUser(`present-${userId}`, {
      externalId: `e-${userId}`,
      tokens: [aTokenRecord({ serial: `00000050000${n}` })],
    }),
  );
  expect(await goneAfter([ana!, bo!, cy!], [{ userId: 'present-never' }])).toEqual([]);
  // Bo was renamed and holds no token any more; it was refused for a wrong MAC.
  const present = [{ userId: 'present-bob', externalId: 'e-bo' }, { serials: ['000000500001'] }];
  expect(await goneAfter([ana!], present)).toEqual(['000000500002', 'present-cy']);
  expect(await goneAfter([ana!], [])).toEqual(['000000500001', '000000500002', 'present-bo', 'present-cy']);
}, 180_000);
