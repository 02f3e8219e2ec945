/**
 * The files in which `npm start` keeps its state. Each is written beside itself and then renamed, so that a kill or a full disk
 * leaves the old one whole; one that is damaged all the same is named and set aside, and the start goes on without it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

/** What was named or removed in this folder outlives a power cut from here on. Windows has no such call, and does it by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Only its owner may read it. When it returns, the file outlives a power cut. @throws Error of the file system; the file is as it was then */
export function writeState(file: string, content: string | Uint8Array): void {
  const aside = `${file}.new`;
  try {
    const descriptor = openSync(aside, 'w', 0o600);
    try {
      const bytes = Buffer.from(content as string);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, file);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** What the file holds, by its schema; undefined where there is none, or where it is no such thing. The file stays as it is: it may be another process's. */
export function peekState<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Keeps a damaged file, or folder, under a name that nothing reads. @returns that name */
export function setAside(file: string): string {
  const aside = `${file}.damaged`;
  rmSync(aside, { recursive: true, force: true });
  if (existsSync(file)) renameSync(file, aside);
  return aside;
}

/** @param say tells the user of a damaged file @returns undefined where there is none, or a damaged one */
export function readState<T>(file: string, schema: z.ZodType<T>, say: (line: string) => void): T | undefined {
  if (!existsSync(file)) return undefined;
  const found = peekState(file, schema);
  if (found !== undefined) return found;
  say(`${file} is damaged, perhaps cut off. It is kept as ${setAside(file)}, and the start goes on without it.`);
  return undefined;
}

/** Of a file without which nothing else can be read. @throws Error where it is damaged */
export function readVitalState<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  const found = peekState(file, schema);
  if (found !== undefined) return found;
  throw new Error(
    `${file} is damaged, perhaps cut off, and without it nothing that is kept can be read. Put a copy of it back, restore a backup (npm start -- --restore FILE --replace), or begin afresh: npm start -- --reset`,
  );
}

/** Of a file that a person writes. @param what it is, such as "a description of a mail account" @throws Error that says what is wrong with it */
export function readWritten<T>(file: string, schema: z.ZodType<T>, what: string): T | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const wrong = (why: string) => new Error(`${file} is not ${what}: ${why}. Mend it, or remove it.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('it is no JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw wrong(z.prettifyError(parsed.error));
}
