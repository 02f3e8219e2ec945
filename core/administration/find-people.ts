/** Finding people by what was typed, and listing them, narrowed by what is known of each. */
import * as z from 'zod';
import { type AuditPort, eventEntries, recordFirst } from '#core/audit.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { type FindKind, type Flag, typedOf } from '#core/journey/finds.ts';
import {
  type Cursor,
  type Filter,
  isNarrowed,
  type Known,
  listsFound,
  type Phase,
  type Places,
  pageOf,
  type ReadKnown,
} from '#core/journey/search.ts';
import { parseJson } from '#core/json.ts';
import { userKey } from '#core/text.ts';
import { type AsOf, asOf, HELP_DESK_PEOPLE, listsOf, type PeoplePorts, sourcesOf } from './people.ts';
import { type Asked, actOf } from './users/administer.ts';
import { masked } from './users/view.ts';

export const PEOPLE_ORDERS = ['user-id', 'name'] as const;
export type PeopleOrder = (typeof PEOPLE_ORDERS)[number];

export type FindPeoplePorts = AuditPort &
  Pick<PeoplePorts, 'peopleSources' | 'readState' | 'listPeople'> & {
    readUser(key: string): Promise<User | undefined>;
    /** The user whom a token is assigned to. */
    findBySerial(serial: string): Promise<User | undefined>;
    readKnown: ReadKnown;
    findBeginning(kind: FindKind, text: string, limit: number, after?: string): Promise<Places>;
    findFlagged(flag: Flag, limit: number, after?: string): Promise<Places>;
    placesByUserId(sources: readonly string[], limit: number, after?: string): Promise<Places>;
  };
export type PeopleSearch = Filter & {
  /** What was typed; all people without it. */
  readonly text?: string | undefined;
  /** Of a list; what a text finds has an order of its own. */
  readonly sort?: PeopleOrder | undefined;
  readonly limit: number;
  readonly next?: string | undefined;
};
/** `next`: passed on for the next page. `more`: there are more, and the caller may not page. */
type FoundPeople = AsOf & {
  readonly people: readonly Known[];
  readonly next?: string;
  readonly more?: true;
};

/** So many of those found are named in the audit; of more than these their number. */
const NAMED = 10;
/** Characters that must be typed at least. */
const LEAST = 2;

const CURSOR = z.tuple([z.string(), z.string()]);

const cursorText = ({ phase, after }: Cursor): string =>
  Buffer.from(JSON.stringify([phase, after]), 'utf8').toString('base64url');

/** @throws LandfallError request.next (400) where no answer of the same phases gave it */
function cursorOf(next: string, phases: readonly Phase[]): Cursor {
  try {
    const [phase, after] = CURSOR.parse(parseJson(Buffer.from(next, 'base64url').toString('utf8')));
    if (phases.some(({ name }) => name === phase)) return { phase, after };
  } catch {}
  throw invalid('request.next', 'Pass `next` as it was given.');
}

/** Whose user ID, or whose token's serial, this is as a whole: found at once, before an index knows of it. */
async function exactly(ports: FindPeoplePorts, text: string): Promise<Known[]> {
  const serial = text.replace(/[\s-]+/gu, '');
  const users = await Promise.all([
    ports.readUser(lookupKey(text)),
    serial === '' || !serial.isWellFormed() ? undefined : ports.findBySerial(serial),
  ]);
  const keys = [...new Set(users.flatMap((user) => (user ? [userKey(user.userId)] : [])))];
  const known = keys.length === 0 ? new Map<string, Known>() : await ports.readKnown(keys);
  return keys.flatMap((key) => known.get(key) ?? []);
}

const finding = (ports: FindPeoplePorts, filter: Filter, typed: string, first: readonly Known[]): Phase[] => {
  const before = new Set(first.map(({ user }) => userKey(user.userId)));
  return (['word', 'name'] as const).map((kind) => ({
    name: kind,
    narrowed: isNarrowed(filter),
    places: (limit, after) => ports.findBeginning(kind, typed, limit, after),
    lists: listsFound(kind, typed, before),
  }));
};

