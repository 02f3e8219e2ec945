/** The people as administrators see them: how many are in each stage, how many came to a milestone on each day, and who. */
import { type AuditPort, eventEntries, recordFirst } from '#core/audit.ts';
import { MADE_HERE } from '#core/directory/journey.ts';
import { invalid } from '#core/errors.ts';
import { LIST_NAMES, type Person } from '#core/journey/person.ts';
import type { RecountState } from '#core/journey/recount.ts';
import type { Times } from '#core/journey/stages.ts';
import { MILESTONES, type Milestone, STAGES, STUCK, type Stage, type Stuck, stageOf } from '#core/journey/stages.ts';
import { type Asked, actOf } from './users/administer.ts';

/** Name of a counter -> number; one that is nought may be missing. */
type Sums = ReadonlyMap<string, number>;
export type PeoplePorts = AuditPort & {
  /** Names, those made here included. */
  peopleSources(): Promise<readonly string[]>;
  readTotals(source: string): Promise<Sums>;
  /** By day (YYYY-MM-DD, UTC). */
  readDays(source: string): Promise<ReadonlyMap<string, Sums>>;
  readState(): Promise<RecountState | undefined>;
  /** Sorted by name, at most `limit`. @param after the `sort` behind which they stand */
  listPeople(
    sources: readonly string[],
    lists: readonly string[],
    limit: number,
    after?: string,
  ): Promise<readonly { readonly person: Person; readonly sort: string }[]>;
};

/** `asOf`: Unix milliseconds. `filling`: people of the release before are still joining. */
export type AsOf = { readonly asOf: number; readonly filling?: true };
type OfSource = { readonly source: string; readonly madeHere?: true };
export type SourceTotals = OfSource & {
  readonly people: number;
  readonly stages: Readonly<Record<Stage, number>>;
  readonly stuck: Readonly<Record<Stuck, number>>;
  readonly reached: Readonly<Record<Milestone, number>>;
};
export type Totals = AsOf & { readonly sources: readonly SourceTotals[] };
export type Day = { readonly day: string } & Readonly<Record<keyof Times, number>>;
export type Days = AsOf & { readonly days: readonly Day[] };
export type ShownJourney = OfSource & Pick<Person, 'reached' | 'stuck' | 'since' | 'times'> & { readonly stage: Stage };
export type ListedPerson = ShownJourney & Pick<Person, 'userId' | 'firstName' | 'lastName' | 'email'>;
/** `next`: passed on for the next page. `more`: there are more, and the caller may not page. */
export type PeopleList = AsOf & {
  readonly people: readonly ListedPerson[];
  readonly next?: string;
  readonly more?: true;
};
export type PeopleQuery = {
  readonly stage?: Stage | undefined;
  readonly stuck?: Stuck | undefined;
  /** Empty: made here. All without it. */
  readonly source?: string | undefined;
  readonly limit: number;
  readonly next?: string | undefined;
};

/** Help desk sees so many of a list, and can't page. */
export const HELP_DESK_PEOPLE = 50;

const ofSource = (source: string): OfSource => ({ source, ...(source === MADE_HERE ? { madeHere: true } : {}) });

/** @throws LandfallError source.not_found (404) */
export async function sourcesOf(
  ports: Pick<PeoplePorts, 'peopleSources'>,
  asked: string | undefined,
): Promise<readonly string[]> {
  const sources = await ports.peopleSources();
  if (asked === undefined) return sources;
  if (!sources.includes(asked)) throw invalid('source.not_found', 'There is no source of this name.');
  return [asked];
}

export async function asOf(ports: Pick<PeoplePorts, 'readState'>, now: number): Promise<AsOf> {
  const state = await ports.readState();
  return { asOf: now, ...(state?.filledAt === undefined ? { filling: true } : {}) };
}

const numbers = <Name extends string>(names: readonly Name[], sums: Sums, prefix: string): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, sums.get(`${prefix}${name}`) ?? 0])) as Record<Name, number>;

const totalsOf = (source: string, sums: Sums): SourceTotals => ({
  ...ofSource(source),
  people: sums.get('people') ?? 0,
  stages: numbers(STAGES, sums, 'stage.'),
  stuck: numbers(STUCK, sums, 'stuck.'),
  reached: numbers(MILESTONES, sums, 'reached.'),
});

