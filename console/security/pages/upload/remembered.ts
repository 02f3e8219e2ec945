/**
 * Uploads that were started on this device and can be resumed after a reload or a crash. The browser can't keep the file itself:
 * the administrator chooses it again, and it is recognised by its name, size and time.
 */

export type FileMark = { readonly name: string; readonly size: number; readonly lastModified: number };
export type Remembered = FileMark & {
  readonly key: string;
  readonly uploadId: string;
  /** Unix ms. */
  readonly begunAt: number;
  /** Present once the upload is complete; no migration has been started from it yet. */
  readonly etag?: string;
};

/** The bucket's lifecycle rule removes an upload that is incomplete by then. */
const KEPT_MS = 24 * 3_600_000;
const MAX_KEPT = 20;

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null) return false;
  const { name, size, lastModified, key, uploadId, begunAt, etag } = value as Record<string, unknown>;
  return (
    [name, key, uploadId].every((one) => typeof one === 'string' && one !== '') &&
    [size, lastModified, begunAt].every((one) => Number.isSafeInteger(one)) &&
    (etag === undefined || typeof etag === 'string')
  );
}

/** Reads the stored list; entries that are not uploads, or are too old, are left out. */
export function readRemembered(text: string | null, now: number): readonly Remembered[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isRemembered).filter(({ begunAt }) => now - begunAt < KEPT_MS) : [];
}

/** The list with this upload first, in place of earlier entries for it and for the same file. */
export const remember = (list: readonly Remembered[], upload: Remembered): readonly Remembered[] =>
  [upload, ...list.filter((one) => one.key !== upload.key && !isOf(one, upload))].slice(0, MAX_KEPT);

export const forget = (list: readonly Remembered[], key: string): readonly Remembered[] =>
  list.filter((one) => one.key !== key);

/** Whether the upload is of this file, as far as a browser can tell. */
export const isOf = (upload: FileMark, { name, size, lastModified }: FileMark): boolean =>
  upload.name === name && upload.size === size && upload.lastModified === lastModified;
