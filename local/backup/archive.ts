/** The files of a data folder as one stream: before each a line that names it, and a line at the end that counts them. */
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import * as z from 'zod';
import { syncFolder } from '#cli/sample/state-file.ts';
import { Taker } from './sealed.ts';

const LINE_BYTES = 16 * 1024;
const PIECE_BYTES = 256 * 1024;

/** Without a size: a folder with nothing in it. */
type Entry = { readonly path: string; readonly size?: number };
type Progress = (bytes: number) => void;

/** A path below the folder, on every system: no way out of it, no drive, no stream of Windows. */
const path = z
  .string()
  .max(4096)
  .refine((text) =>
    text.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/u.test(part)),
  );
const line = z.union([
  z.strictObject({ path, size: z.int().nonnegative().optional() }),
  z.strictObject({ end: z.literal(true), files: z.int() }),
]);

/** Every file below, with its size now, and every empty folder, sorted by path. */
export function entriesOf(folder: string): Entry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, file: join(entry.parentPath, entry.name) }))
    .filter(({ entry, file }) => entry.isFile() || (entry.isDirectory() && readdirSync(file).length === 0))
    .map(({ entry, file }) => {
      const name = { path: file.slice(folder.length + 1).replaceAll(sep, '/') };
      return entry.isFile() ? { ...name, size: statSync(file).size } : name;
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** @throws Error where a file is not as long as it was */
export async function* packed(folder: string, entries: readonly Entry[], progress: Progress): AsyncGenerator<Buffer> {
  for (const { path: name, size } of entries) {
    yield Buffer.from(`${JSON.stringify({ path: name, size })}\n`);
    let read = 0;
    if (size)
      for await (const piece of createReadStream(join(folder, name), { end: size - 1, highWaterMark: PIECE_BYTES })) {
        read += (piece as Buffer).length;
        progress((piece as Buffer).length);
        yield piece as Buffer;
      }
    if (read !== (size ?? 0)) throw new Error(`${name} became shorter while the backup was made. Make it again`);
  }
  yield Buffer.from(`${JSON.stringify({ end: true, files: entries.length })}\n`);
}

/** @returns false where the stream ends before the file does */
async function writeEntry(from: Taker, file: string, size: number | undefined, progress: Progress): Promise<boolean> {
  if (size === undefined) return mkdirSync(file, { recursive: true, mode: 0o700 }) !== undefined;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Not over another one: a path that comes twice is no backup's.
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    for (let left = size; left > 0; ) {
      const piece = await from.some(Math.min(left, PIECE_BYTES));
      if (piece.length === 0) return false;
      for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at);
      left -= piece.length;
      progress(piece.length);
    }
    fsyncSync(descriptor);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function parsed(text: string | undefined): z.infer<typeof line> | undefined {
  try {
    return line.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Writes the files of the stream below a new folder; when it returns they outlive a power cut. @throws Error where it is no such stream */
export async function unpack(plain: AsyncIterable<Buffer>, folder: string, progress: Progress): Promise<void> {
  const from = new Taker(plain);
  const wrong = () => new Error('The backup does not hold what a backup holds. Nothing was restored from it');
  mkdirSync(folder, { mode: 0o700 });
  for (let files = 0; ; files++) {
    const next = parsed(await from.line(LINE_BYTES));
    if (!next) throw wrong();
    if ('path' in next) {
      if (!(await writeEntry(from, join(folder, next.path), next.size, progress))) throw wrong();
    } else {
      // Read to its end, where the last tag is.
      if (next.files !== files || (await from.some(1)).length > 0) throw wrong();
      break;
    }
  }
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const entry of below) syncFolder(join(entry.parentPath, entry.name));
  syncFolder(folder);
}
