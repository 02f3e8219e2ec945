/**
 * The export bucket: packages (uploads/, staged/), read by ranges that demand the ETag which the migration began with, and
 * plans/ with what ReadManifest prepared.
 */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { invalid } from '#core/errors.ts';
import type { RangeReader } from '#core/export/archive.ts';
import { s3 } from './aws.ts';
import { environment } from './environment.ts';

const bucket = (): string => environment('EXPORT_BUCKET');
const PRESIGNED_SECONDS = 3600;

const missing = () =>
  invalid('package.missing', 'The package is not in the export bucket (any more). Upload it again.', {}, 404);
const changed = () =>
  invalid('package.changed', 'The package was replaced after the migration began. Start it again.', {}, 409);

/** The object is gone, or another one has taken its place. @throws anything else as it came */
function notTheSame(error: unknown): never {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
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
export async function putPlan(name: string, body: string): Promise<void> {
  await s3().send(new PutObjectCommand({ Bucket: bucket(), Key: `plans/${name}`, Body: body }));
}

/** An object under plans/; undefined where there is none. */
export async function readPlan(name: string): Promise<string | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: bucket(), Key: `plans/${name}` }));
    return await Body!.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  }
}

export type UploadTarget = { readonly number: number; readonly url: string };

/** Begins a multipart upload under staged/ and presigns `parts` part uploads, numbered from 1, for an hour. */
export async function beginUpload(key: string, parts: number): Promise<{ uploadId: string; targets: UploadTarget[] }> {
  const { UploadId } = await s3().send(
    new CreateMultipartUploadCommand({ Bucket: bucket(), Key: key, ContentType: 'application/zip' }),
  );
  const uploadId = UploadId!;
  const presign = (number: number) =>
    getSignedUrl(s3(), new UploadPartCommand({ Bucket: bucket(), Key: key, UploadId: uploadId, PartNumber: number }), {
      expiresIn: PRESIGNED_SECONDS,
    });
  const numbers = Array.from({ length: parts }, (_, index) => index + 1);
  return {
    uploadId,
    targets: await Promise.all(numbers.map(async (number) => ({ number, url: await presign(number) }))),
  };
}

/** Puts the parts together. @returns the object's ETag @throws LandfallError upload.incomplete (409) */
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
    if (!['NoSuchUpload', 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'].includes((cause as Error).name))
      throw cause;
    throw invalid('upload.incomplete', 'The upload is not complete, or was completed before. Upload again.', {}, 409);
  }
}
