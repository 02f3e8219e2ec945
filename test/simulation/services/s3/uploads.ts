/** Multipart uploads: begun, parts put, listed, completed or given up. */
import { contentsOf, element, text, textOf } from '../xml.ts';
import { checkWrite, S3Error } from './conditions.ts';
import type { Store, Upload } from './store.ts';

/** The least size of each part but the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024;
const MAX_PARTS = 10_000;
const PAGE = 1000;

/** A request for an object, as s3.ts has read it. */
export type Call = {
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

function uploadOf(store: Store, { query, bucket, key }: Call): Upload {
  const found = store.upload(query['uploadId'] ?? '', bucket, key);
  if (found) return found;
  throw new S3Error('NoSuchUpload', 404, 'The specified upload does not exist. It may have been aborted or completed.');
}

export function begin(store: Store, { bucket, key }: Call, kept: Readonly<Record<string, string>>): string {
  const id = store.begin(bucket, key, kept);
  return element('InitiateMultipartUploadResult', text('Bucket', bucket) + text('Key', key) + text('UploadId', id));
}

/** @returns the part's ETag */
export function putPart(store: Store, call: Call, now: number): string {
  const number = Number(call.query['partNumber']);
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS)
    throw new S3Error('InvalidArgument', 400, `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`);
  const upload = uploadOf(store, call);
  const etag = store.etagOf(call.bucket, call.body);
  upload.parts.set(number, { body: call.body, etag, at: now });
  return etag;
}

export function listParts(store: Store, call: Call): string {
  const { 'max-parts': max = PAGE, 'part-number-marker': marker = 0, uploadId = '' } = call.query;
  const { parts } = uploadOf(store, call);
  const rest = [...parts].filter(([number]) => number > Number(marker)).sort(([a], [b]) => a - b);
  const page = rest.slice(0, Math.min(Number(max), PAGE));
  const listed = page.map(([number, { body, etag, at }]) =>
    element(
      'Part',
      text('PartNumber', number) +
        text('LastModified', new Date(at).toISOString()) +
        text('ETag', etag) +
        text('Size', body.length),
    ),
  );
  // S3 names a marker on the last page too.
  const about = text('UploadId', uploadId) + text('IsTruncated', page.length < rest.length);
  return element('ListPartsResult', `${about}${text('NextPartNumberMarker', page.at(-1)?.[0] ?? 0)}${listed.join('')}`);
}

export function giveUp(store: Store, call: Call): void {
  uploadOf(store, call);
  store.uploads.delete(call.query['uploadId']!);
}

/** @throws S3Error MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall, and what checkWrite throws */
export function complete(store: Store, call: Call): string {
  const { bucket, key, body } = call;
  const upload = uploadOf(store, call);
  const named = contentsOf(body.toString('utf8'), 'Part').map((part) => {
    return { number: Number(textOf(part, 'PartNumber')), etag: textOf(part, 'ETag') ?? '' };
  });
  if (named.length === 0) throw new S3Error('MalformedXML', 400, 'The XML you provided was not well-formed.');
  if (named.some(({ number }, at) => at > 0 && number <= named[at - 1]!.number))
    throw new S3Error('InvalidPartOrder', 400, 'The list of parts was not in ascending order.');
  const parts = named.map(({ number, etag }) => {
    const found = upload.parts.get(number);
    if (found && found.etag.replaceAll('"', '') === etag.replaceAll('"', '')) return found;
    throw new S3Error('InvalidPart', 400, 'One or more of the specified parts could not be found.');
  });
  if (parts.slice(0, -1).some((part) => part.body.length < MIN_PART_BYTES))
    throw new S3Error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size');
  checkWrite(call.headers, store.find(bucket, key));
  const bytes = Buffer.concat(parts.map((part) => part.body));
  const { etag } = store.put(
    bucket,
    key,
    bytes,
    upload.headers,
    parts.map((part) => part.etag),
  );
  store.uploads.delete(call.query['uploadId']!);
  return element('CompleteMultipartUploadResult', text('Bucket', bucket) + text('Key', key) + text('ETag', etag));
}
