import { invalid } from '#core/errors.ts';

const MEBIBYTE = 1024 * 1024;
const PART_BYTES = 8 * MEBIBYTE;
/** Presigned URLs in one answer. S3 allows 10,000 parts of up to 5 GiB. */
const MAX_PARTS = 1_000;
/** The largest object S3 holds. */
const MAX_BYTES = 5 * 1024 ** 4;

/** How a package of `size` bytes is uploaded: parts of 8 MiB, larger ones where they would be more than 1,000. */
export function partsOf(size: number): { readonly partSize: number; readonly parts: number } {
  if (size > MAX_BYTES) throw invalid('upload.too_large', 'A package can be at most 5 TiB.', { limit: MAX_BYTES }, 413);
  const partSize = Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS / MEBIBYTE) * MEBIBYTE);
  return { partSize, parts: Math.ceil(size / partSize) };
}

/** A file's name as the last piece of a key: letters, digits, dot, hyphen and underscore. */
export const uploadName = (name: string): string => name.replace(/[^\w.-]+/gu, '_').slice(-100);
