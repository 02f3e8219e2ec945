/**
 * The export as a whole, and beside it the people of its source, a range of the hashes at a time. What a range needs
 * in memory are the keys of that range alone; the parts and the people pass by once.
 */
import * as z from 'zod';
import { keyHash } from '#core/key-hash.ts';
import { readStoredJson, type Shape } from '#core/stored.ts';
import type { ReadPlan } from '../run-plan.ts';
import { type PartKeys, type Rename, renameShape } from './part-keys.ts';

const COLLISION_KINDS = ['user', 'ext', 'serial'] as const;
export type CollisionKind = (typeof COLLISION_KINDS)[number];
/** Part and line. */
export type Position = readonly [part: number, line: number];
/** A key that several records of the export name, with these records in order. */
export type Collision = { readonly kind: CollisionKind; readonly hash: string; readonly places: readonly Position[] };

/** Of the source here and not in the export; `tokens` of a user: those of its serials that the export does not bring at all. */
export type Gone =
  | { readonly user: string; readonly tokens: readonly string[] }
  /** `holder`: the user key of a person whom the export does bring, and who lists the token here; `to`: where this run moves the person. */
  | {
      readonly serial: string;
      readonly holder?: string;
      readonly to?: { readonly key: string; readonly userId: string };
    };

/** `successor`: the record that is to have the user key which this person leaves. */
export type PlacedRename = Rename & { readonly part: number; readonly successor?: Position };

export type Comparison = {
  readonly collisions: readonly Collision[];
  readonly gone: readonly Gone[];
  readonly renames: readonly PlacedRename[];
  /** User keys of the wave that the export does not name. */
  readonly strangers?: readonly string[];
};

/** A person of the source, or an unassigned token, by the index. */
export type Indexed =
  | {
      readonly kind: 'user';
      readonly userKey: string;
      readonly externalId?: string;
      readonly tokens: readonly string[];
    }
  | { readonly kind: 'token'; readonly serial: string };

export type Range = {
  /** From 0. */
  readonly number: number;
  readonly of: number;
  /** Whether the export can say who is gone. */
  readonly full: boolean;
  /** The user keys of the wave: only they can be gone. */
  readonly only?: ReadonlySet<string>;
};

const SPAN = 2 ** 32;
/** The range that a keyHash lies in. */
export const rangeOf = (hash: string, of: number): number =>
  Math.floor((Number.parseInt(hash.slice(0, 8), 16) / SPAN) * of);

/** The keys of one kind in a range: where each is first, and where it is again. */
class Seen {
  readonly #first = new Map<string, Position>();
  readonly #again = new Map<string, Position[]>();

  add(hash: string, place: Position): void {
    const first = this.#first.get(hash);
    if (!first) {
      this.#first.set(hash, place);
      return;
    }
    const places = this.#again.get(hash);
    if (places) places.push(place);
    else this.#again.set(hash, [first, place]);
  }

  first(hash: string): Position | undefined {
    return this.#first.get(hash);
  }

  collisions(kind: CollisionKind): Collision[] {
    return [...this.#again].map(([hash, places]) => ({ kind, hash, places }));
  }
}

type Person = { readonly key: string; readonly tokens: readonly string[]; readonly known: boolean; seen: boolean };

/** The people and unassigned tokens of the source in a range, and which of them the export names. */
class People {
  readonly #persons: Person[] = [];
  readonly #unassigned: string[] = [];
  readonly #byUser = new Map<string, Person>();
  readonly #byExternalId = new Map<string, Person>();
  /** Serials of unassigned tokens, and those that persons list: whether the export brings them. */
  readonly #serials = new Map<string, boolean>();

  add(one: Indexed): void {
    if (one.kind === 'token') {
      this.#unassigned.push(one.serial);
      this.#serials.set(keyHash(one.serial), false);
      return;
    }
    const { userKey: key, externalId, tokens } = one;
    const person: Person = { key, tokens, known: externalId !== undefined, seen: false };
    this.#persons.push(person);
    this.#byUser.set(keyHash(key), person);
    if (externalId !== undefined) this.#byExternalId.set(keyHash(externalId), person);
    for (const serial of tokens) this.#serials.set(keyHash(serial), false);
  }

