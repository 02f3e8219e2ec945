/** The simulated S3 and the embedded engine's: the same calls by the same client have the same outcome. */
import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { simulated } from '../../simulation/client.ts';
import { S3 } from '../../simulation/services/s3/s3.ts';
import type { WireRequest } from '../../simulation/services/service.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { drawnBy, outcome } from '../../support/outcome.ts';

const MEBIBYTE = 1024 * 1024;
const world = { now: () => Date.now(), random: drawnBy(1) };
const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;
const quiet = new S3(world, { exports: {}, reports: {} }, undefined, () => false);

let engines: Engines;
let clients: Record<string, S3Client>;
beforeAll(async () => {
  engines = await startEngines('S3');
  clients = {
    simulated: new S3Client({ ...common, requestHandler: simulated(quiet) }),
    embedded: new S3Client({ ...common, endpoint: engines.s3 }),
  };
});
afterAll(() => engines.stop());

const Bucket = 'exports';
const text = (answer: { Body?: { transformToString(): Promise<string> } }) => answer.Body!.transformToString();
type About = Pick<
  Partial<GetObjectCommandOutput>,
  'ETag' | 'ContentLength' | 'ContentRange' | 'ContentType' | 'Metadata'
>;
const about = ({ ETag, ContentLength, ContentRange, ContentType, Metadata }: About) => {
  return { ETag, ContentLength, ContentRange, ContentType, Metadata };
};

