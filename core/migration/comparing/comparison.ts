/**
 * The export as a whole, and beside it the people of its source, a range of the hashes at a time. What a range needs in memory are the keys of
 * that range alone. A person may be named in one range by user ID, in another one by the immutable id, and the tokens lie in others again: each
 * range says whom and what the export does not name there, and PlanRun puts it together (gone.ts).
 */
import * as z from 'zod';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';
import type { ReadPlan } from '../run-plan.ts';
import type { Missing } from './gone.ts';
import { type PartKeys, type Rename, renameShape } from './part-keys.ts';
import { rangeOf } from './sorted-chunk.ts';
import type { Entry, Position } from './sorted-keys.ts';

const COLLISION_KINDS = ['user', 'ext', 'serial'] as const;
export type CollisionKind = (typeof COLLISION_KINDS)[number];
/** A key that several records of the export name, with these records in order. */
export type Collision = { readonly kind: CollisionKind; readonly hash: string; readonly places: readonly Position[] };

/** `successor`: the record that is to have the user key which this person leaves. */
export type PlacedRename = Rename & { readonly part: number; readonly successor?: Position };

export type Comparison = {
  readonly collisions: readonly Collision[];
  readonly renames: readonly PlacedRename[];
  /** User keys of the wave that the export does not name. */
  readonly strangers?: readonly string[];
  /** How many of the range's people and tokens the export does not name: they lie in a chunk of their own. */
  readonly missing: number;
};

export type Range = {
  /** From 0. */
  readonly number: number;
  readonly of: number;
  readonly unknown: PartKeys['unknown'];
  /** The user keys of the wave: only they can be gone. */
  readonly only?: ReadonlySet<string>;
};

/** The keys of one kind in a range: where each is first and where it is again in a record that can be used, and which are named at all. */
class Seen {
  readonly #first = new Map<string, Position | undefined>();
  readonly #again = new Map<string, Position[]>();

  add({ hash, at, bad }: { readonly hash: string; readonly at: Position; readonly bad?: true }): void {
    const first = this.#first.get(hash);
    if (!first) this.#first.set(hash, bad ? undefined : at);
    else if (!bad) {
      const places = this.#again.get(hash);
      if (places) places.push(at);
      else this.#again.set(hash, [first, at]);
    }
  }

  has(hash: string): boolean {
    return this.#first.has(hash);
  }

  first(hash: string): Position | undefined {
    return this.#first.get(hash);
  }

  collisions(kind: CollisionKind): Collision[] {
    return [...this.#again].map(([hash, places]) => ({ kind, hash, places }));
  }
}

type Asked = Extract<Entry, { kind: 'person' | 'id' | 'token' }>;

/** What a range knows of the export, and asks of each of the source's people. */
class Compared {
  readonly seen = { user: new Seen(), ext: new Seen(), serial: new Seen() };
  /**
   * User keys that a line names which can't be used, or has no immutable id: it may be anyone of that user ID. With the ids of these lines,
   * `undefined` where one has none.
   */
  readonly #loose = new Map<string, (string | undefined)[]>();
  readonly renames: (Rename & { readonly part: number })[] = [];
  readonly missing: Missing[] = [];
  readonly #range: Range;

  constructor(range: Range) {
    this.#range = range;
  }

  add(entry: Entry): void {
    if (entry.kind === 'person' || entry.kind === 'id' || entry.kind === 'token') this.#ask(entry);
    else if (entry.kind === 'rename') {
      const { kind: _kind, ...rename } = entry;
      this.renames.push(rename);
    } else {
      this.seen[entry.kind].add(entry);
      if (entry.kind === 'user' && (entry.bad || entry.ext === undefined)) {
        const ids = this.#loose.get(entry.hash);
        if (ids) ids.push(entry.ext);
        else this.#loose.set(entry.hash, [entry.ext]);
      }
    }
  }

  /** By the immutable id; by user ID only where either side has none. A line that can't be used names whom it may. */
  #ask(entry: Asked): void {
    const { unknown, only } = this.#range;
    // Where a line may name anyone, and one may bring any token, no one is gone.
    if (unknown.users > 0 && unknown.tokens > 0) return;
    const key = entry.kind === 'token' ? entry.holder : entry.key;
    if (only && (key === undefined || !only.has(key))) return;
    if (entry.kind === 'token') {
      if (unknown.tokens === 0 && !this.seen.serial.has(keyHash(entry.serial))) this.missing.push(entry);
    } else if (entry.kind === 'id') {
      if (!this.seen.ext.has(entry.hash)) this.missing.push({ kind: 'id', key: entry.key });
    } else this.#askPerson(entry);
  }

  /** Of one with an immutable id: only what the range of the id does not see. */
  #askPerson({ key, id }: Extract<Entry, { kind: 'person' }>): void {
    const hash = keyHash(key);
    if (id === undefined) {
      if (!this.seen.user.has(hash)) this.missing.push({ kind: 'person', key });
    } else if (this.#loose.get(hash)?.some((ext) => ext !== id) === true) this.missing.push({ kind: 'named', key });
  }
}

/** @param entries of the range: those of the export in its order, then those of its source's people */
export async function compareKeys(
  range: Range,
  entries: AsyncIterable<readonly Entry[]>,
): Promise<{ readonly comparison: Comparison; readonly missing: readonly Missing[] }> {
  const compared = new Compared(range);
  for await (const some of entries) for (const one of some) compared.add(one);
  const { seen, missing } = compared;
  const strangers = [...(range.only ?? [])].filter((key) => {
    const hash = keyHash(key);
    return rangeOf(hash, range.of) === range.number && !seen.user.has(hash);
  });
  const comparison = {
    collisions: COLLISION_KINDS.flatMap((kind) => seen[kind].collisions(kind)),
    renames: compared.renames.map((rename) => {
      const successor = seen.user.first(keyHash(rename.from));
      return { ...rename, ...(successor ? { successor } : {}) };
    }),
    ...(strangers.length > 0 ? { strangers } : {}),
    missing: missing.length,
  };
  return { comparison, missing };
}

/** Under plans/. */
export const comparisonName = (run: string, range: number): string =>
  `${run}.compare/${String(range).padStart(6, '0')}.json`;

const text = z.string();
const place = z.tuple([z.int(), z.int()]);
const comparison: z.ZodType<Comparison> = z.object({
  collisions: z.array(
    z.object({
      kind: z.enum(COLLISION_KINDS),
      hash: text,
      places: z.array(place),
    } satisfies Shape<Collision>),
  ),
  renames: z.array(
    z.object({ ...renameShape, part: z.int(), successor: place.exactOptional() } satisfies Shape<PlacedRename>),
  ),
  strangers: z.array(text).exactOptional(),
  missing: z.int(),
} satisfies Shape<Comparison>);

/** @throws LandfallError stored.damaged; also where the object is missing */
export async function readComparison(readPlan: ReadPlan, run: string, range: number): Promise<Comparison> {
  const name = comparisonName(run, range);
  return readStoredJson(comparison, (await readPlan(name)) ?? '', name);
}
