/** What is kept of each person's journey, on the real engine: lists, counts and days. */
import { journeysTable, putItem, readItem } from '#adapters/dynamodb/items.ts';
import { correctCounters, readCounters, readDays, readTotals } from '#adapters/journeys/counters.ts';
import { readKept, replace } from '#adapters/journeys/follow.ts';
import { journeyItemKey } from '#adapters/journeys/items.ts';
import { keptPeople, listPeople, peopleDue } from '#adapters/journeys/lists.ts';
import { changeOf, type Replaced } from '#core/journey/follow.ts';
import { CLOCK_KEYS, LIST_NAMES, PARTITIONS, type Person } from '#core/journey/person.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 20_000);
afterAll(() => engine.stop());

const DAY = Date.parse('2026-11-30T10:00:00Z');
const person = (userKey: string, more: Partial<Person> = {}): Person => ({
  userKey,
  userId: userKey,
  lastName: `Last ${userKey}`,
  source: 'old',
  serials: [],
  enabled: true,
  lockedOut: false,
  reached: 'imported',
  since: DAY,
  times: { imported: DAY },
  ...more,
});
/** Keeps these people as they are here. */
async function keep(people: readonly Person[]): Promise<Replaced> {
  const kept = await readKept(people.map(({ userKey }) => userKey));
  return replace(people.map((after) => changeOf(after.userKey, kept.get(after.userKey), after, [])));
}

async function pages(sources: readonly string[], lists: readonly string[], limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listPeople(sources, lists, limit, after);
    found.push(...page.map(({ person: { userKey } }) => userKey));
    if (page.length < limit) return found;
    after = page.at(-1)!.sort;
  }
}

test('a list of several stages and sources is sorted by name, and paged without one twice or left out', async () => {
  const people = Array.from({ length: 150 }, (_, at) =>
    person(`p${String(at).padStart(3, '0')}`, {
      source: at % 3 === 0 ? '' : 'old',
      reached: at % 2 === 0 ? 'told' : 'imported',
      ...(at % 5 === 0 ? { stuck: 'bounced' } : {}),
    }),
  );
  expect(await keep(people)).toEqual({ lost: [], refused: [] });
  const keys = people.map(({ userKey }) => userKey);
  for (const limit of [1000, 40, 7]) expect(await pages(['', 'old'], LIST_NAMES, limit)).toEqual(keys);
  expect(await pages(['old'], ['told'], 10)).toEqual(
    people
      .filter(({ source, reached, stuck }) => source === 'old' && reached === 'told' && !stuck)
      .map((one) => one.userKey),
  );
  expect(await pages(['none'], LIST_NAMES, 10)).toEqual([]);
  const [made, old] = await Promise.all([readTotals(''), readTotals('old')]);
  expect([made.get('people'), old.get('people'), old.get('stage.stuck'), old.get('stuck.bounced')]).toEqual([
    50, 100, 20, 20,
  ]);
  expect((await readDays('old')).get('2026-11-30')?.get('imported')).toBe(100);
});

test('counters are corrected in one transaction, and not where one was written meanwhile', async () => {
  await keep([person('k1', { source: 'sums' }), person('k2', { source: 'sums', reached: 'told' })]);
  const { sums, writes } = await readCounters('sums');
  expect([sums, writes > 0]).toEqual([
    {
      people: 2,
      'stage.imported': 1,
      'stage.told': 1,
      'reached.imported': 1,
      'reached.told': 1,
      '2026-11-30 imported': 2,
    },
    true,
  ]);
  expect(await correctCounters('sums', { people: 3, '2026-11-30 home': 2 }, writes)).toBe(true);
  const after = await readCounters('sums');
  expect(after.sums).toMatchObject({ people: 5, '2026-11-30 home': 2 });
  await keep([person('k3', { source: 'sums' })]);
  expect(await correctCounters('sums', { people: -3 }, after.writes)).toBe(false);
  expect((await readCounters('sums')).sums).toMatchObject({ people: 6 });
});

test('those of the same date are read page by page, each once, and those whose date is to come are not', async () => {
  const due = Array.from({ length: 450 }, (_, at) => person(`due${at}`, { source: 'dates', changesAt: DAY }));
  await keep([...due, person('later', { source: 'dates', changesAt: DAY + 1 })]);
  const found: string[] = [];
  for (const clock of CLOCK_KEYS) for await (const keys of peopleDue(clock, DAY)) found.push(...keys);
  expect(found.toSorted()).toEqual(due.map(({ userKey }) => userKey).toSorted());
});

test('a person who can’t be read is left out of lists, and named by key to the recount', async () => {
  await keep([person('whole', { source: 'torn' }), person('torn', { source: 'torn' })]);
  const item = (await readItem(journeysTable(), journeyItemKey('torn')))!;
  await putItem(journeysTable(), { ...journeyItemKey('torn'), ...item, since: 'yesterday' });
  expect((await listPeople(['torn'], LIST_NAMES, 10)).map((one) => one.person.userKey)).toEqual(['whole']);
  const shards = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => keptPeople('torn', partition, undefined, 10)),
  );
  const found = shards.flat().map(({ userKey, person: one }) => `${userKey} ${one ? 'read' : 'damaged'}`);
  expect(found.toSorted()).toEqual(['torn damaged', 'whole read']);
});

test('of two who replace one person, the second is told so, and the others of its batch are kept', async () => {
  await keep([person('twice')]);
  const kept = await readKept(['twice']);
  const change = (lastName: string) => changeOf('twice', kept.get('twice'), person('twice', { lastName }), []);
  expect(await replace([change('First')])).toEqual({ lost: [], refused: [] });
  expect(await replace([change('Second'), changeOf('beside', undefined, person('beside'), [])])).toEqual({
    lost: ['twice'],
    refused: [],
  });
  const after = await readKept(['twice', 'beside']);
  expect([after.get('twice')?.person.lastName, after.has('beside')]).toEqual(['First', true]);
});