async function listing(ports: FindPeoplePorts, { sort, source, stage, stuck, flags }: PeopleSearch): Promise<Phase> {
  const sources = await sourcesOf(ports, source);
  const lists = listsOf({ stage, stuck });
  const [flag] = flags;
  const everyone = { lists: () => true };
  if ((sort ?? (stage === undefined && stuck === undefined ? 'user-id' : 'name')) === 'name')
    return {
      ...everyone,
      name: 'by-name',
      narrowed: flags.length > 0,
      places: async (limit, after) => {
        const found = await ports.listPeople(sources, lists, limit + 1, after);
        const places = found.slice(0, limit).map(({ person, sort: at }) => ({ at, userKey: person.userKey }));
        return { places, more: found.length > limit };
      },
    };
  const staged = stage !== undefined || stuck !== undefined;
  const narrowed = staged || (flag !== undefined && (source !== undefined || flags.length > 1));
  if (flag !== undefined)
    return { ...everyone, name: flag, narrowed, places: (limit, after) => ports.findFlagged(flag, limit, after) };
  return {
    ...everyone,
    name: 'by-user-id',
    narrowed,
    places: (limit, after) => ports.placesByUserId(sources, limit, after),
  };
}

/** What was typed into one field alone. */
type Typed = { readonly [Field in 'text' | 'userId' | 'startsWith' | 'email' | 'serial']?: string | undefined };
type Looked = Typed & Omit<Filter, 'email' | 'flags'> & { readonly flags?: readonly Flag[] };

/** Records, before it is answered, what help desk looked for and whom it is shown; what was typed is masked. */
export async function recordLookUp(
  ports: AuditPort,
  looked: Looked,
  found: readonly User[],
  asked: Asked,
): Promise<void> {
  const { stage, stuck, source, flags = [], text, userId, startsWith, email, serial } = looked;
  const typed = Object.entries({ text, userId, startsWith, email, serial });
  const keys = found.map((user) => userKey(user.userId));
  const facts = {
    ...Object.fromEntries(
      typed.flatMap(([field, value]) => (value === undefined ? [] : [[field, masked(value.trim())]])),
    ),
    ...(stage === undefined ? {} : { stage }),
    ...(stuck === undefined ? {} : { stuck }),
    ...(source === undefined ? {} : { source }),
    ...(flags.length === 0 ? {} : { flags }),
    found: keys.length,
    ...(keys.length > 0 && keys.length <= NAMED ? { people: keys } : {}),
  };
  await recordFirst(ports, eventEntries(actOf(asked, 'people.found', keys.length === 1 ? keys[0]! : 'people'), facts));
}

/**
 * How many a page holds, and whether the caller gets a next one.
 * @throws LandfallError role.required (403) where help desk pages
 */
export function reachOf(
  { actor }: Asked,
  { limit, next }: Pick<PeopleSearch, 'limit' | 'next'>,
): { readonly limit: number; readonly mayPage: boolean } {
  if (actor.role !== 'help-desk') return { limit, mayPage: true };
  if (next !== undefined)
    throw invalid('role.required', 'Your role sees the first people of a list.', { role: 'admin' });
  return { limit: Math.min(limit, HELP_DESK_PEOPLE), mayPage: false };
}

/**
 * A page of the people whom a text finds, or of all. A look-up by help desk is recorded before it is answered: what was typed is masked, since
 * it is a part of a name or an address, and those shown are named where they are few.
 * @throws LandfallError user.search_short, request.next, request.invalid (400), source.not_found (404), role.required (403) where help
 *   desk pages
 */
export async function findPeople(ports: FindPeoplePorts, search: PeopleSearch, asked: Asked): Promise<FoundPeople> {
  const { limit, mayPage } = reachOf(asked, search);
  const first = search.text === undefined ? [] : await exactly(ports, search.text);
  const typed = search.text === undefined ? undefined : typedOf(search.text);
  if (search.text !== undefined && typed === undefined && first.length === 0)
    throw invalid('user.search_short', `Type at least ${LEAST} characters. Zeros at the beginning don't count.`, {
      least: LEAST,
    });
  const phases =
    search.text === undefined
      ? [await listing(ports, search)]
      : typed === undefined
        ? []
        : finding(ports, search, typed, first);
  const cursor = search.next === undefined ? undefined : cursorOf(search.next, phases);
  const [as, page] = await Promise.all([
    asOf(ports, asked.now),
    pageOf(phases, ports.readKnown, search, limit, first, cursor),
  ]);
  const { people, next } = page;
  const { email, text } = search;
  const looked = { ...search, text: email === undefined ? text : undefined };
  if (!mayPage)
    await recordLookUp(
      ports,
      looked,
      people.map(({ user }) => user),
      asked,
    );
  return { ...as, people, ...(next ? (mayPage ? { next: cursorText(next) } : { more: true }) : {}) };
}
