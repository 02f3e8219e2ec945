/**
 * Keeps what is known of each person's journey: reads the facts anew, and replaces the person's item together with the counters and what
 * finds the person. Of two that look at one person at a time, the one that began to read first loses, and reads again.
 */
import { isDeepStrictEqual } from 'node:util';
import { isSamePerson } from '#core/directory/same-person.ts';
import { isError } from '#core/errors.ts';
import { type Counter, contributions, type Difference, differences } from './counters.ts';
import { eventsOf, type LandfallEvent } from './events.ts';
import { type Find, type FindKey, searchItemsOf } from './finds.ts';
import { type Facts, type JourneySettings, journeyOf } from './journey.ts';
import { type Person, personOf } from './person.ts';
import { type Use, usesOf } from './uses.ts';

/** `rev`: differs with every replacement. */
export type Kept = { readonly person: Person; readonly rev: string };
/** One without `after` is here no more. */
export type Change = {
  readonly userKey: string;
  readonly before?: Kept | undefined;
  readonly after?: Person | undefined;
  readonly counters: readonly Difference[];
  /** Of tokens of which none was known before. */
  readonly uses: readonly Use[];
  readonly put: readonly Find[];
  readonly remove: readonly FindKey[];
};
/** User keys. `lost`: changed by another meanwhile. `refused`: the engine does not take what would be written. */
export type Replaced = { readonly lost: readonly string[]; readonly refused: readonly string[] };
/** Says that a person can't be followed: one damaged item holds up no other. `error`: names the item, where one can't be read. */
export type LeaveOut = (what: { readonly userKey?: string; readonly error?: unknown }) => void;
export type FollowPorts = {
  readKept(keys: readonly string[]): Promise<ReadonlyMap<string, Kept>>;
  /** Consistent. */
  readFacts(keys: readonly string[]): Promise<ReadonlyMap<string, Facts>>;
  readSettings(): Promise<JourneySettings>;
  /** Tokens whose first use was not known. One that is known changes nothing. */
  noteUses(uses: readonly Use[]): Promise<void>;
  /** Tells others. */
  tell(events: readonly LandfallEvent[]): Promise<void>;
  /** Each change with all that belongs to it, or none of it, where the person is still kept as `before`. */
  replace(changes: readonly Change[]): Promise<Replaced>;
  leaveOut: LeaveOut;
  /** Unix milliseconds. */
  now(): number;
};

const keyText = ({ pk, sk }: FindKey): string => `${pk}\n${sk}`;
const without = <K extends FindKey>(some: readonly K[], others: readonly FindKey[]): K[] => {
  const keys = new Set(others.map(keyText));
  return some.filter((one) => !keys.has(keyText(one)));
};

const counted = (person: Person | undefined): Counter[] => (person ? contributions(person.source, person) : []);
const found = (person: Person | undefined): Find[] => (person ? searchItemsOf(person) : []);

/** What becomes of what counts and what finds, when a person who was kept as `before` becomes `after`. */
export function changeOf(
  userKey: string,
  before: Kept | undefined,
  after: Person | undefined,
  uses: readonly Use[],
): Change {
  const [known, wanted] = [found(before?.person), found(after)];
  const counters = differences(counted(before?.person), counted(after));
  return { userKey, before, after, counters, uses, put: without(wanted, known), remove: without(known, wanted) };
}

/** What is told twice where the rest fails bears the same id. */
async function announce(ports: FollowPorts, changes: readonly Change[], now: number): Promise<void> {
  const uses = changes.flatMap((change) => change.uses);
  if (uses.length > 0) await ports.noteUses(uses);
  const events = changes.flatMap((change) =>
    change.after ? eventsOf(change.before?.person, change.after, change.uses, now) : [],
  );
  if (events.length > 0) await ports.tell(events);
}

/** What is known of the same person. Another one may have come to the user ID since. */
const knownOf = ({ user }: Facts, kept: Kept | undefined): Person | undefined =>
  kept && kept.person.times.imported === user.createdAt && isSamePerson(kept.person, user) ? kept.person : undefined;

/** What has become of one person; undefined where nothing has. */
function lookedAt(
  userKey: string,
  before: Kept | undefined,
  facts: Facts | undefined,
  settings: JourneySettings,
  now: number,
): Change | undefined {
  const after = facts && personOf(facts, journeyOf(facts, settings, now, knownOf(facts, before)));
  if (isDeepStrictEqual(before?.person, after)) return undefined;
  const known = new Set(before?.person.used);
  const uses = facts ? usesOf(facts).filter(({ serial }) => !known.has(serial)) : [];
  return changeOf(userKey, before, after, uses);
}

/** What has become of these people by now. */
async function look(
  ports: FollowPorts,
  keys: readonly string[],
  settings: JourneySettings,
): Promise<readonly Change[]> {
  // Before the facts: what is written meanwhile from newer facts makes this one lose.
  const kept = await ports.readKept(keys);
  const facts = await ports.readFacts(keys);
  const now = ports.now();
  return keys.flatMap((key) => lookedAt(key, kept.get(key), facts.get(key), settings, now) ?? []);
}

/** Who differs after so many rounds is written otherwise than it is read, which no further round would mend. */
const ROUNDS = 100;

async function followTogether(ports: FollowPorts, keys: readonly string[], settings: JourneySettings): Promise<number> {
  let changed = 0;
  let left = keys;
  for (let round = 0; left.length > 0; round++) {
    if (round === ROUNDS) {
      for (const userKey of left) ports.leaveOut({ userKey });
      break;
    }
    const changes = await look(ports, left, settings);
    if (changes.length === 0) break;
    // First: where the rest fails, it is told again.
    await announce(ports, changes, ports.now());
    const { lost, refused } = await ports.replace(changes);
    for (const key of refused) ports.leaveOut({ userKey: key });
    changed += changes.length - lost.length - refused.length;
    // Each person that was written is looked at again, until nothing differs: the facts may have come back meanwhile to what was kept before, so that a
    // rival saw nothing to do (or, where there was no item, a rival's item may have come and gone). No condition on the item tells that.
    left = changes.map(({ userKey }) => userKey).filter((key) => !refused.includes(key));
  }
  return changed;
}

/** Does so with these people, and halves what holds an item that can't be read, until it stands alone. */
async function apart<T>(
  ports: Pick<FollowPorts, 'leaveOut'>,
  keys: readonly string[],
  doTo: (keys: readonly string[]) => Promise<T>,
): Promise<T[]> {
  try {
    return [await doTo(keys)];
  } catch (error) {
    if (!isError(error, 'stored.damaged')) throw error;
    if (keys.length === 1) {
      ports.leaveOut({ userKey: keys[0]!, error });
      return [];
    }
    const half = Math.ceil(keys.length / 2);
    const first = await apart(ports, keys.slice(0, half), doTo);
    return [...first, ...(await apart(ports, keys.slice(half), doTo))];
  }
}

/** What has become of these people. @returns how many have changed */
export async function followPeople(ports: FollowPorts, keys: readonly string[]): Promise<number> {
  const settings = await ports.readSettings();
  const changed = await apart(ports, [...new Set(keys)], (some) => followTogether(ports, some, settings));
  return changed.reduce((sum, more) => sum + more, 0);
}

/** Those of these people who are kept otherwise than the facts say. Nothing is written. */
export async function differing(ports: FollowPorts, keys: readonly string[]): Promise<string[]> {
  const settings = await ports.readSettings();
  const changes = await apart(ports, [...new Set(keys)], (some) => look(ports, some, settings));
  return changes.flat().map(({ userKey }) => userKey);
}
