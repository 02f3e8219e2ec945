/** Uploads a package to staged/, which starts no migration: in chunks (the API and S3 call them parts), through presigned URLs, so that only S3 receives the bytes. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LandfallError } from '#core/errors.ts';
import type { Client } from './client.ts';

type Begun = {
  readonly key: string;
  readonly uploadId: string;
  /** The size of a chunk in bytes; the last one may be smaller. */
  readonly partSize: number;
  readonly parts: readonly { readonly number: number; readonly url: string }[];
};
export type Uploaded = { readonly key: string; readonly etag: string };

const TRIES = 4;
const AT_ONCE = 3;
/** A name that the API accepts; it is for people only. */
const objectName = (file: string) =>
  basename(file)
    .normalize('NFKD')
    .replace(/[^\w. -]/gu, '_')
    .slice(-100);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns the chunk's ETag. @throws LandfallError upload.failed */
async function putChunk(url: string, bytes: Buffer, send: typeof fetch): Promise<string> {
  let status = 0;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await send(url, { method: 'PUT', body: new Uint8Array(bytes) }).catch(() => undefined);
    const etag = answer?.headers.get('etag');
    if (answer?.ok && etag) return etag;
    status = answer?.status ?? 0;
    if (status >= 400 && status < 500) break;
    await pause(250 * 2 ** attempt);
  }
  throw new LandfallError('upload.failed', {
    detail: `The storage did not take the package (${status === 0 ? 'no answer' : `HTTP ${status}`}). Import it again.`,
  });
}

/**
 * Uploads a file. @param tell called with the bytes done and the total
 * @throws LandfallError upload.failed, and what the API refuses
 */
export async function uploadPackage(
  client: Client,
  file: string,
  tell: (done: number, size: number) => void = () => {},
  send: typeof fetch = fetch,
): Promise<Uploaded> {
  const { size } = await stat(file);
  const begun = await client.call<Begun>('POST', '/uploads', { body: { name: objectName(file), size } });
  const handle = await open(file);
  try {
    const chunks: { number: number; etag: string }[] = [];
    const waiting = [...begun.parts];
    let done = 0;
    const work = async () => {
      for (let chunk = waiting.shift(); chunk; chunk = waiting.shift()) {
        const start = (chunk.number - 1) * begun.partSize;
        const bytes = Buffer.alloc(Math.min(begun.partSize, size - start));
        await handle.read(bytes, 0, bytes.length, start);
        chunks.push({ number: chunk.number, etag: await putChunk(chunk.url, bytes, send) });
        done += bytes.length;
        tell(done, size);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const body = { key: begun.key, uploadId: begun.uploadId, parts: chunks.sort((a, b) => a.number - b.number) };
    return await client.call<Uploaded>('POST', '/uploads/complete', { body });
  } finally {
    await handle.close();
  }
}