describe.each(['simulated', 'embedded'])('%s', (which) => {
  const s3 = () => clients[which]!;
  const put = (Key: string, Body: string, more: object = {}) =>
    outcome(s3().send(new PutObjectCommand({ Bucket, Key, Body, ...more })), ({ ETag }) => ETag);
  const get = (Key: string, more: object = {}) =>
    outcome(s3().send(new GetObjectCommand({ Bucket, Key, ...more })), async (answer) => {
      return { text: await text(answer), ...about(answer) };
    });
  const head = (Key: string, more: object = {}) =>
    outcome(s3().send(new HeadObjectCommand({ Bucket, Key, ...more })), about);
  const keys = (more: object) =>
    outcome(s3().send(new ListObjectsV2Command({ Bucket, ...more })), (page) => ({
      keys: page.Contents?.map(({ Key }) => Key),
      prefixes: page.CommonPrefixes?.map(({ Prefix }) => Prefix),
      count: page.KeyCount,
      more: page.IsTruncated,
    }));

  test('an object comes back as it was put, with its type and its metadata, whole or in a range', async () => {
    const ETag = '"781e5e245d69b566979b86e28d23f2c7"';
    const stored = { ContentType: 'text/plain', Metadata: { run: '7' } };
    expect(await put('a/my export ä+1.txt', '0123456789', stored)).toBe(ETag);
    expect(await get('a/my export ä+1.txt')).toMatchObject({ text: '0123456789', ETag, ContentLength: 10, ...stored });
    expect(await head('a/my export ä+1.txt')).toMatchObject({ ETag, ContentLength: 10, ...stored });
    expect(await get('a/my export ä+1.txt', { Range: 'bytes=2-4' })).toMatchObject({
      text: '234',
      ContentLength: 3,
      ContentRange: 'bytes 2-4/10',
    });
    expect(await get('a/my export ä+1.txt', { Range: 'bytes=8-99' })).toMatchObject({ text: '89' });
    expect(await get('a/my export ä+1.txt', { Range: 'bytes=-3' })).toMatchObject({ text: '789' });
    expect(await get('a/my export ä+1.txt', { Range: 'bytes=10-12' })).toEqual({ error: 'InvalidRange', status: 416 });
  });

  test('what is not there is said by name, and removing it is no error', async () => {
    expect(await get('none')).toEqual({ error: 'NoSuchKey', status: 404 });
    expect(await head('none')).toEqual({ error: 'NotFound', status: 404 });
    const elsewhere = s3().send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'a' }));
    expect(await outcome(elsewhere, about)).toEqual({ error: 'NoSuchBucket', status: 404 });
    const removed = s3().send(new DeleteObjectCommand({ Bucket, Key: 'none' }));
    expect(await outcome(removed, ({ $metadata }) => $metadata.httpStatusCode)).toBe(204);
  });

  test('reads and writes under a condition', async () => {
    const first = await put('c', 'first');
    const failed = { error: 'PreconditionFailed', status: 412 };
    expect(await put('c', 'second', { IfNoneMatch: '*' })).toEqual(failed);
    expect(await put('c', 'second', { IfMatch: '"0"' })).toEqual(failed);
    const second = await put('c', 'second', { IfMatch: first });
    expect(second).not.toEqual(first);
    expect(await put('c-new', 'x', { IfMatch: first })).toEqual({ error: 'NoSuchKey', status: 404 });
    expect(await put('c-new', 'x', { IfNoneMatch: '*' })).toEqual(expect.any(String));
    expect(await get('c', { IfMatch: first })).toEqual(failed);
    expect(await get('c', { IfMatch: second, Range: 'bytes=0-1' })).toMatchObject({ text: 'se' });
    expect(await get('c', { IfNoneMatch: second })).toMatchObject({ status: 304 });
  });

  test('keys are listed by their bytes, a page at a time, and folders in one', async () => {
    for (const key of ['l/b/1', 'l/a', 'l/b/2', 'l/Z', 'l/é', 'l/c', 'm']) await put(key, 'x');
    const listed = ['l/Z', 'l/a', 'l/b/1', 'l/b/2', 'l/c', 'l/é'];
    expect(await keys({ Prefix: 'l/' })).toMatchObject({ keys: listed, count: 6, more: false });
    const paged: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const asked = { Bucket, Prefix: 'l/', MaxKeys: 2, ContinuationToken };
      const page = await s3().send(new ListObjectsV2Command(asked));
      paged.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(paged).toEqual(listed);
    expect(await keys({ Prefix: 'l/', StartAfter: 'l/b/2' })).toMatchObject({ keys: ['l/c', 'l/é'] });
    expect(await keys({ Prefix: 'l/', Delimiter: '/' })).toMatchObject({
      keys: ['l/Z', 'l/a', 'l/c', 'l/é'],
      prefixes: ['l/b/'],
      count: 5,
    });
    expect(await keys({ Prefix: 'none' })).toEqual({ count: 0, more: false });
  });

  test('many are removed at once, whether they are there or not', async () => {
    for (const key of ['d/1', 'd/2 &<', 'd/3']) await put(key, 'x');
    const remove = (named: readonly string[], Quiet: boolean) =>
      outcome(
        s3().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: named.map((Key) => ({ Key })), Quiet } })),
        ({ Deleted, Errors }) => ({ deleted: Deleted?.map(({ Key }) => Key), errors: Errors }),
      );
    expect(await remove(['d/1', 'd/none'], false)).toEqual({ deleted: ['d/1', 'd/none'], errors: undefined });
    expect(await remove(['d/2 &<'], true)).toEqual({ deleted: undefined, errors: undefined });
    expect(await keys({ Prefix: 'd/' })).toMatchObject({ keys: ['d/3'] });
  });

  describe('an upload in parts', () => {
    const begin = async (Key: string) => (await s3().send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId!;
    const part = (Key: string, UploadId: string, PartNumber: number, Body: Buffer | string) =>
      outcome(s3().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body })), ({ ETag }) => ETag);
    const complete = (Key: string, UploadId: string, parts: readonly (readonly [number, unknown])[]) => {
      const Parts = parts.map(([PartNumber, ETag]) => ({ PartNumber, ETag: String(ETag) }));
      const command = new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
      return outcome(s3().send(command), ({ ETag }) => ETag);
    };
    const list = (Key: string, UploadId: string, more: object = {}) =>
      outcome(s3().send(new ListPartsCommand({ Bucket, Key, UploadId, ...more })), ({ Parts, IsTruncated }) => ({
        parts: Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
        more: IsTruncated,
      }));
    const noUpload = { error: 'NoSuchUpload', status: 404 };

    test('becomes one object, whatever order its parts came in', async () => {
      const id = await begin('u/1');
      const last = await part('u/1', id, 2, 'end');
      const first = await part('u/1', id, 1, Buffer.alloc(5 * MEBIBYTE, 'a'));
      expect(await list('u/1', id)).toEqual({ parts: [[1, 5 * MEBIBYTE], [2, 3]], more: false }); // biome-ignore format: a line
      expect(await list('u/1', id, { MaxParts: 1 })).toEqual({ parts: [[1, 5 * MEBIBYTE]], more: true });
      expect(await complete('u/1', id, [[1, first], [2, '"0"']])).toEqual({ error: 'InvalidPart', status: 400 }); // biome-ignore format: a line
      expect(await complete('u/1', id, [[2, last], [1, first]])).toEqual({ error: 'InvalidPartOrder', status: 400 }); // biome-ignore format: a line
      expect(await complete('u/1', id, [[1, first], [2, last]])).toMatch(/^"[\da-f]{32}-2"$/u); // biome-ignore format: a line
      expect(await head('u/1')).toMatchObject({ ContentLength: 5 * MEBIBYTE + 3 });
      expect(await get('u/1', { Range: `bytes=${5 * MEBIBYTE - 1}-` })).toMatchObject({ text: 'aend' });
      expect(await complete('u/1', id, [[1, first], [2, last]])).toEqual(noUpload); // biome-ignore format: a line
      expect(await list('u/1', id)).toEqual(noUpload);
    });

    test('takes no small parts but the last, and none once it was given up', async () => {
      const id = await begin('u/2');
      const both = [await part('u/2', id, 1, 'a'), await part('u/2', id, 2, 'b')] as const;
      expect(await complete('u/2', id, [[1, both[0]], [2, both[1]]])).toEqual({ error: 'EntityTooSmall', status: 400 }); // biome-ignore format: a line
      const given = s3().send(new AbortMultipartUploadCommand({ Bucket, Key: 'u/2', UploadId: id }));
      expect(await outcome(given, ({ $metadata }) => $metadata.httpStatusCode)).toBe(204);
      expect(await part('u/2', id, 1, 'a')).toEqual(noUpload);
      expect(await list('u/2', id)).toEqual(noUpload);
    });
  });
});

