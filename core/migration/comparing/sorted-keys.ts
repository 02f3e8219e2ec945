/**
 * What a comparison is made of, sorted into the ranges of hashes: what the lines of the export name, and what people of its source have here.
 * A range reads of each chunk what is its own, so that the work of a range does not grow with the export.
 */
import * as z from 'zod';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';
import type { ReadPlan } from '../run-plan.ts';
import { type PartKeys, type Rename, renameShape } from './part-keys.ts';
import type { Chunk } from './sorted-chunk.ts';

/** Part and line. */
export type Position = readonly [part: number, line: number];
type Named = {
  /** keyHash of what is named. */
  readonly hash: string;
  readonly at: Position;
  /** The record can't be used: it takes no key from another record, but whom it names is not gone. */
  readonly bad?: true;
};
export type Entry =
  /** `ext`: keyHash of the immutable id that the line names, too. */
  | (Named & { readonly kind: 'user'; readonly ext?: string })
  | (Named & { readonly kind: 'ext' })
  | (Named & { readonly kind: 'serial' })
  /** In the range of the user key that the person leaves. */
  | (Rename & { readonly kind: 'rename'; readonly part: number })
  /** A person of the source. `id`: keyHash of the immutable id. */
  | { readonly kind: 'person'; readonly key: string; readonly id?: string }
  /** In the range of the immutable id: the user key that has it here. */
  | { readonly kind: 'id'; readonly hash: string; readonly key: string }
  /** Of a source here; `holder`: the user key of the person who lists it. */
  | { readonly kind: 'token'; readonly serial: string; readonly holder?: string };

/** A person of the source, or an unassigned token, by the index. */
export type Indexed =
  | {
      readonly kind: 'user';
      readonly userKey: string;
      readonly externalId?: string;
      readonly tokens: readonly string[];
    }
  | { readonly kind: 'token'; readonly serial: string };

const text = z.string();
const at = z.tuple([z.int(), z.int()]);
const yes = z.literal(true).exactOptional();
const of = <K extends Entry['kind']>(kind: K) => ({ kind: z.literal(kind) });
export const entry: z.ZodType<Entry> = z.discriminatedUnion('kind', [
  z.object({ ...of('user'), hash: text, at, bad: yes, ext: text.exactOptional() }),
  z.object({ ...of('ext'), hash: text, at, bad: yes }),
  z.object({ ...of('serial'), hash: text, at, bad: yes }),
  z.object({ ...of('rename'), ...renameShape, part: z.int() }),
  z.object({ ...of('person'), key: text, id: text.exactOptional() }),
  z.object({ ...of('id'), hash: text, key: text }),
  z.object({ ...of('token'), serial: text, holder: text.exactOptional() }),
]);

const add = (chunk: Chunk, hash: string, one: Entry): void => chunk.add(hash, one);

/** What the lines of a part name. */
export function addPart(chunk: Chunk, { part, lines, renames }: PartKeys): void {
  for (const { line, user, ext, serials, bad } of lines) {
    const named = { at: [part, line] as const, ...(bad ? { bad } : {}) };
    if (user !== undefined)
      add(chunk, user, { kind: 'user', hash: user, ...named, ...(ext === undefined ? {} : { ext }) });
    if (ext !== undefined) add(chunk, ext, { kind: 'ext', hash: ext, ...named });
    for (const hash of serials) add(chunk, hash, { kind: 'serial', hash, ...named });
  }
  for (const rename of renames) add(chunk, keyHash(rename.from), { kind: 'rename', part, ...rename });
}

/** What is of the source here. @param ids whether the export names immutable ids: else its people are known by their user IDs alone */
export function addIndexed(chunk: Chunk, one: Indexed, ids: boolean): void {
  if (one.kind === 'token') {
    add(chunk, keyHash(one.serial), { kind: 'token', serial: one.serial });
    return;
  }
  const { userKey: key, externalId, tokens } = one;
  const id = ids && externalId !== undefined ? keyHash(externalId) : undefined;
  add(chunk, keyHash(key), { kind: 'person', key, ...(id === undefined ? {} : { id }) });
  if (id !== undefined) add(chunk, id, { kind: 'id', hash: id, key });
  for (const serial of tokens) add(chunk, keyHash(serial), { kind: 'token', serial, holder: key });
}

/** Where the sorting goes on: at a part of the export; then behind a place of a shard of the source's index. */
export type Place = { readonly part: number } | { readonly shard: number; readonly from?: string };
export type Sorted = {
  /** Ranges. */
  readonly of: number;
  readonly chunks: number;
  /** Lines of the export of which not even the user is known, and lines of which not every token is: see PartKeys. */
  readonly unknown: PartKeys['unknown'];
  /** Whether a line of the export names an immutable id. */
  readonly ids: boolean;
  /** Absent: all is sorted. */
  readonly next?: Place;
};

/** Under plans/. The list says what is done. */
export const chunkName = (run: string, chunk: number): string =>
  `${run}.sorted/${String(chunk).padStart(6, '0')}.jsonl`;
export const sortedName = (run: string): string => `${run}.sorted/list.json`;

const sorted: z.ZodType<Sorted> = z.object({
  of: z.int(),
  chunks: z.int(),
  unknown: z.object({ users: z.int(), tokens: z.int() }),
  ids: z.boolean(),
  next: z
    .union([z.object({ part: z.int() }), z.object({ shard: z.int(), from: text.exactOptional() })])
    .exactOptional(),
} satisfies Shape<Sorted>);

/** @throws LandfallError stored.damaged; also where the object is missing */
export async function readSorted(readPlan: ReadPlan, run: string): Promise<Sorted> {
  const name = sortedName(run);
  return readStoredJson(sorted, (await readPlan(name)) ?? '', name);
}