/** Of each source, by name, those without people too. @throws LandfallError source.not_found (404) */
export async function peopleTotals(ports: PeoplePorts, source: string | undefined, now: number): Promise<Totals> {
  const names = [...(await sourcesOf(ports, source))].sort();
  const as = await asOf(ports, now);
  return { ...as, sources: await Promise.all(names.map(async (name) => totalsOf(name, await ports.readTotals(name)))) };
}

const TIMES = ['imported', 'told', 'tokenLogon', 'home'] as const satisfies readonly (keyof Times)[];

/** Days on which something happened, in their order. @throws LandfallError source.not_found (404) */
export async function peopleDays(ports: PeoplePorts, source: string | undefined, now: number): Promise<Days> {
  const names = await sourcesOf(ports, source);
  const as = await asOf(ports, now);
  const days = new Map<string, Map<string, number>>();
  for (const found of await Promise.all(names.map((name) => ports.readDays(name))))
    for (const [day, sums] of found) {
      const all = days.get(day) ?? new Map<string, number>();
      for (const [name, number] of sums) all.set(name, (all.get(name) ?? 0) + number);
      days.set(day, all);
    }
  const listed = [...days]
    .map(([day, sums]): Day => ({ day, ...numbers(TIMES, sums, '') }))
    .filter((day) => TIMES.some((name) => day[name] !== 0))
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
  return { ...as, days: listed };
}

const cursorOf = (sort: string): string => Buffer.from(sort, 'utf8').toString('base64url');

/** @throws LandfallError request.next (400) */
function sortOf(next: string): string {
  const sort = Buffer.from(next, 'base64url').toString('utf8');
  if (cursorOf(sort) !== next || !sort.includes('|')) throw invalid('request.next', 'Pass `next` as it was given.');
  return sort;
}

/** The lists that a query is about. @throws LandfallError request.invalid (400) where no person can be in both */
export function listsOf({ stage, stuck }: Pick<PeopleQuery, 'stage' | 'stuck'>): readonly string[] {
  if (stuck !== undefined && stage !== undefined && stage !== 'stuck')
    throw invalid('request.invalid', 'A person in this stage is not stuck: leave out `stage` or `stuck`.');
  if (stuck !== undefined) return [`stuck.${stuck}`];
  if (stage === 'stuck') return STUCK.map((reason) => `stuck.${reason}`);
  return stage === undefined ? LIST_NAMES : [stage];
}

/** Where a person stands, as administrators are shown it. */
export function journeyShown(person: Person): ShownJourney {
  const { source, reached, stuck, since, times } = person;
  return {
    ...ofSource(source),
    stage: stageOf(person),
    ...(stuck === undefined ? {} : { stuck }),
    reached,
    since,
    times,
  };
}

function shown(person: Person): ListedPerson {
  const { userId, firstName, lastName, email } = person;
  return {
    userId,
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(email === undefined ? {} : { email }),
    ...journeyShown(person),
  };
}

/**
 * People of a stage or stuck for a reason, sorted by last name, first name and user ID. That a list was opened is recorded before it is read.
 * @throws LandfallError role.required (403) where help desk pages, source.not_found (404), request.next, request.invalid (400)
 */
export async function listOfPeople(ports: PeoplePorts, query: PeopleQuery, asked: Asked): Promise<PeopleList> {
  const { stage, stuck, source, next } = query;
  const mayPage = asked.actor.role !== 'help-desk';
  if (next !== undefined && !mayPage)
    throw invalid('role.required', 'Your role sees the first people of a list.', { role: 'admin' });
  const limit = mayPage ? query.limit : Math.min(query.limit, HELP_DESK_PEOPLE);
  const [lists, after] = [listsOf(query), next === undefined ? undefined : sortOf(next)];
  const sources = await sourcesOf(ports, source);
  const facts = {
    ...(stage ? { stage } : {}),
    ...(stuck ? { stuck } : {}),
    ...(source === undefined ? {} : { source }),
  };
  if (next === undefined) await recordFirst(ports, eventEntries(actOf(asked, 'people.listed', 'people'), facts));
  const [as, found] = await Promise.all([asOf(ports, asked.now), ports.listPeople(sources, lists, limit + 1, after)]);
  const page = found.slice(0, limit);
  return {
    ...as,
    people: page.map(({ person }) => shown(person)),
    ...(found.length <= limit ? {} : mayPage ? { next: cursorOf(page.at(-1)!.sort) } : { more: true }),
  };
}
