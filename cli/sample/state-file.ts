/**
 * The files in which `npm start` keeps its state. Each is written beside itself and then renamed, so that a kill or a full disk
 * leaves the old one whole; one that is damaged all the same is named and set aside, and the start goes on without it.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import type * as z from 'zod';

/** Only its owner may read it. @throws Error of the file system; the file is as it was then */
export function writeState(file: string, content: string): void {
  const aside = `${file}.new`;
  try {
    const descriptor = openSync(aside, 'w', 0o600);
    try {
      const bytes = Buffer.from(content);
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** What the file holds, by its schema; undefined where there is none, or where it is no such thing. */
function readAs<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @param say tells the user of a damaged file @returns undefined where there is none, or a damaged one */
export function readState<T>(file: string, schema: z.ZodType<T>, say: (line: string) => void): T | undefined {
  if (!existsSync(file)) return undefined;
  const found = readAs(file, schema);
  if (found !== undefined) return found;
  renameSync(file, `${file}.damaged`);
  say(`${file} is damaged, perhaps cut off. It is kept as ${file}.damaged, and the start goes on without it.`);
  return undefined;
}

/** Of a file without which nothing else can be read. @throws Error where it is damaged */
export function readVitalState<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  const found = readAs(file, schema);
  if (found !== undefined) return found;
  throw new Error(
    `${file} is damaged, perhaps cut off, and without it nothing that is kept can be read. Put a copy of it back, or begin afresh: npm start -- --reset`,
  );
}
