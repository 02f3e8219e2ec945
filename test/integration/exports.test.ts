/**
 * The export and the report bucket on a real S3 engine: ranges pinned to an ETag, plans, reports, uploads in parts.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from '#adapters/aws.ts';
import * as exports from '#adapters/exports.ts';
import { putReport, readReport } from '#adapters/reports.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { partsOf } from '#core/migration/upload.ts';
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

test('ranges of exactly the object that the migration began with', async () => {
  const etag = await put('uploads/my export.zip', '0123456789');
  expect(await exports.headPackage('uploads/my export.zip')).toEqual({ size: 10, etag });
  expect(await exports.sizeOf('uploads/my export.zip', etag)).toBe(10);
  const reader = exports.reader('uploads/my export.zip', etag, 10);
  expect((await reader.read(3, 4)).toString()).toBe('3456');
  expect((await reader.read(9, 1)).toString()).toBe('9');
  expect(await reader.read(5, 0)).toHaveLength(0);
});

test('a package that was replaced is not read on, one that is gone is missed', async () => {
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

test('plans are kept and found; what is not there is undefined', async () => {
  await exports.putPlan('m.jsonl', '{"a":1}\n');
  expect(await exports.readPlan('m.jsonl')).toBe('{"a":1}\n');
  expect(await exports.readPlan('n.jsonl')).toBeUndefined();
});

test('reports of run and dry run lie apart, line for line as they were', async () => {
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

test('an upload in parts, each to its own URL, is one object in the end; completing it twice says so', async () => {
  const content = Buffer.alloc(8 * MEBIBYTE + 5, 'x');
  const { partSize, parts } = partsOf(content.length);
  expect(parts).toBe(2);
  const { uploadId, targets } = await exports.beginUpload('staged/u/export.zip', parts);
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
  await expect(exports.completeUpload('staged/u/export.zip', uploadId, done)).rejects.toMatchObject({
    code: 'upload.incomplete',
  });
});
