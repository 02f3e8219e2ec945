/**
 * The export bucket: packages (uploads/, staged/), read by ranges that demand the ETag which the migration began with, and
 * plans/ with what ReadManifest prepared.
 */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { mapLimited } from '#core/concurrency.ts';
import { invalid, isError } from '#core/errors.ts';
import type { RangeReader } from '#core/export/archive.ts';
import type { UploadedPart } from '#core/migration/runs/upload.ts';
import { s3 } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { nameOf, statusOf } from '../aws/failures.ts';
import { putObject, readObject } from '../aws/objects.ts';

const bucket = (): string => environment('EXPORT_BUCKET');
const PRESIGNED_SECONDS = 3600;

const missing = () =>
  invalid('package.missing', 'The package is not in the export bucket (any more). Upload it again.');
const changed = () => invalid('package.changed', 'The package was replaced after the migration began. Start it again.');

/** The object is gone, or another one has taken its place. @throws anything else as it came */
function notTheSame(error: unknown): never {
  const status = statusOf(error);
  if (status === 404) throw missing();
  if (status === 412) throw changed();
  throw error;
}

/** Size in bytes and ETag (without quotes) of an object, of exactly this ETag where one is given. */
export async function headPackage(key: string, etag?: string): Promise<{ size: number; etag: string }> {
  const head = await s3()
    .send(new HeadObjectCommand({ Bucket: bucket(), Key: key }))
    .catch(notTheSame);
  const found = (head.ETag ?? '').replaceAll('"', '');
  if (etag !== undefined && found !== etag) throw changed();
  return { size: head.ContentLength ?? 0, etag: found };
}

/** @throws LandfallError package.missing, package.changed */
export const sizeOf = async (key: string, etag: string): Promise<number> => (await headPackage(key, etag)).size;

/** `length` bytes from `offset`. @throws LandfallError package.missing, package.changed */
export async function readRange(key: string, etag: string, offset: number, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  try {
    const { Body } = await s3().send(
      new GetObjectCommand({
        Bucket: bucket(),
        Key: key,
        IfMatch: `"${etag}"`,
        Range: `bytes=${offset}-${offset + length - 1}`,
      }),
    );
    return Buffer.from(await Body!.transformToByteArray());
  } catch (error) {
    return notTheSame(error);
  }
}

export function reader(key: string, etag: string, size: number): RangeReader {
  return { size, read: (offset, length) => readRange(key, etag, offset, length) };
}

/** Writes an object under plans/. */
export async function putPlan(name: string, body: string | Uint8Array): Promise<void> {
  await putObject({ bucket: bucket(), key: `plans/${name}`, body });
}

/** An object under plans/; undefined where there is none. */
export const readPlan = (name: string): Promise<string | undefined> => readObject(bucket(), `plans/${name}`);

/** Part of an object under plans/, fewer bytes where it ends; undefined where there is no such object. */
export async function readPlanRange(name: string, offset: number, length: number): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3().send(
      new GetObjectCommand({ Bucket: bucket(), Key: `plans/${name}`, Range: `bytes=${offset}-${offset + length - 1}` }),
    );
    return Buffer.from(await Body!.transformToByteArray());
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** Pages of a list, and their removals, at once: a run of 100,000 parts has some 200 pages. */
const PAGES_AT_ONCE = 8;

/** Removes the objects of a run under plans/ that `which` picks by their names; of one that is broken off the rest, when it is asked for again. */
export async function removePlans(run: string, which: (run: string, name: string) => boolean): Promise<void> {
  const remove = async (keys: readonly string[]): Promise<void> => {
    if (keys.length === 0) return;
    const { Errors = [] } = await s3().send(
      new DeleteObjectsCommand({ Bucket: bucket(), Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } }),
    );
    if (Errors.length > 0) throw new Error(`S3 did not remove ${Errors.length} objects: ${Errors[0]!.Code}`);
  };
  let after: string | undefined;
  do {
    const pages: string[][] = [];
    do {
      const page: ListObjectsV2CommandOutput = await s3().send(
        new ListObjectsV2Command({ Bucket: bucket(), Prefix: `plans/${run}.`, ContinuationToken: after }),
      );
      pages.push(
        (page.Contents ?? []).flatMap(({ Key = '' }) => (which(run, Key.slice('plans/'.length)) ? [Key] : [])),
      );
      after = page.NextContinuationToken;
    } while (after !== undefined && pages.length < PAGES_AT_ONCE);
    await mapLimited(pages, PAGES_AT_ONCE, remove);
  } while (after !== undefined);
}

