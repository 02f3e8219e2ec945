/** The people in memory: facts that tests change, and what is kept of them, each change of a person all or none as on the engine. */
import { isDeepStrictEqual } from 'node:util';
import type { Token, User } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import { contributions } from '#core/journey/counters.ts';
import type { LandfallEvent } from '#core/journey/events.ts';
import { searchItemsOf } from '#core/journey/finds.ts';
import type { Change, FollowPorts, Kept } from '#core/journey/follow.ts';
import { type Facts, type JourneyNotice, type JourneySettings, journeyOf } from '#core/journey/journey.ts';
import { type Person, personOf } from '#core/journey/person.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { userKey } from '#core/text.ts';

export type JourneysMemory = ReturnType<typeof journeysMemory>;

/** What a mistaken implementation would do otherwise. */
export type Mistake = 'no-condition' | 'no-second-look' | 'no-transaction';

/** `step` is waited for before each reading and each transaction: what happens there, happens in between. */
export function journeysMemory(step: (what: string) => Promise<void> = async () => {}, mistake?: Mistake) {
  const users = new Map<string, User>();
  const tokens = new Map<string, Token>();
  const notices = new Map<string, JourneyNotice>();
  const kept = new Map<string, Kept>();
  const counters = new Map<string, number>();
  const finds = new Map<string, string>();
  const told: LandfallEvent[] = [];
  const leftOut: unknown[] = [];
  const damaged = new Set<string>();
  let revs = 0;
  const world = { now: 0, settings: defaultSettings() as JourneySettings };

  const factsOf = (key: string): Facts | undefined => {
    const user = users.get(key);
    const own = user?.tokens.flatMap((serial) => tokens.get(serial) ?? []).filter(({ assignee }) => assignee === key);
    return user && { user, tokens: own!, notice: notices.get(key) };
  };
  const whole = (key: string): void => {
    if (damaged.has(key)) throw new LandfallError('stored.damaged', { facts: { item: key, field: 'x' } });
  };
  const commit = async ({ userKey: key, before, after, counters: by, put, remove }: Change): Promise<boolean> => {
    if (mistake !== 'no-condition' && kept.get(key)?.rev !== before?.rev) return false;
    if (after) kept.set(key, { person: after, rev: String(revs) });
    else kept.delete(key);
    revs += 1;
    if (mistake === 'no-transaction') await step('half');
    for (const { source, day = '', name, by: n } of by) {
      const counter = JSON.stringify([source, day, name]);
      counters.set(counter, (counters.get(counter) ?? 0) + n);
      if (counters.get(counter) === 0) counters.delete(counter);
    }
    for (const { pk, sk, userKey: owner } of put) finds.set(`${pk}\n${sk}`, owner);
    for (const { pk, sk } of remove) finds.delete(`${pk}\n${sk}`);
    return true;
  };
  const readFacts = (keys: readonly string[]): Map<string, Facts> => {
    keys.forEach(whole);
    return new Map(
      keys.flatMap((key) => {
        const facts = factsOf(key);
        return facts ? [[key, facts]] : [];
      }),
    );
  };
  const ports: FollowPorts = {
    readKept: async (keys) => {
      await step('readKept');
      return new Map(keys.flatMap((key) => (kept.has(key) ? [[key, kept.get(key)!]] : [])));
    },
    readFacts: async (keys) => {
      await step('readFacts');
      return readFacts(keys);
    },
    readSettings: async () => world.settings,
    noteUses: async () => step('noteUses'),
    tell: async (events) => void told.push(...events),
    // Each person alone: as far apart as transactions can be.
    replace: async (changes) => {
      const lost: string[] = [];
      for (const change of changes) {
        await step('replace');
        if (!(await commit(change))) lost.push(change.userKey);
        await step('replaced');
      }
      // Who is refused is not looked at again.
      const refused = mistake === 'no-second-look' ? changes.map(({ userKey: key }) => key) : [];
      return { lost, refused: refused.filter((key) => !lost.includes(key)) };
    },
    leaveOut: (what) => void leftOut.push(what),
    now: () => world.now,
  };

  /** What is not as it should be, when all is quiet. */
  function wrong(): string[] {
    const found: string[] = [];
    for (const key of new Set([...users.keys(), ...kept.keys()])) {
      const facts = factsOf(key);
      const person = kept.get(key)?.person;
      const should = facts && personOf(facts, journeyOf(facts, world.settings, world.now, person));
      if (!isDeepStrictEqual(person, should))
        found.push(`${key} is kept otherwise: ${JSON.stringify([person, should])}`);
    }
    const sums = new Map<string, number>();
    const known = new Map<string, string>();
    for (const { person } of kept.values()) {
      for (const { source, day = '', name } of contributions(person.source, person)) {
        const counter = JSON.stringify([source, day, name]);
        sums.set(counter, (sums.get(counter) ?? 0) + 1);
      }
      for (const { pk, sk } of searchItemsOf(person)) known.set(`${pk}\n${sk}`, person.userKey);
    }
    const sorted = (map: ReadonlyMap<string, unknown>) => [...map].toSorted(([one], [other]) => (one < other ? -1 : 1));
    if (!isDeepStrictEqual(sorted(counters), sorted(sums))) found.push('the counters are not the sums');
    if (!isDeepStrictEqual(sorted(finds), sorted(known))) found.push('what finds people is not theirs');
    return found;
  }

  const people = (): Person[] => [...kept.values()].map(({ person }) => person);
  const put = (user: User) => void users.set(userKey(user.userId), user);
  return {
    world,
    users,
    tokens,
    notices,
    kept,
    counters,
    finds,
    told,
    leftOut,
    damaged,
    ports,
    wrong,
    people,
    put,
    factsOf,
  };
}
