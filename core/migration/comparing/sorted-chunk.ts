/**
 * Lines of JSON by the range of a hash: a reader gets a range, or some that stand side by side, in two ranged reads, however long the chunk
 * is. Its head says where each range begins, in bytes from the first line on, and where the last one ends.
 */
import type * as z from 'zod';
import { LandfallError } from '#core/errors.ts';
import { readStoredJson } from '#core/stored.ts';

/** Part of an object under plans/; undefined where there is no such object. It gives fewer bytes where the object ends. */
export type ReadPlanRange = (name: string, offset: number, length: number) => Promise<Buffer | undefined>;

const SPAN = 2 ** 32;
/** The range that a keyHash lies in. */
export const rangeOf = (hash: string, of: number): number =>
  Math.floor((Number.parseInt(hash.slice(0, 8), 16) / SPAN) * of);

/** Digits of an offset, and the end of its line. */
const DIGITS = 11;
const FIELD = DIGITS + 1;

/** What is to be a chunk: entries are added in an order that each range keeps. */
export class Chunk {
  readonly #ranges: string[][];
  /** Of entries. */
  size = 0;

  /** @param of how many ranges */
  constructor(of: number) {
    this.#ranges = Array.from({ length: of }, () => []);
  }

  add(hash: string, entry: object): void {
    this.#ranges[rangeOf(hash, this.#ranges.length)]!.push(`${JSON.stringify(entry)}\n`);
    this.size += 1;
  }

  bytes(): Buffer {
    const bodies = this.#ranges.map((lines) => Buffer.from(lines.join('')));
    const fields: string[] = [];
    let offset = 0;
    for (const body of [...bodies, Buffer.alloc(0)]) {
      fields.push(`${String(offset).padStart(DIGITS, '0')}\n`);
      offset += body.length;
    }
    return Buffer.concat([Buffer.from(fields.join('')), ...bodies]);
  }
}

const damaged = (name: string) => new LandfallError('stored.damaged', { facts: { item: name, field: '' } });

async function bytesOf(read: ReadPlanRange, name: string, offset: number, length: number): Promise<Buffer> {
  const bytes = await read(name, offset, length);
  if (bytes?.length !== length) throw damaged(name);
  return bytes;
}

/**
 * The entries of the ranges `from` to `to`, the last one not included, in their order.
 * @param of how many ranges the chunk has
 * @throws LandfallError stored.damaged; also where the object is missing
 */
export async function readRanges<T>(
  read: ReadPlanRange,
  name: string,
  entry: z.ZodType<T>,
  { from, to, of }: { readonly from: number; readonly to: number; readonly of: number },
): Promise<T[]> {
  const head = await bytesOf(read, name, from * FIELD, (to - from + 1) * FIELD);
  const begin = Number(head.toString('latin1', 0, DIGITS));
  const end = Number(head.toString('latin1', head.length - FIELD, head.length - 1));
  if (!(begin <= end)) throw damaged(name);
  if (begin === end) return [];
  const body = await bytesOf(read, name, (of + 1) * FIELD + begin, end - begin);
  const lines = body.toString('utf8').split('\n');
  if (lines.pop() !== '') throw damaged(name);
  return lines.map((line) => readStoredJson(entry, line, name));
}