const key = fc.constantFrom('a', 'a b', 'a/b', 'ä', 'A');
const body = fc.constantFrom('x', 'other', '0123456789');
const request = fc.oneof(
  fc.record({
    act: fc.constant('put' as const),
    key,
    body,
    condition: fc.constantFrom('none', 'new', 'seen', 'stale'),
  }),
  fc.record({
    act: fc.constant('get' as const),
    key,
    range: fc.constantFrom(undefined, 'bytes=0-3', 'bytes=4-', 'bytes=-2'),
  }),
  fc.record({ act: fc.constant('get' as const), key, condition: fc.constantFrom('seen', 'stale') }),
  fc.record({ act: fc.constant('head' as const), key }),
  fc.record({ act: fc.constant('delete' as const), key }),
  fc.record({ act: fc.constant('delete-many' as const), keys: fc.uniqueArray(key, { minLength: 1 }) }),
  fc.record({ act: fc.constant('list' as const), max: fc.integer({ min: 1, max: 6 }) }),
);
type Request = typeof request extends fc.Arbitrary<infer R> ? R : never;

/** The outcomes of drawn requests, one behind the other. `seen`: by key, the ETag that was seen last. */
async function outcomes(s3: S3Client, folder: string, requests: readonly Request[]): Promise<unknown[]> {
  const seen = new Map<string, string>();
  const found: unknown[] = [];
  const named = (one: string) => ({ Bucket, Key: `${folder}/${one}` });
  const etagOf = (one: string, condition: string) => (condition === 'seen' ? (seen.get(one) ?? '"none"') : '"stale"');
  for (const one of requests) {
    if (one.act === 'put') {
      const { condition } = one;
      const demand = condition === 'new' ? { IfNoneMatch: '*' } : { IfMatch: etagOf(one.key, condition) };
      const command = new PutObjectCommand({
        ...named(one.key),
        Body: one.body,
        ...(condition === 'none' ? {} : demand),
      });
      const etag = await outcome(s3.send(command), ({ ETag }) => ETag!);
      if (typeof etag === 'string') seen.set(one.key, etag);
      found.push(etag);
    } else if (one.act === 'get') {
      const more = 'range' in one ? { Range: one.range } : { IfMatch: etagOf(one.key, one.condition) };
      found.push(
        await outcome(s3.send(new GetObjectCommand({ ...named(one.key), ...more })), async (answer) => {
          return { text: await text(answer), etag: answer.ETag, range: answer.ContentRange };
        }),
      );
    } else if (one.act === 'head')
      found.push(await outcome(s3.send(new HeadObjectCommand(named(one.key))), ({ ContentLength }) => ContentLength));
    else if (one.act === 'delete')
      found.push(await outcome(s3.send(new DeleteObjectCommand(named(one.key))), () => 'done'));
    else if (one.act === 'delete-many') {
      const Objects = one.keys.map((each) => ({ Key: named(each).Key }));
      const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
      found.push(await outcome(s3.send(command), ({ Errors }) => Errors ?? 'done'));
    } else {
      const command = new ListObjectsV2Command({ Bucket, Prefix: `${folder}/`, MaxKeys: one.max });
      found.push(
        await outcome(s3.send(command), ({ Contents = [], IsTruncated }) => {
          return [Contents.map(({ Key, ETag, Size }) => [Key, ETag, Size]), IsTruncated];
        }),
      );
    }
  }
  return found;
}

test('drawn requests have the same outcomes on both', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 25 }), async (requests) => {
      const folder = `drawn/${run++}`;
      expect(await outcomes(clients['simulated']!, folder, requests)).toEqual(
        await outcomes(clients['embedded']!, folder, requests),
      );
    }),
    { seed: 13, numRuns: 60 },
  );
});

