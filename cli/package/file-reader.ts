import { open } from 'node:fs/promises';
import { LandfallError } from '#core/errors.ts';
import type { RangeReader } from '#core/export/archive.ts';

/** Reads ranges of a file on disk, as the deployment reads ranges from S3. */
export async function openFileReader(file: string): Promise<RangeReader & AsyncDisposable> {
  const handle = await open(file, 'r').catch((cause: NodeJS.ErrnoException) => {
    const detail = `${file} can't be read (${cause.code}). Check its name and your rights.`;
    throw new LandfallError('package.file_unreadable', { cause, detail });
  });
  const { size } = await handle.stat();
  return {
    size,
    async read(offset, length) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead !== length) throw new RangeError('beyond the end of the file');
      return buffer;
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
