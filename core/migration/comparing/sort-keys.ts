/**
 * SortKeys: the keys that VerifyPart left of each part, then the people of the source by the index, in chunks that are sorted by the ranges of
 * hashes. Each is read once, however large the export is. An invocation ends after its time, and the next one goes on.
 */
import { SHARDS } from '#core/directory/journey.ts';
import { readRangeCount } from '../ranges.ts';
import type { MigrationRun, SortsOutput } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { readPartKeys } from './part-keys.ts';
import { Chunk } from './sorted-chunk.ts';
import { addIndexed, addPart, chunkName, type Indexed, readSorted, type Sorted, sortedName } from './sorted-keys.ts';

export type SortKeysPorts = {
  readPlan: ReadPlan;
  putPlan(name: string, body: string | Uint8Array): Promise<void>;
  /** One shard of a source's index, in the order of `at`. @param from the `at` behind which it goes on */
  peopleOf(source: string, shard: number, from?: string): AsyncIterable<Indexed & { readonly at: string }>;
  now(): number;
};
type SortedRun = Pick<MigrationRun, 'migration' | 'sourceName' | 'full' | 'older' | 'parts'>;

/** Of a chunk, before the last part or person: some 50 MB. */
const ENTRIES_OF_CHUNK = 500_000;
/** Parts read at once. */
const AHEAD = 8;

class Filling extends Chunk {
  readonly #entries: number;

  constructor(of: number, entries: number) {
    super(of);
    this.#entries = entries;
  }

  get full(): boolean {
    return this.size >= this.#entries;
  }
}

/** The next parts, until the chunk is full. Where it ends depends on what is in it alone: an attempt that is made again writes the same. */
async function sortParts(
  ports: SortKeysPorts,
  run: SortedRun,
  before: Sorted & { readonly next: { readonly part: number } },
  chunk: Filling,
): Promise<Pick<Sorted, 'unknown' | 'ids' | 'next'>> {
  const unknown = { ...before.unknown };
  let { ids } = before;
  let { part } = before.next;
  while (part <= run.parts && !chunk.full) {
    const numbers = Array.from({ length: Math.min(AHEAD, run.parts - part + 1) }, (_, index) => part + index);
    for (const keys of await Promise.all(numbers.map((one) => readPartKeys(ports.readPlan, run.migration, one)))) {
      addPart(chunk, keys);
      ids ||= keys.lines.some(({ ext }) => ext !== undefined);
      unknown.users += keys.unknown.users;
      unknown.tokens += keys.unknown.tokens;
    }
    part += numbers.length;
  }
  if (part <= run.parts) return { unknown, ids, next: { part } };
  // An export that is not full, or older than another one, says nothing of who has left.
  return { unknown, ids, ...(run.full && !run.older ? { next: { shard: 0 } } : {}) };
}

/** The next people, until the chunk is full. */
async function sortPeople(
  ports: SortKeysPorts,
  { sourceName }: SortedRun,
  begin: { readonly shard: number; readonly from?: string },
  ids: boolean,
  chunk: Filling,
): Promise<Pick<Sorted, 'next'>> {
  let { from } = begin;
  for (let { shard } = begin; shard < SHARDS; shard++) {
    for await (const one of ports.peopleOf(sourceName, shard, from)) {
      addIndexed(chunk, one, ids);
      if (chunk.full) return { next: { shard, from: one.at } };
    }
    from = undefined;
  }
  return {};
}

/** One chunk more. */
async function sortMore(
  ports: SortKeysPorts,
  run: SortedRun,
  before: Sorted & { readonly next: NonNullable<Sorted['next']> },
  entries: number,
): Promise<Sorted> {
  const { next, ...kept } = before;
  const chunk = new Filling(before.of, entries);
  const found =
    'part' in next
      ? await sortParts(ports, run, { ...before, next }, chunk)
      : await sortPeople(ports, run, next, kept.ids, chunk);
  const after: Sorted = { ...kept, ...found, chunks: kept.chunks + Number(chunk.size > 0) };
  if (chunk.size > 0) await ports.putPlan(chunkName(run.migration, after.chunks), chunk.bytes());
  await ports.putPlan(sortedName(run.migration), JSON.stringify(after));
  return after;
}

/**
 * @param goesOn whether an invocation of this attempt has begun with it: else it begins anew
 * @param until Unix ms: no further chunk is begun after it @param entries of a chunk, other than the usual (tests)
 * @throws LandfallError stored.damaged
 */
export async function sortKeys(
  ports: SortKeysPorts,
  run: SortedRun,
  goesOn: boolean,
  until: number,
  entries = ENTRIES_OF_CHUNK,
): Promise<SortsOutput> {
  const { readPlan } = ports;
  const { migration } = run;
  let sorted: Sorted = goesOn
    ? await readSorted(readPlan, migration)
    : {
        of: await readRangeCount(readPlan, migration),
        chunks: 0,
        unknown: { users: 0, tokens: 0 },
        ids: false,
        next: { part: 1 },
      };
  // At least one, so that each invocation comes further.
  for (let { next } = sorted; next !== undefined; next = ports.now() < until ? sorted.next : undefined)
    sorted = await sortMore(ports, run, { ...sorted, next }, entries);
  return { done: sorted.next === undefined };
}
