/**
 * A page of people: those whom a text finds, or all, narrowed by what is known of them. What an index says is checked against the user as
 * it is now; what it has not caught up with is left out.
 */
import type { User } from '#core/directory/model.ts';
import { type FindKind, type Flag, listedAt } from './finds.ts';
import type { Person } from './person.ts';
import { type Milestone, type Stuck, stageOf } from './stages.ts';

/** A place in an order, and who stands there. */
export type Place = { readonly at: string; readonly userKey: string };
/** In their order. `more`: others stand behind the last one. */
export type Places = { readonly places: readonly Place[]; readonly more: boolean };
export type Known = {
  readonly user: User;
  /** What is kept of the journey; undefined of a person who has come this moment. */
  readonly person?: Person | undefined;
};
export type Filter = {
  readonly stage?: Milestone | 'stuck' | undefined;
  readonly stuck?: Stuck | undefined;
  /** Name of the source deployment; empty: made here. */
  readonly source?: string | undefined;
  /** The whole address, in any case. */
  readonly email?: string | undefined;
  readonly flags: readonly Flag[];
};
/** Consistent, by user key. */
export type ReadKnown = (keys: readonly string[]) => Promise<ReadonlyMap<string, Known>>;
/** One order of people that a page goes through: from the place behind `after`, at most `limit`. */
export type Phase = {
  readonly name: string;
  /** Whether the filter leaves out people who stand in it. */
  readonly narrowed: boolean;
  readonly places: (limit: number, after?: string) => Promise<Places>;
  /** Whether this is where the person is listed: several places may be one person's. */
  readonly lists: (known: Known, place: Place) => boolean;
};
export type Cursor = { readonly phase: string; readonly after: string };
/** `next`: behind which others may stand. */
type PeoplePage = { readonly people: readonly Known[]; readonly next?: Cursor };

/** Of one consistent read of many. */
const READ_AT_ONCE = 100;
/** People who are looked at for one page, where a filter leaves many out. */
const LOOKED_AT = 600;

/** A person may stand at several places of one order. */
const PLACES = 3;

export const isNarrowed = ({ stage, stuck, source, email, flags }: Filter): boolean =>
  [stage, stuck, source, email].some((value) => value !== undefined) || flags.length > 0;

const HAS: Readonly<Record<Flag, (known: Known) => boolean>> = {
  locked: ({ user, person }) => user.lockedOut || person?.stuck === 'locked-out',
  disabled: ({ user }) => !user.enabled,
  'no-token': ({ user }) => user.tokens.length === 0,
  'no-address': ({ user }) => user.email === undefined,
};

function fits({ stage, stuck, source, email, flags }: Filter, known: Known): boolean {
  const { user, person } = known;
  if (source !== undefined && (user.source ?? '') !== source) return false;
  if (email !== undefined && user.email?.toLowerCase() !== email.toLowerCase()) return false;
  if (stage !== undefined && (!person || stageOf(person) !== stage)) return false;
  if (stuck !== undefined && person?.stuck !== stuck) return false;
  return flags.every((flag) => HAS[flag](known));
}

/** Whether this item is where the person is listed of those that a text finds. @param first who stand before all others */
export const listsFound =
  (kind: FindKind, typed: string, first: ReadonlySet<string>) =>
  ({ user }: Known, { at, userKey }: Place): boolean => {
    if (first.has(userKey)) return false;
    const { userId, firstName = '', lastName = '', email, tokens } = user;
    const named = { userKey, userId, firstName, lastName, serials: tokens, ...(email === undefined ? {} : { email }) };
    const found = listedAt(named, typed);
    return found?.kind === kind && found.sk === at;
  };

type Collected = { readonly people: Known[]; readonly places: Cursor[] };

/** One phase. @returns the cursor behind the last place that was looked at, where others stand behind it */
async function goThrough(
  phase: Phase,
  read: ReadKnown,
  filter: Filter,
  wanted: number,
  into: Collected,
  after?: string,
): Promise<Cursor | undefined> {
  const looks = phase.narrowed ? LOOKED_AT : PLACES * wanted;
  const { places, more } = await phase.places(looks, after);
  let last = after;
  for (let from = 0; from < places.length; ) {
    const atOnce = phase.narrowed ? READ_AT_ONCE : Math.min(READ_AT_ONCE, wanted - into.people.length);
    const some = places.slice(from, from + atOnce);
    from += atOnce;
    const known = await read(some.map(({ userKey }) => userKey));
    for (const place of some) {
      const one = known.get(place.userKey);
      last = place.at;
      if (!one || !phase.lists(one, place) || !fits(filter, one)) continue;
      into.people.push(one);
      into.places.push({ phase: phase.name, after: place.at });
      if (into.people.length === wanted) return undefined;
    }
  }
  return more && last !== undefined ? { phase: phase.name, after: last } : undefined;
}

/**
 * @param phases the orders that are gone through one after the other
 * @param first people before them, on the first page
 * @param limit people a page; one with fewer may have a `next` where many places were left out
 */
export async function pageOf(
  phases: readonly Phase[],
  read: ReadKnown,
  filter: Filter,
  limit: number,
  first: readonly Known[],
  cursor?: Cursor,
): Promise<PeoplePage> {
  const fitting = cursor ? [] : first.filter((known) => fits(filter, known));
  const into: Collected = {
    people: [...fitting],
    places: fitting.map(() => ({ phase: phases[0]?.name ?? '', after: '' })),
  };
  const size = Math.max(limit, fitting.length);
  const begin = cursor ? phases.findIndex(({ name }) => name === cursor.phase) : 0;
  for (const phase of phases.slice(begin)) {
    const after = phase.name === cursor?.phase && cursor.after !== '' ? cursor.after : undefined;
    // One more than is wanted shows whether there is another page.
    const left = await goThrough(phase, read, filter, size + 1, into, after);
    if (into.people.length > size) break;
    if (left) return { people: into.people, next: left };
  }
  const next = into.people.length > size ? into.places[size - 1] : undefined;
  return { people: into.people.slice(0, size), ...(next ? { next } : {}) };
}
