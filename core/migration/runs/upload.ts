import { invalid } from '#core/errors.ts';

const MEBIBYTE = 1024 * 1024;
const PART_BYTES = 8 * MEBIBYTE;
/** Presigned URLs in one answer. S3 allows 10,000 parts of up to 5 GiB. */
const MAX_PARTS = 1_000;
/** The largest object S3 holds. */
const MAX_BYTES = 5 * 1024 ** 4;

/** How a package of `size` bytes is uploaded: parts of 8 MiB, larger ones where they would be more than 1,000. */
export function partsOf(size: number): { readonly partSize: number; readonly parts: number } {
  if (size > MAX_BYTES) throw invalid('upload.too_large', 'A package can be at most 5 TiB.', { limit: MAX_BYTES });
  const partSize = Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS / MEBIBYTE) * MEBIBYTE);
  return { partSize, parts: Math.ceil(size / partSize) };
}

export type UploadedPart = { readonly number: number; readonly etag: string; readonly size: number };

/**
 * What has come of a package of `size` bytes, and which parts are still to be sent: a part of another size than it must have is
 * sent again, since it was of another file or is not whole.
 */
export function sortParts(size: number, uploaded: readonly UploadedPart[]) {
  const { partSize, parts } = partsOf(size);
  const sizeOf = (number: number) => (number < parts ? partSize : size - partSize * (parts - 1));
  const there = uploaded.filter((part) => part.number <= parts && part.size === sizeOf(part.number));
  const numbers = new Set(there.map(({ number }) => number));
  const missing = Array.from({ length: parts }, (_, index) => index + 1).filter((number) => !numbers.has(number));
  return { partSize, there, missing };
}

/** A file's name as the last segment of a key: letters, digits, dot, hyphen and underscore. */
export const uploadName = (name: string): string => name.replace(/[^\w.-]+/gu, '_').slice(-100);