export type UploadTarget = { readonly number: number; readonly url: string };

/** URLs for these parts of an upload, each good for an hour. */
export function targetsOf(key: string, uploadId: string, numbers: readonly number[]): Promise<UploadTarget[]> {
  const upload = { Bucket: bucket(), Key: key, UploadId: uploadId };
  return Promise.all(
    numbers.map(async (number) => {
      const command = new UploadPartCommand({ ...upload, PartNumber: number });
      return { number, url: await getSignedUrl(s3(), command, { expiresIn: PRESIGNED_SECONDS }) };
    }),
  );
}

/** Begins a multipart upload under staged/. @returns its id */
export async function beginUpload(key: string): Promise<string> {
  const { UploadId } = await s3().send(
    new CreateMultipartUploadCommand({ Bucket: bucket(), Key: key, ContentType: 'application/zip' }),
  );
  return UploadId!;
}

/** What has come of an upload, in order; undefined where there is no such upload (any more): completed, given up, expired. */
export async function uploadedParts(key: string, uploadId: string): Promise<UploadedPart[] | undefined> {
  const upload = { Bucket: bucket(), Key: key, UploadId: uploadId };
  const parts: UploadedPart[] = [];
  let after: string | undefined;
  try {
    // Not the SDK's paginator: S3 names a marker on the last page too, and it would ask for ever.
    do {
      const page = await s3().send(new ListPartsCommand({ ...upload, PartNumberMarker: after }));
      for (const { PartNumber, ETag = '', Size = 0 } of page.Parts ?? [])
        parts.push({ number: PartNumber!, etag: ETag.replaceAll('"', ''), size: Size });
      after = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (after !== undefined);
    return parts;
  } catch (error) {
    if (nameOf(error) === 'NoSuchUpload') return undefined;
    throw error;
  }
}

/** ETag of the object that an upload became. @throws LandfallError upload.not_found */
export async function uploadedPackage(key: string): Promise<string> {
  try {
    return (await headPackage(key)).etag;
  } catch (error) {
    if (!isError(error, 'package.missing')) throw error;
    throw invalid('upload.not_found', 'There is no such upload (any more). Begin the upload again.');
  }
}

/**
 * Puts the parts together; of an upload that was put together before the answer is the same again, so that a lost answer costs nothing.
 * @returns the object's ETag @throws LandfallError upload.incomplete (409), upload.not_found
 */
export async function completeUpload(
  key: string,
  uploadId: string,
  parts: readonly { number: number; etag: string }[],
): Promise<string> {
  try {
    const { ETag } = await s3().send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket(),
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
      }),
    );
    return (ETag ?? (await headPackage(key)).etag).replaceAll('"', '');
  } catch (cause) {
    const name = nameOf(cause);
    // A key is of one upload alone: it holds a random id.
    if (name === 'NoSuchUpload') return uploadedPackage(key);
    if (!['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'].includes(name ?? '')) throw cause;
    throw invalid('upload.incomplete', 'Parts are missing or wrong. Resume the upload and send them again.');
  }
}

/** How many packages lie in the bucket, uploaded or staged. */
export async function countPackages(): Promise<number> {
  let count = 0;
  for (const Prefix of ['uploads/', 'staged/']) {
    let ContinuationToken: string | undefined;
    do {
      const page = await s3().send(new ListObjectsV2Command({ Bucket: bucket(), Prefix, ContinuationToken }));
      count += page.KeyCount ?? 0;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
  return count;
}
