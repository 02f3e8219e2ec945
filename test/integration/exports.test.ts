/**
 * The export and the report bucket on a real S3 engine: ranges pinned to an ETag, plans, reports, uploads in chunks.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '#adapters/aws/clients.ts';
import * as exports from '#adapters/runs/exports.ts';
import { putReport, readReport } from '#adapters/runs/reports.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { partsOf } from '#core/migration/runs/upload.ts';
import { startStorage } from '../support/storage.ts';

const MEBIBYTE = 1024 * 1024;

let engine: { stop: () => Promise<void> };
beforeAll(async () => {
  engine = await startStorage();
});
afterAll(() => engine.stop());

async function put(key: string, text: string): Promise<string> {
  const { ETag } = await s3().send(new PutObjectCommand({ Bucket: 'exports', Key: key, Body: text }));
  return ETag!.replaceAll('"', '');
}

test('a migration reads ranges of exactly the object that it began with', async () => {
  const etag = await put('uploads/my export.zip', '0123456789');
  expect(await exports.headPackage('uploads/my export.zip')).toEqual({ size: 10, etag });
  expect(await exports.sizeOf('uploads/my export.zip', etag)).toBe(10);
  const reader = exports.reader('uploads/my export.zip', etag, 10);
  expect((await reader.read(3, 4)).toString()).toBe('3456');
  expect((await reader.read(9, 1)).toString()).toBe('9');
  expect(await reader.read(5, 0)).toHaveLength(0);
});

test('a package that was replaced is not read any further, and one that was deleted is reported as missing', async () => {
  const old = await put('uploads/x', 'first');
  await put('uploads/x', 'second');
  await expect(exports.readRange('uploads/x', old, 0, 3)).rejects.toMatchObject({
    code: 'package.changed',
    status: 409,
  });
  await expect(exports.sizeOf('uploads/x', old)).rejects.toMatchObject({ code: 'package.changed' });
  await expect(exports.readRange('uploads/y', old, 0, 3)).rejects.toMatchObject({
    code: 'package.missing',
    status: 404,
  });
  await expect(exports.sizeOf('uploads/y', old)).rejects.toMatchObject({ code: 'package.missing' });
});

test('a plan is read as it was stored, and one that is not there is undefined', async () => {
  await exports.putPlan('m.jsonl', '{"a":1}\n');
  expect(await exports.readPlan('m.jsonl')).toBe('{"a":1}\n');
  expect(await exports.readPlan('n.jsonl')).toBeUndefined();
});

test('reports of a run and a dry run are stored apart, line for line', async () => {
  const lines: ReportLine[] = [
    { part: 1, line: 1, type: 'user', userId: 'Léa "x"\n', outcome: 'created' },
    { part: 1, line: 2, type: 'unreadable', outcome: 'rejected', code: 'record.not_json' },
  ];
  await putReport('m', false, 1, lines);
  await putReport('m', true, 1, lines.slice(0, 1));
  expect(await readReport('m', false, 1)).toEqual(lines);
  expect(await readReport('m', true, 1)).toHaveLength(1);
  expect(await readReport('m', false, 2)).toBeUndefined();
});

test('an upload in chunks, each to its own URL, becomes one object, and completing it twice gives the same answer', async () => {
  const content = Buffer.alloc(8 * MEBIBYTE + 5, 'x');
  const { partSize, parts } = partsOf(content.length);
  expect(parts).toBe(2);
  const uploadId = await exports.beginUpload('staged/u/export.zip');
  const targets = await exports.targetsOf('staged/u/export.zip', uploadId, [1, 2]);
  const done = await Promise.all(
    targets.map(async ({ number, url }) => {
      const body = content.subarray((number - 1) * partSize, number * partSize);
      const answer = await fetch(url, { method: 'PUT', body });
      expect(answer.status).toBe(200);
      return { number, etag: answer.headers.get('etag')! };
    }),
  );
  const etag = await exports.completeUpload('staged/u/export.zip', uploadId, done);
  expect(await exports.headPackage('staged/u/export.zip')).toEqual({ size: content.length, etag });
  expect(await exports.completeUpload('staged/u/export.zip', uploadId, done)).toBe(etag);
  expect(await exports.uploadedParts('staged/u/export.zip', uploadId)).toBeUndefined();
  expect(await exports.uploadedPackage('staged/u/export.zip')).toBe(etag);
});

test('an interrupted upload lists the chunks that are there, and goes on with new URLs', async () => {
  const key = 'staged/v/my export.zip';
  const content = Buffer.alloc(8 * MEBIBYTE + 5, 'y');
  const uploadId = await exports.beginUpload(key);
  expect(await exports.uploadedParts(key, uploadId)).toEqual([]);
  const send = async (number: number) => {
    const [target] = await exports.targetsOf(key, uploadId, [number]);
    const body = content.subarray((number - 1) * 8 * MEBIBYTE, number * 8 * MEBIBYTE);
    expect((await fetch(target!.url, { method: 'PUT', body })).status).toBe(200);
  };
  await send(2);
  const half = (await exports.uploadedParts(key, uploadId))!;
  expect(half).toEqual([{ number: 2, etag: expect.stringMatching(/^[0-9a-f]{32}$/u), size: 5 }]);
  await expect(exports.completeUpload(key, uploadId, [{ number: 1, etag: 'x' }, ...half])).rejects.toMatchObject({
    code: 'upload.incomplete',
    status: 409,
  });
  await send(1);
  const all = (await exports.uploadedParts(key, uploadId))!;
  expect(all.map(({ number }) => number)).toEqual([1, 2]);
  const etag = await exports.completeUpload(key, uploadId, all);
  expect(await exports.headPackage(key)).toEqual({ size: content.length, etag });
});

test('an upload that was never begun, or under another key, is not found', async () => {
  const uploadId = await exports.beginUpload('staged/w/a.zip');
  expect(await exports.uploadedParts('staged/w/a.zip', 'no-such-upload')).toBeUndefined();
  expect(await exports.uploadedParts('staged/w/b.zip', uploadId)).toBeUndefined();
  const gone = { code: 'upload.not_found', status: 404 };
  await expect(exports.uploadedPackage('staged/w/a.zip')).rejects.toMatchObject(gone);
  const parts = [{ number: 1, etag: 'x' }];
  await expect(exports.completeUpload('staged/w/a.zip', 'no-such-upload', parts)).rejects.toMatchObject(gone);
});

test('an upload of more chunks than one answer lists is listed whole', async () => {
  const uploadId = await exports.beginUpload('staged/z/many.zip');
  const numbers = Array.from({ length: 1001 }, (_, index) => index + 1);
  for (const { url } of await exports.targetsOf('staged/z/many.zip', uploadId, numbers))
    await fetch(url, { method: 'PUT', body: 'x' });
  const parts = (await exports.uploadedParts('staged/z/many.zip', uploadId))!;
  expect(parts.map(({ number }) => number)).toEqual(numbers);
});
