import { SHARDS } from '#core/directory/journey.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { journeysMemory } from '#test/support/journeys-memory.ts';
import { aUser } from '#test/support/memory.ts';
import { differing, followPeople } from './follow.ts';
import { bucketOf, LIST_SHARDS, PARTITIONS, partitionKey, placesOf } from './person.ts';
import { goOn, type RecountPorts, type RecountState, recountOf, settingsOf } from './recount.ts';
import { shardOf } from './shards.ts';

const NOW = Date.parse('2026-11-30T10:00:00Z');
const DAY = 86_400_000;
const SETTINGS = settingsOf(defaultSettings());

/** People in memory with the ports of a recount. Each look takes a second; `rounds` is how many a round has. */
function given() {
  const memory = journeysMemory();
  memory.world.now = NOW;
  const log = { saved: [] as RecountState[], pauses: 0, writes: 1 };
  const clock = { now: NOW };
  const shardOf = (key: string) => (key.codePointAt(0) ?? 0) % SHARDS;
  const sorted = (keys: readonly string[], at = '') => [...keys].sort().filter((key) => key > at);
  const sums = (source: string): Record<string, number> =>
    Object.fromEntries(
      [...memory.counters].flatMap(([key, number]): [string, number][] => {
        const [of, day, name] = JSON.parse(key) as [string, string, string];
        return of === source ? [[day === '' ? name : `${day} ${name}`, number]] : [];
      }),
    );
  const ports: RecountPorts = {
    follow: async (keys) => {
      clock.now += 1000;
      const changed = await followPeople(memory.ports, keys);
      log.writes += changed;
      return changed;
    },
    differing: (keys) => differing(memory.ports, keys),
    saveState: async (state) => void log.saved.push(state),
    sources: async () => ['old', ''],
    people: async (source, shard, at, limit) =>
      sorted([...memory.users.keys()], at)
        .filter((key) => memory.users.get(key)!.source === source && shardOf(key) === shard)
        .slice(0, limit)
        .map((userKey) => ({ userKey, at: userKey })),
    keptPeople: async (source, partition, at, limit) =>
      sorted([...memory.kept.keys()], at)
        .map((userKey) => ({ userKey, at: userKey, person: memory.kept.get(userKey)!.person }))
        .filter(({ person }) => placesOf(person)['list'] === partitionKey(source, partition))
        .slice(0, limit),
    present: async (keys) => new Set(keys.filter((key) => memory.users.has(key))),
    readCounters: async (source) => ({ sums: sums(source), writes: log.writes }),
    correctCounters: async (source, by, writes) => {
      if (writes !== log.writes) return false;
      for (const [name, number] of Object.entries(by)) {
        const [day, what] = name.split(' ') as [string, string | undefined];
        const key = JSON.stringify(what === undefined ? [source, '', day] : [source, day, what]);
        memory.counters.set(key, (memory.counters.get(key) ?? 0) + number);
        if (memory.counters.get(key) === 0) memory.counters.delete(key);
      }
      return true;
    },
    pause: async () => {
      log.pauses += 1;
    },
    now: () => clock.now,
  };
  const begin = recountOf(undefined, SETTINGS, NOW)!;
  return { memory, ports, log, clock, begin };
}
const person = (userId: string, more = {}) =>
  aUser({ userId, source: 'old', createdAt: NOW, updatedAt: NOW, tokens: [], ...more });
const LATER = NOW + 1_000_000_000;
/** One that should find nothing. */
const daily = ({ expected: _expected, ...begin }: RecountState): RecountState => ({ ...begin, filledAt: 1 });

