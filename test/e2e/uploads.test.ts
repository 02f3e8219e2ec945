/** An administrator's browser uploads a package straight to the bucket, is interrupted, resumes, migrates it, and finds the rejects. */
import { randomBytes } from 'node:crypto';
import type { ReportPage } from '#core/migration/report/report-page.ts';
import type { ApiUser } from '../support/client.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { packInMemory, sampleUser } from '../support/package.ts';
import { startWithRoles, type WithRoles } from '../support/role-sessions.ts';

const MEBIBYTE = 1024 * 1024;
type Part = { readonly number: number; readonly url?: string; readonly etag?: string; readonly size?: number };
type Upload = { readonly key: string; readonly uploadId: string; readonly partSize: number; readonly parts: Part[] };

let deployment: WithRoles;
let importer: Importer;
let admin: ApiUser;
beforeAll(async () => {
  deployment = await startWithRoles();
  importer = await openImporter(deployment.running);
  admin = deployment.consoles.admin;
}, 300_000);
afterAll(() => deployment?.running.stop(), 30_000);

const begin = async (bytes: Buffer, name: string) =>
  (await admin.post<Upload>('/api/admin/uploads', { name, size: bytes.length })).body;
const resume = ({ key, uploadId }: Upload, size: number) =>
  admin.post<Partial<Upload> & { etag?: string }>('/api/admin/uploads/resume', { key, uploadId, size });

/** As a page of the consoles does it: a preflight first, then the request. @returns the ETag, which the page may read */
async function sendPart(bytes: Buffer, { partSize }: Upload, { number, url }: Part): Promise<Part> {
  const origin = deployment.running.apiUrl;
  const asked = await fetch(url!, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  const body = bytes.subarray((number - 1) * partSize, number * partSize);
  const answer = await fetch(url!, { method: 'PUT', body, headers: { origin } });
  expect([answer.status, answer.headers.get('access-control-expose-headers')]).toEqual([200, 'ETag']);
  return { number, etag: answer.headers.get('etag')! };
}

test('the pages’ policy allows the bucket that the URLs name, and no other host', async () => {
  const { parts } = await begin(Buffer.alloc(1), 'one.zip');
  const policy = (await fetch(`${deployment.running.apiUrl}/no-such-page`)).headers.get('content-security-policy')!;
  expect(policy).toContain(`connect-src 'self' ${new URL(parts[0]!.url!).host};`);
});

test('an interrupted upload is resumed without sending a chunk again, and completed again where the answer was lost', async () => {
  const bytes = randomBytes(8 * MEBIBYTE + 9);
  const upload = await begin(bytes, 'big.zip');
  expect(upload.parts.map(({ number }) => number)).toEqual([1, 2]);
  await sendPart(bytes, upload, upload.parts[1]!);

  const { body: resumed } = await resume(upload, bytes.length);
  expect(resumed.parts).toMatchObject([
    { number: 1, url: expect.stringContaining('partNumber=1') },
    { number: 2, etag: expect.any(String), size: 9 },
  ]);
  const parts = [await sendPart(bytes, upload, resumed.parts![0]!), resumed.parts![1]!];
  const body = {
    key: upload.key,
    uploadId: upload.uploadId,
    parts: parts.map(({ number, etag }) => ({ number, etag })),
  };
  const complete = () => admin.post('/api/admin/uploads/complete', body);
  const first = await complete();
  expect(first.status).toBe(200);
  expect(await complete()).toMatchObject({ status: 200, body: first.body });
  expect((await resume(upload, bytes.length)).body).toEqual({ key: upload.key, etag: first.body['etag'] });

  const start = { key: upload.key, etag: first.body['etag'], kind: 'preview' };
  expect((await admin.post('/api/admin/runs', start)).body).toMatchObject({ code: 'package.not_zip' });
});

test('an upload that was never begun is not resumed, nor one outside staged/', async () => {
  const never = { key: 'staged/x/a.zip', uploadId: 'none', partSize: 0, parts: [] };
  expect(await resume(never, 5)).toMatchObject({ status: 404, body: { code: 'upload.not_found' } });
  const foreign = { ...never, key: 'plans/a' };
  expect(await resume(foreign, 5)).toMatchObject({ status: 400, body: { code: 'upload.key' } });
});

test('three rejects and two users without a mailbox are found among 500 records in 25 parts by filters', async () => {
  const address = (index: number) => ({
    tokens: [aTokenRecord()],
    ...(index === 60 || index === 461 ? {} : { email: `crew-${index}@corp.example` }),
  });
  const users = Array.from({ length: 497 }, (_item, index) => sampleUser(`crew-${index}`, address(index)));
  const twice = [3, 200, 201].map((index) => sampleUser(`CREW-${index}`));
  const { bytes } = await packInMemory(importer.keys, [...users, ...twice], { partSize: 20 });
  const upload = await begin(bytes, 'crew.zip');
  const parts = [await sendPart(bytes, upload, upload.parts[0]!)];
  const done = await admin.post('/api/admin/uploads/complete', { key: upload.key, uploadId: upload.uploadId, parts });
  const start = { key: upload.key, etag: done.body['etag'], kind: 'import' };
  const started = await admin.post('/api/admin/runs', start);
  expect(started).toMatchObject({ status: 202 });
  const { id } = started.body as { id: string };
  expect(await importer.ended(upload.key)).toMatchObject({ status: 'succeeded', parts: 25 });

  const found = async (filter: string) => {
    const records: ReportPage['records'][number][] = [];
    let part: number | undefined = 1;
    let pages = 0;
    while (part !== undefined) {
      const path: string = `/api/admin/runs/${id}/report?${filter}&part=${part}`;
      const { body }: { body: ReportPage } = await admin.get<ReportPage>(path);
      records.push(...body.records);
      part = body.next;
      pages += 1;
    }
    return { pages, users: records.map(({ userId }) => userId) };
  };
  const rejects = { pages: 1, users: ['CREW-3', 'CREW-200', 'CREW-201'] };
  expect(await found('outcome=rejected')).toEqual(rejects);
  expect(await found('code=user.duplicate&outcome=skipped,rejected')).toEqual(rejects);
  expect(await found('code=user.no_address')).toEqual({ pages: 1, users: ['crew-60', 'crew-461'] });
  expect(await found('notice=not-informed')).toEqual({ pages: 5, users: ['crew-60', 'crew-461'] });
  expect(await found('outcome=updated')).toEqual({ pages: 1, users: [] });
}, 180_000);
