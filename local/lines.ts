/**
 * A file that only grows, a line of JSON for each thing that is kept: one more costs the same however many there are. A line is on disk before
 * `keep` ends, so what is answered behind it outlives a kill and a power cut. Only the last line can be cut off, and of that no caller was told.
 */
import * as fs from 'node:fs';
import { promisify } from 'node:util';
import type * as z from 'zod';

const NEW_LINE = 0x0a;
const flush = promisify(fs.fdatasync);

export type Lines<T> = {
  /** What the file held at the start, oldest first. */
  readonly kept: readonly T[];
  /** @throws Error of the file system; the line is then not in the file */
  keep(one: T): Promise<void>;
  /** Drops all of them. */
  clear(): void;
  /** Keeps these in place of all that the file holds. @throws Error of the file system; the file is as it was then */
  replace(all: Iterable<T>): void;
  close(): void;
};

/** Each line of the file without its end, and what stands behind the last end. */
async function* linesOf(file: string): AsyncGenerator<{ readonly line: Buffer; readonly whole: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of fs.createReadStream(file) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(NEW_LINE); end >= 0; end = rest.indexOf(NEW_LINE, from)) {
      yield { line: rest.subarray(from, end), whole: true };
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield { line: rest, whole: false };
}

function parsed<T>(line: Buffer, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(line.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

const text = (one: unknown): string => `${JSON.stringify(one)}\n`;

/** Writes a file of these lines in place of what is there, all of it or nothing. Its owner alone may read it. */
export function writeLines(file: string, all: Iterable<unknown>): void {
  const aside = `${file}.new`;
  const descriptor = fs.openSync(aside, 'w', 0o600);
  try {
    for (const one of all) fs.appendFileSync(descriptor, text(one));
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(aside, file);
}

/** What of the file can be read. Where that is not all, the file is mended, and `say` told of it. */
async function readLines<T>(file: string, schema: z.ZodType<T>, say: (line: string) => void): Promise<T[]> {
  if (!fs.existsSync(file)) return [];
  const kept: T[] = [];
  let [damaged, cut] = [0, false];
  for await (const { line, whole } of linesOf(file)) {
    const one = whole ? parsed(line, schema) : undefined;
    if (one !== undefined) kept.push(one);
    else if (whole) damaged += 1;
    else cut = true;
  }
  if (cut)
    say(`The last line of ${file} was cut off, as by a kill. It is left out: what it was to keep was never answered.`);
  if (damaged > 0) {
    fs.copyFileSync(file, `${file}.damaged`);
    say(`${damaged} lines of ${file} are damaged. It is kept as ${file}.damaged, and the start goes on without them.`);
  }
  if (cut || damaged > 0) writeLines(file, kept);
  return kept;
}

/** Opens the file, or makes it. @param say tells the user of lines that can't be read */
export async function openLines<T>(file: string, schema: z.ZodType<T>, say: (line: string) => void): Promise<Lines<T>> {
  const kept = await readLines(file, schema, say);
  let descriptor = fs.openSync(file, 'a', 0o600);
  let size = fs.fstatSync(descriptor).size;
  // One flush serves all lines that were written before it began.
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const flushed = (): Promise<void> => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = flush(descriptor);
        return running;
      });
    return next;
  };
  return {
    kept,
    keep(one) {
      const bytes = Buffer.from(text(one));
      try {
        for (let at = 0; at < bytes.length; ) at += fs.writeSync(descriptor, bytes, at);
      } catch (error) {
        // A part of a line would spoil the next one.
        fs.ftruncateSync(descriptor, size);
        return Promise.reject(error as Error);
      }
      size += bytes.length;
      return flushed();
    },
    clear() {
      fs.ftruncateSync(descriptor, 0);
      size = 0;
    },
    replace(all) {
      writeLines(file, all);
      const before = descriptor;
      descriptor = fs.openSync(file, 'a', 0o600);
      size = fs.fstatSync(descriptor).size;
      void running.catch(() => undefined).then(() => fs.closeSync(before));
    },
    close: () => fs.closeSync(descriptor),
  };
}