test('the first one finds all people of all sources, and says when they were all found', async () => {
  const { memory, ports, begin, log } = given();
  for (let n = 0; n < 30; n++) memory.put(person(`p${n}`, n % 3 === 0 ? { source: '' } : {}));
  const state = await goOn(ports, begin, LATER);
  expect(state).toMatchObject({ differed: 0, corrected: 0 });
  expect([memory.kept.size, memory.wrong(), log.pauses]).toEqual([30, [], 0]);
  expect([state.filledAt !== undefined, state.endedAt !== undefined, 'place' in state, 'kept' in state]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('cut off at any moment it goes on at its place, and looks at no person twice', async () => {
  const { memory, ports, begin, clock, log } = given();
  for (let n = 0; n < 500; n++) memory.put(person(`x${String(n).padStart(4, '0')}`));
  const looked: string[] = [];
  const follow: typeof ports.follow = (keys) => {
    looked.push(...keys);
    return ports.follow(keys);
  };
  let state = begin;
  for (let rounds = 0; state.endedAt === undefined; rounds++) {
    expect(rounds).toBeLessThan(1000);
    state = await goOn({ ...ports, follow }, log.saved.at(-1) ?? state, clock.now + 1);
    if (state.endedAt === undefined && rounds > 3) state = await goOn({ ...ports, follow }, state, LATER);
  }
  expect([looked.length, new Set(looked).size]).toEqual([500, 500]);
  expect(memory.wrong()).toEqual([]);
});

test('what was missed is mended after a while, and counted; what was followed meanwhile is no mistake', async () => {
  const { memory, ports, begin, log } = given();
  memory.put(person('ana'));
  memory.put(person('bo'));
  await ports.follow(['ana', 'bo']);
  memory.put(person('ana', { enabled: false }));
  memory.put(person('bo', { enabled: false }));
  const pause = async (milliseconds: number) => {
    await ports.pause(milliseconds);
    await followPeople(memory.ports, ['bo']);
  };
  const state = await goOn({ ...ports, pause }, daily(begin), LATER);
  expect([state.differed, memory.wrong()]).toEqual([1, []]);
  expect(log.pauses).toBeGreaterThan(0);
});

test('a person who is gone, and whose going was missed, is kept no more', async () => {
  const { memory, ports, begin } = given();
  memory.put(person('ana'));
  memory.put(person('bo'));
  await ports.follow(['ana', 'bo']);
  memory.users.delete('bo');
  const state = await goOn(ports, daily(begin), LATER);
  expect([state.differed, [...memory.kept.keys()], memory.wrong()]).toEqual([1, ['ana'], []]);
});

test('counters that are not the sums are corrected after a second look, days too', async () => {
  const { memory, ports, begin } = given();
  memory.put(person('ana'));
  await ports.follow(['ana']);
  memory.counters.set('["old","","people"]', 7);
  memory.counters.set('["old","2026-11-30","imported"]', 3);
  memory.counters.set('["old","","stage.home"]', 2);
  memory.counters.delete('["old","","stage.stuck"]');
  const state = await goOn(ports, daily(begin), LATER);
  expect([state.corrected, memory.wrong()]).toEqual([4, []]);
});

test('counters that were written meanwhile are not compared, nor corrected', async () => {
  const { memory, ports, begin, log } = given();
  memory.put(person('ana'));
  await ports.follow(['ana']);
  memory.counters.set('["old","","people"]', 7);
  const keptPeople: typeof ports.keptPeople = (...of) => {
    log.writes += 1;
    return ports.keptPeople(...of);
  };
  expect((await goOn({ ...ports, keptPeople }, daily(begin), LATER)).corrected).toBe(0);
  const correctCounters = async () => false;
  expect((await goOn({ ...ports, correctCounters }, daily(begin), LATER)).corrected).toBe(0);
  expect(memory.counters.get('["old","","people"]')).toBe(7);
});

test('where a kept item can’t be read, nothing follows from the sums', async () => {
  const { memory, ports, begin } = given();
  memory.put(person('ana'));
  memory.put(person('bo'));
  await ports.follow(['ana', 'bo']);
  const keptPeople: typeof ports.keptPeople = async (...of) =>
    (await ports.keptPeople(...of)).map(({ person: one, ...rest }) =>
      rest.userKey === 'bo' ? rest : { ...rest, person: one! },
    );
  expect((await goOn({ ...ports, keptPeople }, daily(begin), LATER)).corrected).toBe(0);
  expect(memory.wrong()).toEqual([]);
});

test('a long list of those who are kept is walked page by page', async () => {
  const { memory, ports, begin } = given();
  // All of one partition of its list.
  for (let n = 0; memory.users.size < 405; n++) if (shardOf(`x${n}`, LIST_SHARDS) === 0) memory.put(person(`x${n}`));
  await goOn(ports, begin, LATER);
  memory.counters.set('["old","","people"]', 7);
  expect((await goOn(ports, daily(begin), LATER)).corrected).toBe(1);
  expect(memory.wrong()).toEqual([]);
});

test('a source that has never had people is passed over', async () => {
  const { ports, begin } = given();
  const keptPeople = () => Promise.reject(new Error('asked'));
  const readCounters = async () => ({ sums: {}, writes: 0 });
  expect(await goOn({ ...ports, keptPeople, readCounters }, begin, LATER)).toHaveProperty('endedAt');
});

test('a state without a place has ended', async () => {
  const { ports, begin } = given();
  const { place: _place, ...lost } = begin;
  expect(await goOn(ports, lost, LATER)).toHaveProperty('endedAt');
});

test('a recount is due at first, after a change of its settings, and a day after the last one began', () => {
  const ended: RecountState = {
    settings: SETTINGS,
    startedAt: NOW,
    endedAt: NOW,
    filledAt: 5,
    differed: 3,
    corrected: 1,
  };
  const anew = { settings: SETTINGS, place: { source: '', shard: 0 }, differed: 0, corrected: 0 };
  expect(recountOf(undefined, SETTINGS, NOW)).toEqual({ ...anew, startedAt: NOW, expected: true });
  expect(recountOf(ended, SETTINGS, NOW + DAY - 1)).toBeUndefined();
  expect(recountOf(ended, SETTINGS, NOW + DAY)).toEqual({ ...anew, startedAt: NOW + DAY, filledAt: 5 });
  expect(recountOf(ended, 'others', NOW)).toEqual({
    ...anew,
    settings: 'others',
    startedAt: NOW,
    expected: true,
    filledAt: 5,
  });
  const { endedAt: _end, ...underWay } = ended;
  expect(recountOf(underWay, SETTINGS, NOW + 9 * DAY)).toBe(underWay);
  const { filledAt: _filled, ...first } = underWay;
  expect(recountOf(first, 'others', NOW)).toMatchObject({ expected: true, startedAt: NOW });
});

test('each setting that a stage depends on makes another recount due, and no other setting does', () => {
  const settings = defaultSettings();
  const others = [
    { recovery: { ...settings.recovery, mode: 'questions' as const } },
    { securityQuestions: { ...settings.securityQuestions, enrolment: 5 } },
    { lockout: { ...settings.lockout, failures: 9 } },
    { lockout: { ...settings.lockout, lockoutMinutes: 9 } },
    { administratorReset: { ...settings.administratorReset, temporaryPasswordHours: 1 } },
    { tokenPolicy: { ...settings.tokenPolicy, temporaryCodeHours: 1 } },
  ];
  const texts = others.map((other) => settingsOf({ ...settings, ...other }));
  expect(new Set([SETTINGS, ...texts]).size).toBe(7);
  expect(settingsOf({ ...settings })).toBe(SETTINGS);
});

test('every list of a source is one of its partitions', () => {
  const { memory } = given();
  memory.put(person('ana'));
  const keys = Array.from({ length: PARTITIONS }, (_, partition) => partitionKey('old', partition));
  expect(new Set(keys).size).toBe(PARTITIONS);
  expect(keys).toContain('old#stuck.no-token#3');
  expect(bucketOf({ reached: 'told' })).toBe('told');
});
