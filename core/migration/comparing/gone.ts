/**
 * Who is gone: the people and tokens of a source that its newest full export does not name. What the ranges miss of one person is put together
 * here, a slice of the people at a time.
 */
import * as z from 'zod';
import { mapLimited } from '#core/concurrency.ts';
import { keyHash } from '#core/key-hash.ts';
import { Chunk, type ReadPlanRange, readRanges } from './sorted-chunk.ts';

/** Of the source here and not in the export; `tokens` of a user: those of its serials that the export does not bring at all. */
export type Gone =
  | { readonly user: string; readonly tokens: readonly string[] }
  /** `holder`: the user key of a person whom the export does bring, and who lists the token here; `to`: where this run moves the person. */
  | {
      readonly serial: string;
      readonly holder?: string;
      readonly to?: { readonly key: string; readonly userId: string };
    };

/**
 * What a range finds of people who may be gone: `person`, who has no immutable id, and whose user ID no line names; `id`: no line names the
 * immutable id of this person, who is gone unless a line that may be the person's names the user ID (`named`); a token that no line brings.
 */
export type Missing =
  | { readonly kind: 'person' | 'id' | 'named'; readonly key: string }
  | { readonly kind: 'token'; readonly serial: string; readonly holder?: string };

const text = z.string();
export const gone: z.ZodType<Gone> = z.union([
  z.object({ user: text, tokens: z.array(text) }),
  z.object({
    serial: text,
    holder: text.exactOptional(),
    to: z.object({ key: text, userId: text }).exactOptional(),
  }),
]);
const missing: z.ZodType<Missing> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['person', 'id', 'named']), key: text }),
  z.object({ kind: z.literal('token'), serial: text, holder: text.exactOptional() }),
]);

/** Into how many ranges of the people each chunk of missing ones is sorted: as many slices at most. */
const OF = 256;
const MISSING_OF_SLICE = 250_000;
const AT_ONCE = 32;

/** Under plans/. */
export const missingName = (run: string, range: number): string =>
  `${run}.compare/${String(range).padStart(6, '0')}.missing.jsonl`;

const homeOf = (one: Missing): string => (one.kind === 'token' ? (one.holder ?? one.serial) : one.key);

/** What a range misses, sorted by the people whom it concerns. */
export function missingChunk(all: readonly Missing[]): Buffer {
  const chunk = new Chunk(OF);
  for (const one of all) chunk.add(keyHash(homeOf(one)), one);
  return chunk.bytes();
}

type Person = { person: boolean; id: boolean; named: boolean; tokens: string[] };

/**
 * @param all that is missed of some people
 * @param anyone whether a line of the export may name any user: then no person is gone
 * @returns those who are gone, and the tokens, by user key; unassigned tokens last
 */
export function whoIsGone(all: Iterable<Missing>, anyone: boolean): Gone[] {
  const people = new Map<string, Person>();
  const unassigned: string[] = [];
  const of = (key: string): Person => {
    const person = people.get(key) ?? { person: false, id: false, named: false, tokens: [] };
    people.set(key, person);
    return person;
  };
  for (const one of all) {
    if (one.kind !== 'token') of(one.key)[one.kind] = true;
    else if (one.holder === undefined) unassigned.push(one.serial);
    else of(one.holder).tokens.push(one.serial);
  }
  const persons = [...people.keys()].sort().flatMap((key): Gone[] => {
    const { person, id, named, tokens } = people.get(key)!;
    tokens.sort();
    if (!person && (!id || named)) return tokens.map((serial) => ({ serial, holder: key }));
    return anyone ? [] : [{ user: key, tokens }];
  });
  return [...persons, ...unassigned.sort().map((serial) => ({ serial }))];
}

/**
 * Everyone who is gone, as many at a time as memory holds.
 * @param counts how many each range misses, by its number @param anyone as of whoIsGone @throws LandfallError stored.damaged
 */
export async function* goneOf(
  read: ReadPlanRange,
  run: string,
  counts: readonly number[],
  anyone: boolean,
): AsyncGenerator<Gone[]> {
  const ranges = counts.flatMap((count, range) => (count > 0 ? [range] : []));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const slices = Math.min(OF, Math.ceil(total / MISSING_OF_SLICE));
  for (let slice = 0; slice < slices; slice++) {
    const [from, to] = [slice, slice + 1].map((number) => Math.floor((number * OF) / slices)) as [number, number];
    const found = await mapLimited(ranges, AT_ONCE, (range) =>
      readRanges(read, missingName(run, range), missing, { from, to, of: OF }),
    );
    yield whoIsGone(found.flat(), anyone);
  }
}
