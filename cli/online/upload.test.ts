import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './client.ts';
import { uploadPackage } from './upload.ts';

const folder = mkdtempSync(join(tmpdir(), 'landfall-upload-'));
const file = join(folder, 'Ausfuhr März.zip');
const bytes = Buffer.from(Array.from({ length: 25 }, (_, index) => index));
writeFileSync(file, bytes);
afterAll(() => rmSync(folder, { recursive: true }));

/** A deployment that takes chunks of ten bytes. */
function deployment() {
  const calls: { path: string; body: unknown }[] = [];
  const client = {
    call: async (_method: string, path: string, { body }: { body: unknown }) => {
      calls.push({ path, body });
      if (path === '/uploads/complete') return { key: 'staged/k', etag: 'whole' };
      return {
        key: 'staged/k',
        uploadId: 'u',
        partSize: 10,
        parts: [1, 2, 3].map((number) => ({ number, url: `http://s3/${number}` })),
      };
    },
  } as unknown as Client;
  return { calls, client };
}

test('each chunk is uploaded once, in any order, and the upload is completed in theirs', async () => {
  const { calls, client } = deployment();
  const stored = new Map<string, Buffer>();
  const failed = new Set<string>();
  const send = (async (url: string, init: { body: Uint8Array }) => {
    // The first attempt at each chunk fails.
    if (!failed.has(url)) {
      failed.add(url);
      return new Response('', { status: 500 });
    }
    stored.set(url, Buffer.from(init.body));
    return new Response('', { headers: { etag: `"${url.at(-1)}"` } });
  }) as unknown as typeof fetch;
  let progress = 0;
  expect(await uploadPackage(client, file, (done) => (progress = done), send)).toEqual({
    key: 'staged/k',
    etag: 'whole',
  });
  expect(Buffer.concat([1, 2, 3].map((number) => stored.get(`http://s3/${number}`)!))).toEqual(bytes);
  expect(calls).toEqual([
    { path: '/uploads', body: { name: expect.stringMatching(/^Ausfuhr Ma_?rz\.zip$/u), size: 25 } },
    {
      path: '/uploads/complete',
      body: { key: 'staged/k', uploadId: 'u', parts: [1, 2, 3].map((number) => ({ number, etag: `"${number}"` })) },
    },
  ]);
  expect(progress).toBe(25);
});

test('a refused chunk ends the upload at once without completing it', async () => {
  const { calls, client } = deployment();
  const send = (async () => new Response('', { status: 403 })) as unknown as typeof fetch;
  await expect(uploadPackage(client, file, undefined, send)).rejects.toMatchObject({ code: 'upload.failed' });
  expect(calls.map(({ path }) => path)).toEqual(['/uploads']);
});
