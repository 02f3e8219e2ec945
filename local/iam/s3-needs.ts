/**
 * What a request to S3 needs (AWS: Actions, resources, and condition keys for Amazon S3; Required permissions for Amazon S3 API operations;
 * Protecting data using server-side encryption with AWS KMS keys).
 */
import { type Account, keyNeeds, withTls } from './account.ts';
import type { Need } from './judge.ts';

export type S3Request = {
  readonly method: string;
  /** "/bucket/key", encoded as it came. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of DeleteObjects. */
  readonly body?: string;
};

const unknown = (what: string): never => {
  throw new Error(`The embedded deployment can't judge ${what}.`);
};

/** "/bucket/a%20key" -> bucket and key; no key where the request is about the bucket. */
export function objectIn(path: string): { bucket: string; key: string } {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/su.exec(path) ?? [];
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

type Does = { readonly action: string; readonly keyUse: readonly string[] };
const does = (action: string, ...keyUse: readonly string[]): Does => ({ action: `s3:${action}`, keyUse });

/** The parameters that say which operation it is; others say how. */
const operationOf = (query: URLSearchParams): string =>
  ['uploads', 'uploadId', 'partNumber', 'delete', 'location', 'acl', 'tagging', 'policy', 'versioning', 'versionId']
    .filter((name) => query.has(name))
    .join('&');

const ON_OBJECTS: Readonly<Record<string, Does>> = {
  'GET ': does('GetObject', 'Decrypt'),
  'HEAD ': does('GetObject', 'Decrypt'),
  'PUT ': does('PutObject', 'GenerateDataKey'),
  'DELETE ': does('DeleteObject'),
  'POST uploads': does('PutObject', 'GenerateDataKey'),
  'PUT uploadId&partNumber': does('PutObject', 'Decrypt'),
  'POST uploadId': does('PutObject', 'Decrypt'),
  'GET uploadId': does('ListMultipartUploadParts'),
  'DELETE uploadId': does('AbortMultipartUpload'),
};
const ON_BUCKETS: Readonly<Record<string, Does>> = {
  'GET ': does('ListBucket'),
  'HEAD ': does('ListBucket'),
  'GET uploads': does('ListBucketMultipartUploads'),
  'GET location': does('GetBucketLocation'),
};

/** What it takes to be told that an object is not there, rather than that one may not look. */
export function listNeed(bucket: string, prefix?: string | null): Need {
  const context = prefix === null || prefix === undefined ? {} : { 's3:prefix': [prefix] };
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: withTls(context) };
}

const keysIn = (body: string): string[] =>
  [...body.matchAll(/<Key>(.*?)<\/Key>/gsu)].map(([, key = '']) =>
    key
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  );

/** @throws Error where the request can't be judged */
export function s3Needs(
  { method, path, query, headers, body = '' }: S3Request,
  { buckets }: Pick<Account, 'buckets'>,
): Need[] {
  const { bucket, key } = objectIn(path);
  const operation = `${method} ${operationOf(query)}`;
  const arn = `arn:aws:s3:::${bucket}`;
  const on = (name: string, { action, keyUse }: Does): Need[] => [
    { action, resource: `${arn}/${name}`, context: withTls({}) },
    // Of the bucket's own key: buckets here have bucket keys, whose encryption context is the bucket.
    ...keyNeeds(buckets.get(bucket)?.key, keyUse, 's3', { 'aws:s3:arn': arn }),
  ];
  if (key === '') {
    if (operation === 'POST delete') return keysIn(body).flatMap((name) => on(name, does('DeleteObject')));
    const found = ON_BUCKETS[operation] ?? unknown(`${operation} of a bucket`);
    if (found.action === 's3:ListBucket') return [listNeed(bucket, query.get('prefix'))];
    return [{ action: found.action, resource: arn, context: withTls({}) }];
  }
  const found = ON_OBJECTS[operation] ?? unknown(`${operation} of an object`);
  const source = headers['x-amz-copy-source'];
  if (source === undefined) return on(key, found);
  const from = `/${String(source).replace(/^\//u, '').split('?')[0]}`;
  return [
    ...on(key, found),
    ...s3Needs({ method: 'GET', path: from, query: new URLSearchParams(), headers: {} }, { buckets }),
  ];
}