  /** By the immutable id; by user ID only where either side has none. A line that can't be used names whom it may. */
  meet({ user, ext, serials, bad }: PartKeys['lines'][number]): void {
    const same = ext === undefined ? undefined : this.#byExternalId.get(ext);
    if (same) same.seen = true;
    const namesake = user === undefined ? undefined : this.#byUser.get(user);
    if (namesake && (bad === true || ext === undefined || !namesake.known)) namesake.seen = true;
    for (const serial of serials) if (this.#serials.has(serial)) this.#serials.set(serial, true);
  }

  gone(unknown: PartKeys['unknown'], only: Range['only']): Gone[] {
    const missing = (serial: string) => unknown.tokens === 0 && this.#serials.get(keyHash(serial)) === false;
    const persons = this.#persons
      .filter(({ key }) => !only || only.has(key))
      .flatMap(({ key, tokens, seen }): Gone[] => {
        const lost = tokens.filter(missing);
        if (!seen) return unknown.users === 0 ? [{ user: key, tokens: lost }] : [];
        return lost.map((serial) => ({ serial, holder: key }));
      });
    return only ? persons : [...persons, ...this.#unassigned.filter(missing).map((serial) => ({ serial }))];
  }
}

/**
 * @param parts of the export, in their order
 * @param people of the source; asked only where the export is full
 */
export async function compareKeys(
  { number, of, full, only }: Range,
  parts: AsyncIterable<PartKeys>,
  people: () => AsyncIterable<Indexed>,
): Promise<Comparison> {
  const here = (hash: string): boolean => rangeOf(hash, of) === number;
  const known = new People();
  if (full)
    for await (const one of people()) if (here(keyHash(one.kind === 'user' ? one.userKey : one.serial))) known.add(one);
  const seen = { user: new Seen(), ext: new Seen(), serial: new Seen() };
  const unknown = { users: 0, tokens: 0 };
  const renames: (Rename & { readonly part: number })[] = [];
  const strangers = new Map(
    [...(only ?? [])].map((key) => [keyHash(key), key] as const).filter(([hash]) => here(hash)),
  );
  for await (const { part, lines, renames: found, unknown: more } of parts) {
    renames.push(...found.filter(({ from }) => here(keyHash(from))).map((rename) => ({ part, ...rename })));
    unknown.users += more.users;
    unknown.tokens += more.tokens;
    for (const line of lines) {
      known.meet(line);
      if (line.user !== undefined) strangers.delete(line.user);
      if (line.bad) continue;
      const place: Position = [part, line.line];
      if (line.user !== undefined && here(line.user)) seen.user.add(line.user, place);
      if (line.ext !== undefined && here(line.ext)) seen.ext.add(line.ext, place);
      for (const serial of line.serials) if (here(serial)) seen.serial.add(serial, place);
    }
  }
  return {
    collisions: COLLISION_KINDS.flatMap((kind) => seen[kind].collisions(kind)),
    gone: known.gone(unknown, only),
    renames: renames.map((rename) => {
      const successor = seen.user.first(keyHash(rename.from));
      return { ...rename, ...(successor ? { successor } : {}) };
    }),
    ...(strangers.size > 0 ? { strangers: [...strangers.values()] } : {}),
  };
}

/** Under plans/. */
export const comparisonName = (run: string, range: number): string =>
  `${run}.compare/${String(range).padStart(6, '0')}.json`;

const text = z.string();
const place = z.tuple([z.int(), z.int()]);
export const gone: z.ZodType<Gone> = z.union([
  z.object({ user: text, tokens: z.array(text) }),
  z.object({
    serial: text,
    holder: text.exactOptional(),
    to: z.object({ key: text, userId: text }).exactOptional(),
  }),
]);
const comparison: z.ZodType<Comparison> = z.object({
  collisions: z.array(
    z.object({
      kind: z.enum(COLLISION_KINDS),
      hash: text,
      places: z.array(place),
    } satisfies Shape<Collision>),
  ),
  gone: z.array(gone),
  renames: z.array(
    z.object({ ...renameShape, part: z.int(), successor: place.exactOptional() } satisfies Shape<PlacedRename>),
  ),
  strangers: z.array(text).exactOptional(),
} satisfies Shape<Comparison>);

/** @throws LandfallError stored.damaged; also where the object is missing */
export async function readComparison(readPlan: ReadPlan, run: string, range: number): Promise<Comparison> {
  const name = comparisonName(run, range);
  return readStoredJson(comparison, (await readPlan(name)) ?? '', name);
}
