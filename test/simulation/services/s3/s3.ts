/**
 * Amazon S3, as far as the product uses it: objects with conditions, lists, multipart uploads, expiry. Buckets are addressed by host or path.
 * Source: Amazon S3 API reference. Strongly consistent, as S3 has been since December 2020.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Rarely, sometimes } from '../rarely.ts';
import type { Fault, Service, Surroundings, WireAnswer, WireRequest } from '../service.ts';
import { dateHeader, signatureFault } from '../signed.ts';
import { contentsOf, element, text, textOf } from '../xml.ts';
import { checkRead, checkWrite, rangeOf, S3Error } from './conditions.ts';
import { type BucketRules, type OnCreated, Store, type StoredObject } from './store.ts';
import { begin, type Call, complete, giveUp, listParts, putPart } from './uploads.ts';

type Headers = Readonly<Record<string, string>>;
type Operation = (call: Call, method: string) => WireAnswer;

const PAGE = 1000;
const MAX_KEY_BYTES = 1024;
/** What names an operation in a query; the others of a query belong to one of these. */
const MARKERS = ['uploads', 'uploadId', 'delete', 'list-type'];
const KNOWN_QUERY =
  /^(?:uploads|uploadId|partNumber|delete|list-type|prefix|delimiter|start-after|continuation-token|max-keys|max-parts|part-number-marker|x-id|X-Amz-\w+(?:-\w+)*)$/u;
const KEPT = /^(?:content-type|cache-control|content-disposition|content-encoding|content-language|x-amz-meta-.+)$/u;

const FAULTS: Readonly<Record<Fault, readonly [code: string, status: number]>> = {
  'slow-down': ['SlowDown', 503],
  internal: ['InternalError', 500],
  unavailable: ['ServiceUnavailable', 503],
  /** Of a bucket that is encrypted by KMS. */
  'kms-throttled': ['ThrottlingException', 400],
};
/** Another write of the same object was under way. */
const CONFLICT: readonly [string, number] = ['ConditionalRequestConflict', 409];

const xml = (body: string, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});
const empty = (status: number, headers: Headers = {}): WireAnswer => ({ status, headers, body: '' });
const errorXml = (code: string, message: string): string =>
  element('Error', text('Code', code) + text('Message', message) + text('RequestId', 'simulated'));

function placeOf({ host, path }: WireRequest): { bucket: string; key: string } {
  const [, ofHost] = /^(?:(.+)\.)?s3[.-]/u.exec(host) ?? [];
  const [, first = '', rest = ''] = /^\/([^/]*)(?:\/(.*))?$/su.exec(path) ?? [];
  if (ofHost !== undefined) return { bucket: ofHost, key: decodeURIComponent(path.slice(1)) };
  return { bucket: first, key: decodeURIComponent(rest) };
}

/** @throws S3Error BadDigest, where the request names a digest */
function checkDigests(headers: Headers, body: Buffer): void {
  if (headers['x-amz-content-sha256']?.startsWith('STREAMING-'))
    throw new Error('The simulation of S3 reads no body in signed chunks: let checksums be calculated WHEN_REQUIRED.');
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  const given: readonly [string | undefined, string][] = [
    [headers['x-amz-checksum-crc32'], sum.toString('base64')],
    [headers['content-md5'], createHash('md5').update(body).digest('base64')],
  ];
  if (given.some(([named, right]) => named !== undefined && named !== right))
    throw new S3Error('BadDigest', 400, 'The digest you specified did not match what we received.');
}

