/**
 * The recount looks at all people anew: first at those of the directory, source by source, then at those who are kept, whether they are here
 * still and whether the counters are their sum. It goes on a part at a time, and keeps its place.
 */
import { chunksOf, mapLimited } from '#core/concurrency.ts';
import { SHARDS } from '#core/directory/journey.ts';
import { contributions } from './counters.ts';
import type { JourneySettings } from './journey.ts';
import { PARTITIONS, type Person } from './person.ts';

/** Where the walk over the directory stands: `at`, behind which it goes on in this source and shard. */
export type RecountPlace = { readonly source: string; readonly shard: number; readonly at?: string };
/** Name of a counter -> number. Of a day: `2026-11-30 told`. */
export type Sums = Readonly<Record<string, number>>;
/** Where the walk over those who are kept stands: in this source and partition of its lists. */
export type KeptPlace = {
  readonly source: string;
  readonly partition: number;
  readonly at?: string;
  /** Of those that were passed. */
  readonly sums: Sums;
  /** How often the counters of the source were written when its walk began. */
  readonly writes: number;
  /** The counters were found otherwise by a walk before this one. */
  readonly again?: true;
};
/** `place`, then `kept`, then `endedAt`: one of them at a time. */
export type RecountState = {
  /** What the stages were made of: see settingsOf. */
  readonly settings: string;
  readonly startedAt: number;
  /** A setting has changed, or it is the first one: people are found otherwise than they were kept. */
  readonly expected?: true;
  readonly place?: RecountPlace;
  readonly kept?: KeptPlace;
  readonly endedAt?: number;
  /** When all people of the directory were looked at for the first time. */
  readonly filledAt?: number;
  /** How many people the one that is under way has found otherwise than they should have been kept. */
  readonly differed: number;
  /** How many counters it has corrected. */
  readonly corrected: number;
};
/** Without `person`: its item can't be read. */
export type KeptHere = { readonly userKey: string; readonly at: string; readonly person?: Person };
/** `writes`: how often they were written. */
export type Counted = { readonly sums: Sums; readonly writes: number };
export type RecountPorts = {
  /** @returns how many have changed */
  follow(keys: readonly string[]): Promise<number>;
  /** Those who are kept otherwise than the facts say. */
  differing(keys: readonly string[]): Promise<readonly string[]>;
  saveState(state: RecountState): Promise<void>;
  /** Names, in any order. */
  sources(): Promise<readonly string[]>;
  /** Of the directory: user keys of one shard behind `at`, at most `limit`. */
  people(
    source: string,
    shard: number,
    at: string | undefined,
    limit: number,
  ): Promise<readonly { readonly userKey: string; readonly at: string }[]>;
  /** Of those who are kept: a partition of the source's lists behind `at`, at most `limit`. */
  keptPeople(source: string, partition: number, at: string | undefined, limit: number): Promise<readonly KeptHere[]>;
  /** Those of them who are in the directory; one who came a moment ago may be missing. */
  present(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Consistent. */
  readCounters(source: string): Promise<Counted>;
  /** Adds this to the counters, where they were written so often and no more. */
  correctCounters(source: string, by: Sums, writes: number): Promise<boolean>;
  pause(milliseconds: number): Promise<unknown>;
  now(): number;
};

/** Of one look. */
const BATCH = 100;
/** Looks at a time. */
const LOOKS = 4;
const DAY_MS = 86_400_000;
/** So long what has just changed is given to be followed by the directory's stream. */
const SETTLE_MS = 5_000;

/** The settings that a stage depends on, as text. */
export const settingsOf = ({
  recovery,
  securityQuestions,
  lockout,
  administratorReset,
  tokenPolicy,
}: JourneySettings): string =>
  JSON.stringify([
    recovery.mode,
    securityQuestions.enrolment,
    lockout.failures,
    lockout.lockoutMinutes,
    administratorReset.temporaryPasswordHours,
    tokenPolicy.temporaryCodeHours,
  ]);

/** The recount that is under way or due; undefined where none is. */
export function recountOf(state: RecountState | undefined, settings: string, now: number): RecountState | undefined {
  const isFirst = state?.filledAt === undefined;
  const anew: RecountState = {
    settings,
    startedAt: now,
    place: { source: '', shard: 0 },
    differed: 0,
    corrected: 0,
    ...(isFirst || state.settings !== settings ? { expected: true } : {}),
    ...(isFirst ? {} : { filledAt: state.filledAt }),
  };
  if (!state || state.settings !== settings) return anew;
  if (state.endedAt === undefined) return state;
  return now - state.startedAt >= DAY_MS ? anew : undefined;
}

/** @returns how many were kept otherwise than they should have been */
async function lookAt(ports: RecountPorts, keys: readonly string[], expected: true | undefined): Promise<number> {
  if (expected) {
    await ports.follow(keys);
    return 0;
  }
  const different = await ports.differing(keys);
  if (different.length === 0) return 0;
  // What has changed a moment ago is about to be followed, and no mistake.
  await ports.pause(SETTLE_MS);
  return ports.follow(different);
}

const behind = (source: string, sources: readonly string[]): readonly string[] => sources.filter((one) => one > source);

/** Begins the walk over those who are kept, at the first of these sources that has ever had people. @returns undefined where none has */
async function beginKept(
  ports: RecountPorts,
  sources: readonly string[],
  again?: true,
): Promise<KeptPlace | undefined> {
  for (const source of sources) {
    const { writes } = await ports.readCounters(source);
    if (writes > 0) return { source, partition: 0, sums: {}, writes, ...(again ? { again } : {}) };
  }
  return undefined;
}

/** As it goes on with those who are kept, or has ended. */
const keptOrEnded = (rest: RecountState, kept: KeptPlace | undefined, now: number): RecountState =>
  kept ? { ...rest, kept } : { ...rest, endedAt: now };

/** A part of the directory. */
async function walkDirectory(
  ports: RecountPorts,
  state: RecountState,
  { source, shard, at }: RecountPlace,
  sources: readonly string[],
): Promise<RecountState> {
  const limit = BATCH * LOOKS;
  const people = await ports.people(source, shard, at, limit);
  const keys = people.map(({ userKey }) => userKey);
  const found = await mapLimited(chunksOf(keys, BATCH), LOOKS, (some) => lookAt(ports, some, state.expected));
  const differed = state.differed + found.reduce((sum, one) => sum + one, 0);
  const { place: _before, ...rest } = { ...state, differed };
  if (people.length === limit) return { ...rest, place: { source, shard, at: people.at(-1)!.at } };
  if (shard + 1 < SHARDS) return { ...rest, place: { source, shard: shard + 1 } };
  const [next] = behind(source, sources);
  if (next !== undefined) return { ...rest, place: { source: next, shard: 0 } };
  const filled = { ...rest, filledAt: state.filledAt ?? ports.now() };
  return keptOrEnded(filled, await beginKept(ports, sources), ports.now());
}

const dayName = (day: string, name: string): string => `${day} ${name}`;
function addPeople(sums: Sums, people: readonly Person[]): Sums {
  const all = new Map(Object.entries(sums));
  for (const person of people)
    for (const { day, name } of contributions(person.source, person)) {
      const key = day === undefined ? name : dayName(day, name);
      all.set(key, (all.get(key) ?? 0) + 1);
    }
  return Object.fromEntries(all);
}

/** What the counters lack to be these sums. */
function lacking(counters: Sums, sums: Sums): Sums {
  const names = [...new Set([...Object.keys(counters), ...Object.keys(sums)])];
  const found = names.map((name) => [name, (sums[name] ?? 0) - (counters[name] ?? 0)] as const);
  return Object.fromEntries(found.filter(([, by]) => by !== 0));
}

/** In place of the number of writes: the counters are not compared. */
const UNKNOWN = -1;

/**
 * The counters beside the sums of all who are kept, where nothing has changed meanwhile.
 * @returns how many were corrected; undefined: it needs a second look
 */
async function compare(ports: RecountPorts, { source, sums, writes, again }: KeptPlace): Promise<number | undefined> {
  const counted = await ports.readCounters(source);
  if (counted.writes !== writes) return 0;
  const by = lacking(counted.sums, sums);
  const count = Object.keys(by).length;
  if (count === 0) return 0;
  // The index that the walk went by is a moment behind: one walk proves nothing.
  if (!again) return undefined;
  return (await ports.correctCounters(source, by, writes)) ? count : 0;
}

/** A part of those who are kept. */
async function walkKept(
  ports: RecountPorts,
  state: RecountState,
  place: KeptPlace,
  sources: readonly string[],
): Promise<RecountState> {
  const { source, partition, at } = place;
  const limit = BATCH * LOOKS;
  const people = await ports.keptPeople(source, partition, at, limit);
  const keys = people.map(({ userKey }) => userKey);
  const present = keys.length === 0 ? new Set<string>() : await ports.present(keys);
  const gone = keys.filter((key) => !present.has(key));
  const differed = state.differed + (gone.length === 0 ? 0 : await lookAt(ports, gone, undefined));
  const read = people.flatMap(({ person }) => person ?? []);
  // Of sums that lack a person nothing follows.
  const writes = read.length < people.length ? UNKNOWN : place.writes;
  const { kept: _before, ...rest } = { ...state, differed };
  const { at: _at, ...here } = { ...place, writes, sums: addPeople(place.sums, read) };
  if (people.length === limit) return { ...rest, kept: { ...here, at: people.at(-1)!.at } };
  if (partition + 1 < PARTITIONS) return { ...rest, kept: { ...here, partition: partition + 1 } };
  const corrected = await compare(ports, here);
  if (corrected === undefined) return keptOrEnded(rest, await beginKept(ports, [source], true), ports.now());
  const after = { ...rest, corrected: state.corrected + corrected };
  return keptOrEnded(after, await beginKept(ports, behind(source, sources)), ports.now());
}

/** Goes on until it has ended, or the time is up. @param deadline Unix milliseconds */
export async function goOn(ports: RecountPorts, begun: RecountState, deadline: number): Promise<RecountState> {
  const sources = [...(await ports.sources())].sort();
  let state = begun;
  while (state.endedAt === undefined && ports.now() < deadline) {
    state = state.place
      ? await walkDirectory(ports, state, state.place, sources)
      : state.kept
        ? await walkKept(ports, state, state.kept, sources)
        : { ...state, endedAt: ports.now() };
    await ports.saveState(state);
  }
  return state;
}
