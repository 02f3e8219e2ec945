/** What a first import of so many users asks for, state by state: seconds of functions and units, as they were counted. */
import { secondsOf } from '../cost/amounts.ts';
import { type Counted, scaled } from '../cost/counts.ts';
import type { QuotaName } from './quotas.ts';
import type { Called } from './states.ts';
import type { UnitsOfUser } from './units.ts';

/** What is served by a rate, and how much of it. */
export type Rates = Readonly<Partial<Record<QuotaName, number>>>;
export type Piece = { readonly seconds: number; readonly rates: Rates };
/** A state's pieces, all alike: one of a run, one for each part or range. */
export type Phase = Called & { readonly pieces: number; readonly each: Piece; readonly longest: number };
export type Work = {
  readonly users: number;
  readonly phases: readonly Phase[];
  /** Following the people of a part, behind its import. */
  readonly follow: Piece;
  /** One mail, in the one lane of mails. */
  readonly mailSeconds: number;
};
export type Inputs = {
  readonly counted: Counted;
  readonly units: UnitsOfUser;
  readonly states: readonly Called[];
  readonly unitsOfOneKey: number;
};

/** Of a part (core/export/): records, which are users with their tokens. */
const PART = 1000;
/** core/migration/ranges.ts; test/contract/simulate.test.ts compares. */
export const RECORDS_OF_RANGE = 100_000;
/** core/journey/finds.ts: partitions of words that begin alike; an item in a transaction costs two units. */
export const WORD_SHARDS = 3;
export const TRANSACTION = 2;
/** Of a user, in the fullest partition key of `search`, where user IDs all begin alike. */
export const UNITS_OF_ONE_KEY = TRANSACTION / WORD_SHARDS;
/** core/campaign/round.ts: mails at once. */
const MAILS_AT_ONCE = 16;
/** core/migration/comparing/: what a chunk holds, and how many are read at once; a read takes as long as test/cost/latencies.ts says. */
const CHUNK_USERS = 85_000;
const CHUNKS_AT_ONCE = 8;
const READ_SECONDS = 0.03;
/** Of three changes of a user that the stream tells of, two are the import's (user, token) and one the mail's. */
export const IMPORT_SHARE = 2 / 3;

/** What a state that works on the whole run takes for each part, in seconds: the first two tables of docs/scale.md, where they say it. */
const OF_EACH_PART: Readonly<Record<string, number>> = {
  ReadManifest: 7 / 100_000,
  SortKeys: (90 * 60) / 100_000,
  PlanRun: 229 / 100_000,
};
/** States that work on the whole run end an invocation after a minute, and go on in the next. */
const TURN_SECONDS: Readonly<Record<string, number>> = { SortKeys: 60 };

const FAR = 1_000_000;

/** What one user more adds to all invocations of a function. */
function secondsOfUser({ imports }: Counted, name: string): number {
  const at = (users: number): number => {
    const work = scaled(imports, users).functions[name];
    return work === undefined ? 0 : secondsOf([name, work]);
  };
  return (at(2 * FAR) - at(FAR)) / FAR;
}

/** In the larger of the two imports. */
function secondsOfRun({ imports: [, many] }: Counted, name: string): number {
  const work = many.counts.functions[name];
  return work === undefined ? 0 : secondsOf([name, work]);
}

/** Calls of a service that one user more adds. */
function callsOfUser({ imports: [few, many] }: Counted, pattern: RegExp): number {
  const of = ({ counts }: Counted['imports'][0]) =>
    Object.entries(counts.calls).reduce((sum, [name, calls]) => sum + (pattern.test(name) ? calls : 0), 0);
  return (of(many) - of(few)) / (many.users - few.users);
}

function rangeOf(counted: Counted, users: number): Piece {
  const [, many] = counted.imports;
  const work = many.counts.functions['compare-range']!;
  const ofRecord = secondsOf(['compare-range', { ...work, waits: 0 }]) / many.users;
  const reads = (2 * READ_SECONDS * Math.ceil(users / CHUNK_USERS)) / CHUNKS_AT_ONCE;
  return { seconds: ofRecord * Math.min(users, RECORDS_OF_RANGE) + work.waits / 1000 + reads, rates: { children: 1 } };
}

function phaseOf({ counted, units }: Inputs, users: number, called: Called): Phase {
  const parts = Math.ceil(users / PART);
  if (called.of === 'run') {
    const seconds = secondsOfRun(counted, called.name) + (OF_EACH_PART[called.state] ?? 0) * parts;
    const longest = Math.min(seconds, TURN_SECONDS[called.state] ?? seconds);
    return { ...called, pieces: 1, each: { seconds, rates: {} }, longest };
  }
  if (called.of === 'range') {
    const each = rangeOf(counted, users);
    return { ...called, pieces: Math.ceil(users / RECORDS_OF_RANGE), each, longest: each.seconds };
  }
  const size = Math.min(users, PART);
  const seconds = secondsOfUser(counted, called.name) * size;
  const written = called.state === 'IngestParts' ? units.imported : {};
  const rates = {
    children: 1,
    // All of an import's, though most are of IngestParts.
    s3Reads: callsOfUser(counted, /^s3 (?:GET$|HEAD)/u) * size,
    kms: callsOfUser(counted, /^kms /u) * size,
    directoryWrites: (written['write directory'] ?? 0) * size,
    indexWrites: (written['write directory/journey'] ?? 0) * size,
    searchWrites: (written['write search'] ?? 0) * size,
  };
  return { ...called, pieces: parts, each: { seconds, rates }, longest: seconds };
}

export function workOf(inputs: Inputs, users: number): Work {
  const { counted, units, states } = inputs;
  const size = Math.min(users, PART);
  const { followed } = units;
  const mail = counted.imports[1].counts.functions['notify-users']!;
  const mails = counted.imports[1].users;
  const processor = secondsOf(['notify-users', { ...mail, waits: 0 }]) / mails;
  return {
    users,
    phases: states.map((called) => phaseOf(inputs, users, called)),
    follow: {
      seconds: secondsOfUser(counted, 'follow-people') * IMPORT_SHARE * size,
      rates: {
        searchWrites: (followed['write search'] ?? 0) * size,
        journeysWrites: ((followed['write journeys'] ?? 0) + (followed['write journeys/list'] ?? 0)) * size,
        partitionWrites: inputs.unitsOfOneKey * size,
      },
    },
    mailSeconds: Math.max(processor, mail.waits / 1000 / mails / MAILS_AT_ONCE),
  };
}