export class S3 implements Service {
  readonly store: Store;
  readonly #world: Surroundings;
  readonly #rarely: Rarely;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(
    world: Surroundings,
    buckets: Readonly<Record<string, BucketRules>>,
    onCreated: OnCreated = () => undefined,
    rarely: Rarely = sometimes(world),
  ) {
    this.#world = world;
    this.#rarely = rarely;
    this.store = new Store(world, buckets, onCreated, rarely);
    const { store } = this;
    this.#operations = {
      'GET object': (call) => this.#read(call, true),
      'HEAD object': (call) => this.#read(call, false),
      'PUT object': (call) => this.#write(call),
      'DELETE object': (call) => this.#remove(call),
      'POST object uploads': (call) => xml(begin(store, call, this.#kept(call.headers))),
      'PUT object uploadId': (call) => empty(200, { etag: putPart(store, call, world.now()) }),
      'GET object uploadId': (call) => xml(listParts(store, call)),
      'POST object uploadId': (call) => xml(complete(store, call)),
      'DELETE object uploadId': (call) => {
        giveUp(store, call);
        return empty(204);
      },
      'POST bucket delete': (call) => this.#removeMany(call, () => false),
      'GET bucket list-type': (call) => this.#list(call),
    };
  }

  #kept = (headers: Headers): Headers =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT.test(name)));

  #nameOf(request: WireRequest): string {
    const unknown = Object.keys(request.query).filter((name) => !KNOWN_QUERY.test(name));
    const marker = MARKERS.find((one) => one in request.query);
    const of = placeOf(request).key === '' ? 'bucket' : 'object';
    const name = [request.method, of, ...(marker ? [marker] : [])].join(' ');
    if (!this.#operations[name] || unknown.length > 0)
      throw new Error(`The simulation of S3 has no ${name} ${JSON.stringify(unknown)}.`);
    return name;
  }

  #error(code: string, status: number, message: string, method: string, headers: Headers = {}): WireAnswer {
    const answer = method === 'HEAD' ? empty(status) : xml(errorXml(code, message), status);
    return { ...answer, headers: { ...answer.headers, ...headers, ...dateHeader(this.#world.now()) } };
  }

  handle(request: WireRequest): WireAnswer {
    const { method } = request;
    const operation = this.#operations[this.#nameOf(request)]!;
    try {
      const answer = operation(this.#call(request), method);
      return { ...answer, headers: { ...answer.headers, ...dateHeader(this.#world.now()) } };
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      return this.#error(error.code, error.status, error.message, method, error.headers);
    }
  }

  #call(request: WireRequest): Call {
    const { bucket, key } = placeOf(request);
    const fault = signatureFault(request, this.#world.now());
    if (fault === 'expired') throw new S3Error('AccessDenied', 403, 'Request has expired');
    if (fault) throw new S3Error('RequestTimeTooSkewed', 403, 'The difference is too large.');
    if (!this.store.has(bucket)) throw new S3Error('NoSuchBucket', 404, 'The specified bucket does not exist');
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 400, 'Your key is too long');
    checkDigests(request.headers, request.body);
    const { query, headers, body } = request;
    return { bucket, key, query, headers, body };
  }

  faults(request: WireRequest): readonly Fault[] {
    const name = this.#nameOf(request);
    const { headers } = request;
    const conditional = ('if-match' in headers || 'if-none-match' in headers) && /^(?:PUT|POST)/u.test(name);
    return [
      ...Object.keys(FAULTS),
      ...(conditional ? ['conflict'] : []),
      ...(name === 'POST object uploadId' ? ['internal-after-ok'] : []),
      ...(name === 'POST bucket delete' ? ['partial'] : []),
    ];
  }

  refuse(request: WireRequest, fault: Fault): WireAnswer {
    // Some of the keys stay, and the answer names them.
    if (fault === 'partial') return this.#removeMany(this.#call(request), () => this.#world.random(2) === 0);
    // S3 may have sent the headers of an upload's completion already, so that the error comes with status 200.
    if (fault === 'internal-after-ok') return xml(errorXml('InternalError', 'We encountered an internal error.'));
    const found = fault === 'conflict' ? CONFLICT : FAULTS[fault];
    if (!found) throw new Error(`The simulation of S3 has no fault ${fault}.`);
    const [code, status] = found;
    return this.#error(code, status, `${code} (simulated)`, request.method);
  }

  #found({ bucket, key }: Call): StoredObject {
    const found = this.store.find(bucket, key);
    if (!found) throw new S3Error('NoSuchKey', 404, 'The specified key does not exist.');
    return found;
  }

  #read(call: Call, withBody: boolean): WireAnswer {
    const found = this.#found(call);
    const about = { etag: found.etag, 'last-modified': new Date(found.at).toUTCString() };
    if (checkRead(call.headers, found) === 304) return empty(304, about);
    const { body } = found;
    const [first, last] = rangeOf(call.headers['range'], body.length) ?? [];
    const part = first === undefined ? body : body.subarray(first, last! + 1);
    const headers = {
      'content-type': 'binary/octet-stream',
      ...found.headers,
      ...about,
      'accept-ranges': 'bytes',
      'content-length': String(part.length),
      ...(first === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${body.length}` }),
    };
    return { status: first === undefined ? 200 : 206, headers, body: withBody ? part : '' };
  }

  #write(call: Call): WireAnswer {
    const { bucket, key, headers, body } = call;
    checkWrite(headers, this.store.find(bucket, key));
    return empty(200, { etag: this.store.put(bucket, key, body, this.#kept(headers)).etag });
  }

  #remove({ bucket, key, headers }: Call): WireAnswer {
    const found = this.store.find(bucket, key);
    if (headers['if-match'] !== undefined) checkWrite(headers, found);
    this.store.remove(bucket, key);
    return empty(204);
  }

  #removeMany({ bucket, body, headers }: Call, stays: (key: string) => boolean): WireAnswer {
    const asked = body.toString('utf8');
    const keys = contentsOf(asked, 'Object').map((one) => textOf(one, 'Key') ?? '');
    if (keys.length === 0 || keys.length > PAGE)
      throw new S3Error('MalformedXML', 400, 'The XML you provided was not well-formed.');
    if (!('content-md5' in headers) && !Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-')))
      throw new S3Error(
        'InvalidRequest',
        400,
        'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
      );
    const quiet = textOf(asked, 'Quiet') === 'true';
    const results = keys.map((key) => {
      if (stays(key))
        return element('Error', text('Key', key) + text('Code', 'InternalError') + text('Message', 'Try again.'));
      this.store.remove(bucket, key);
      return quiet ? '' : element('Deleted', text('Key', key));
    });
    return xml(element('DeleteResult', results.join('')));
  }

  /** A page may hold fewer than it was asked for, also where more follow (API reference, ListObjectsV2: MaxKeys). */
  #list({ bucket, query }: Call): WireAnswer {
    const { prefix = '', delimiter, 'start-after': after = '', 'continuation-token': token, 'max-keys': max } = query;
    const asked = Math.min(Number(max ?? PAGE), PAGE);
    const limit = asked > 1 && this.#rarely() ? 1 + this.#world.random(asked) : asked;
    const begun = token === undefined ? after : Buffer.from(token, 'base64url').toString('utf8');
    const names = new Map<string, StoredObject | undefined>();
    for (const key of this.store.keys(bucket, prefix)) {
      const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      const name = end < 0 ? key : key.slice(0, end + delimiter!.length);
      if (Buffer.compare(Buffer.from(name), Buffer.from(begun)) > 0)
        names.set(name, end < 0 ? this.store.find(bucket, key)! : undefined);
    }
    const page = [...names].slice(0, limit);
    const contents = page.map(([name, found]) =>
      found
        ? element(
            'Contents',
            text('Key', name) +
              text('LastModified', new Date(found.at).toISOString()) +
              text('ETag', found.etag) +
              text('Size', found.body.length) +
              text('StorageClass', 'STANDARD'),
          )
        : element('CommonPrefixes', text('Prefix', name)),
    );
    const more = page.length < names.size && asked > 0;
    const next = more ? text('NextContinuationToken', Buffer.from(page.at(-1)![0]).toString('base64url')) : '';
    const about =
      text('Name', bucket) + text('Prefix', prefix) + text('KeyCount', page.length) + text('MaxKeys', asked);
    return xml(element('ListBucketResult', `${about}${text('IsTruncated', more)}${next}${contents.join('')}`));
  }
}

/** S3's own event of an object that was made (version 2.1): what a queue gets. The key is URL-encoded, with + for a space. */
export function createdEvent(
  { bucket, key, size, etag }: { bucket: string; key: string; size: number; etag: string },
  now: number,
): string {
  const encoded = key
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%20', '+'))
    .join('/');
  const object = { key: encoded, size, eTag: etag };
  const s3 = { s3SchemaVersion: '1.0', bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` }, object };
  const event = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    awsRegion: 'eu-central-1',
  };
  return JSON.stringify({ Records: [{ ...event, eventTime: new Date(now).toISOString(), s3 }] });
}
