/** One file in chunks of several sizes: how a file is cut into chunks must show in nothing that is read of it. */
import { Readable } from 'node:stream';
import { checkError, must } from './finding.ts';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What a reader gave, and how it ended: undefined at the end of the file, else the error's code and message. */
export type Reading<T> = { readonly found: readonly T[]; readonly ended: string | undefined };

async function drained<T>(items: AsyncIterable<T>, families: readonly string[]): Promise<Reading<T>> {
  const found: T[] = [];
  try {
    for await (const item of items) found.push(item);
  } catch (error) {
    checkError(error, families);
    const { name, message } = error as Error;
    return { found, ended: `${name}: ${message}` };
  }
  return { found, ended: undefined };
}

/** Maps say nothing to JSON. */
const shown = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? [...(one as Map<unknown, unknown>)] : one));

/**
 * Reads a file whole, in chunks of odd sizes, and only its beginning, as a stream that is closed early.
 * @throws Finding where the chunks show, or where the stream does not close
 */
export async function readInChunks<T>(
  bytes: Buffer,
  families: readonly string[],
  open: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<T>,
): Promise<Reading<T>> {
  const whole = await drained(open(cut(bytes, Math.max(1, bytes.length))), families);
  for (const size of bytes.length < 4000 ? [1, 7] : [997]) {
    const again = await drained(open(cut(bytes, size)), families);
    must(
      shown(again) === shown(whole),
      'chunks show in what is read',
      () => `in chunks of ${size}: ${shown(again).slice(0, 600)}\nwhole: ${shown(whole).slice(0, 600)}`,
    );
  }
  await leftEarly(bytes, open);
  return whole;
}

async function leftEarly<T>(
  bytes: Buffer,
  open: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<T>,
): Promise<void> {
  const stream = Readable.from([bytes.subarray(0, 100), bytes.subarray(100)].filter((one) => one.length > 0));
  const errors: unknown[] = [];
  stream.on('error', (error) => errors.push(error));
  try {
    for await (const _item of open(stream)) break;
  } catch (error) {
    checkError(error);
  }
  must(errors.length === 0, 'a stream that is left early ends with an error', () => String(errors[0]));
  must(stream.destroyed || bytes.length === 0, 'a stream that is left early stays open');
}