describe('what the embedded engine leaves out', () => {
  let now = Date.parse('2026-11-30T08:00:00Z');
  const made: unknown[] = [];
  const buckets = { exports: { kms: true, expirationDays: 2, uploadDays: 1 } };
  const moved = { now: () => now, random: drawnBy(2) };
  const service = new S3(
    moved,
    buckets,
    (...object) => made.push(object),
    () => false,
  );
  const direct = (method: string, path: string, more: Partial<WireRequest> = {}) => {
    const host = 'exports.s3.eu-central-1.amazonaws.com';
    const request = { service: 's3', method, host, path, query: {}, headers: {}, body: Buffer.from('x'), ...more };
    return {
      ...service.handle(request),
      faults: service.faults(request),
      refuse: (fault: string) => service.refuse(request, fault),
    };
  };
  const xAmzDate = (time: number) => new Date(time).toISOString().replaceAll(/[-:]|\.\d+/gu, '');

  test('the ETag of what a key of KMS encrypts is no digest: the same bytes twice have two', () => {
    const [first, second] = [direct('PUT', '/e').headers['etag'], direct('PUT', '/e').headers['etag']];
    expect(first).toMatch(/^"[\da-f]{32}"$/u);
    expect(second).not.toBe(first);
    expect(made.at(-1)).toEqual(['exports', 'e', 1, second!.replaceAll('"', '')]);
    expect(direct('HEAD', '/e', { headers: { 'if-match': first! } }).status).toBe(412);
  });

  test('objects and uploads expire at the midnight behind their days', () => {
    direct('PUT', '/old');
    const [, id] = /<UploadId>(.+?)</u.exec(String(direct('POST', '/u', { query: { uploads: '' } }).body))!;
    const parts = () => direct('GET', '/u', { query: { uploadId: id! } }).status;
    now = Date.parse('2026-12-01T23:59:00Z');
    expect(parts()).toBe(200);
    now = Date.parse('2026-12-02T00:00:00Z');
    expect(parts()).toBe(404);
    now = Date.parse('2026-12-02T23:59:59Z');
    expect(direct('GET', '/old').status).toBe(200);
    now = Date.parse('2026-12-03T00:00:00Z');
    expect(direct('GET', '/old').status).toBe(404);
  });

  test('a clock that is a quarter of an hour off and an address that has expired are refused', () => {
    const at = (ms: number) => direct('GET', '/e', { headers: { 'x-amz-date': xAmzDate(now + ms) } }).body;
    expect(at(-16 * 60_000)).toContain('<Code>RequestTimeTooSkewed</Code>');
    const signed = (ms: number) => ({ query: { 'X-Amz-Date': xAmzDate(now - ms), 'X-Amz-Expires': '3600' } });
    expect(direct('PUT', '/e', signed(3_599_000)).status).toBe(200);
    expect(direct('PUT', '/e', signed(3_601_000)).body).toContain('Request has expired');
  });

  test("every request can be refused, one under a condition by a conflict, and an upload's end behind a 200", () => {
    const all = ['slow-down', 'internal', 'unavailable', 'kms-throttled'];
    expect(direct('GET', '/e').faults).toEqual(all);
    const conditional = direct('PUT', '/e', { headers: { 'if-none-match': '*' } });
    expect(conditional.faults).toEqual([...all, 'conflict']);
    expect(conditional.refuse('conflict')).toMatchObject({ status: 409 });
    expect(conditional.refuse('slow-down')).toMatchObject({ status: 503, body: expect.stringContaining('SlowDown') });
    const end = direct('POST', '/e', { query: { uploadId: 'x' } });
    expect(end.refuse('internal-after-ok')).toMatchObject({
      status: 200,
      body: expect.stringContaining('InternalError'),
    });
  });

  test('of many that are removed at once some may stay, and the answer names them', () => {
    for (const key of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6']) direct('PUT', `/${key}`);
    const body = Buffer.from(
      `<Delete>${[1, 2, 3, 4, 5, 6].map((n) => `<Object><Key>p${n}</Key></Object>`).join('')}</Delete>`,
    );
    const request = {
      service: 's3',
      method: 'POST',
      host: 'exports.s3.eu-central-1.amazonaws.com',
      path: '/',
      query: { delete: '' },
    };
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = String(service.refuse({ ...request, headers, body }, 'partial').body);
    const stayed = service.store.keys('exports', 'p');
    expect(stayed.length % 6).not.toBe(0);
    expect([...answer.matchAll(/<Error><Key>(\w+)</gu)].map(([, key]) => key)).toEqual(stayed);
  });

  test('what the simulation does not know is a defect of the simulation, not an answer', () => {
    expect(() => direct('GET', '/e', { query: { acl: '' } })).toThrow('has no GET object ["acl"]');
    expect(() => direct('PATCH', '/e')).toThrow('has no PATCH object');
  });
});
