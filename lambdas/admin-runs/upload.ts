/** Packages uploaded in chunks, straight to the bucket: a function can't take them in. */
import * as z from 'zod';
import type * as exports from '#adapters/runs/exports.ts';
import { invalid } from '#core/errors.ts';

export type UploadPorts = Pick<
  typeof exports,
  'beginUpload' | 'targetsOf' | 'uploadedParts' | 'uploadedPackage' | 'completeUpload'
>;

export const partSize = z.number().describe('Bytes of each part but the last');
/** A chunk that is to be sent. */
export const target = z.strictObject({
  number: z.number(),
  url: z.string().describe('PUT the part here within an hour'),
});
export const uploaded = z.strictObject({ key: z.string(), etag: z.string() });
export const uploadKey = z.string().max(1024);
export const uploadId = z.string().min(1).max(1024);

/** @throws LandfallError upload.key */
export function checkKey(key: string): void {
  if (!key.startsWith('staged/')) throw invalid('upload.key', 'Name the key that the upload began with.');
}
