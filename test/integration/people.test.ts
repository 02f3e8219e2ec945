/** The people of a source by the index, and who is who in it by external ids, on the real engine. */
import { saveToken } from '#adapters/administration/tokens.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { countPeople, peopleOf } from '#adapters/directory/people.ts';
import { personDeleting, personPutting, putPersons, readPersons } from '#adapters/directory/persons.ts';
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { createItem, directoryTable, searchTable } from '#adapters/dynamodb/items.ts';
import { queryItems } from '#adapters/dynamodb/queries.ts';
import { transact } from '#adapters/dynamodb/transactions.ts';
import { planAssignment, planUnassignment } from '#core/administration/tokens/assign.ts';
import { placeOf, SHARDS } from '#core/directory/journey.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { userKey } from '#core/text.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { dump, NOW, PHC, stage, unassignedToken, user } from '../support/ingest.ts';
import { itemBytes, writeUnits } from '../support/item-size.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 20_000);
afterAll(() => engine.stop());
const SERIAL = '000123456789';

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of found) list.push(one);
  return list;
}

/** As long as KMS makes it. */
const sealedKey = async () => ({ key: Buffer.alloc(32, 1), wrapped: Buffer.alloc(184) });
async function walk(source: string) {
  const shards = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => all(peopleOf(source, shard))));
  return shards.flat();
}

test('the index holds the people and unassigned tokens of each source, and goes on behind any of them', async () => {
  for (let index = 0; index < 40; index++)
    await createItem(directoryTable(), {
      ...userItemKey(`u${index}`),
      ...placeOf('prod', 'user', `u${index}`),
      userId: `U${index}`,
      tokens: [`t${index}`],
      enabled: index % 2 === 0,
      email: 'secret',
      ...(index === 7 ? { externalId: 'e7', packedAt: 5 } : {}),
    });
  await createItem(directoryTable(), { ...tokenItemKey('s1'), ...placeOf('prod', 'token', 's1'), enabled: true });
  await createItem(directoryTable(), { ...tokenItemKey('s2'), enabled: true });
  await createItem(directoryTable(), {
    ...userItemKey('x'),
    ...placeOf('other', 'user', 'x'),
    userId: 'X',
    tokens: [],
    enabled: true,
  });
  const found = await walk('prod');
  expect(found).toHaveLength(41);
  expect(found).toContainEqual({
    kind: 'user',
    at: 'user#u7',
    userKey: 'u7',
    userId: 'U7',
    tokens: ['t7'],
    enabled: false,
    externalId: 'e7',
    packedAt: 5,
  });
  expect(found).toContainEqual({ kind: 'token', at: 'token#s1', serial: 's1', enabled: true });
  expect(await countPeople('prod')).toEqual({ people: 40, newestPackedAt: 5, all: true });
  expect(await countPeople('prod', 1)).toMatchObject({ people: expect.any(Number), all: false });
  expect(await countPeople('none')).toEqual({ people: 0, newestPackedAt: 0, all: true });
  expect(await walk('other')).toHaveLength(1);
  const shard = await all(peopleOf('prod', 0));
  expect(shard.length).toBeGreaterThan(3);
  expect(await all(peopleOf('prod', 0, shard[1]!.at))).toEqual(shard.slice(2));
});

test('a person is found by the external id of its own source alone, and follows the last write', async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    source: 'prod',
    externalId: `e${index}`,
    userKey: `u${index}`,
  }));
  await putPersons([...many, { source: 'prod', externalId: 'e0', userKey: 'last' }]);
  const ids = many.map(({ externalId }) => externalId);
  const found = await readPersons('prod', [...ids, 'unknown']);
  expect(found.size).toBe(60);
  expect(found.get('e0')).toBe('last');
  expect(await readPersons('other', ids)).toEqual(new Map());

  await transact([
    personPutting({ source: 'prod', externalId: 'e1', userKey: 'moved' }),
    personDeleting({ source: 'prod', externalId: 'e2' }),
  ]);
  expect(await readPersons('prod', ['e1', 'e2'])).toEqual(new Map([['e1', 'moved']]));
});

test('no name of a source makes it share a person with another one', async () => {
  await putPersons([{ source: 'a#b', externalId: 'c', userKey: 'one' }]);
  expect(await readPersons('a', ['b#c'])).toEqual(new Map());
  expect(await readPersons('a%23b', ['c'])).toEqual(new Map());
  expect(await readPersons('a#b', ['c'])).toEqual(new Map([['c', 'one']]));
});

test('an import puts users, and the tokens that no user has, where the people of their source are found', async () => {
  await createTables();
  const staged = await stage([user('Lea', [SERIAL], { externalId: 'e-1' }), unassignedToken('000000000009')]);
  await ingestPart(staged.ports, staged.input(1));
  expect(await walk('old')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'user', userKey: 'lea', externalId: 'e-1', tokens: [SERIAL], packedAt: NOW }),
      expect.objectContaining({ kind: 'token', serial: '000000000009', packedAt: NOW }),
    ]),
  );
  expect(await walk('old')).toHaveLength(2);
});

test('a token leaves the people of its source when an administrator assigns it, and comes back when it is unassigned', async () => {
  const tokensFound = async () =>
    (await walk('old')).flatMap((one) => (one.kind === 'token' ? [one.serial] : [])).sort();
  const at = async (serial: string) => (await readTokens([serial]))[0]!;
  const lea = async () => (await readUser('lea'))!;
  const spare = await at('000000000009');
  const asked = { version: spare.version, clearPin: false };
  await saveToken(spare, planAssignment(spare, await lea(), asked, NOW).change, ENTRIES);
  expect(await tokensFound()).toEqual([]);
  const own = await at(SERIAL);
  await saveToken(own, planUnassignment(own, await lea(), own.version, NOW).change, ENTRIES);
  expect(await tokensFound()).toEqual([SERIAL]);
});

const LONG = user('Maximiliane-Alexandra.von-und-zu-hohenlohe-langenburg', [SERIAL], {
  firstName: 'Maximiliane-Alexandra',
  middleName: 'Wilhelmine',
  lastName: 'von und zu Hohenlohe-Langenburg',
  email: 'maximiliane-alexandra.von-und-zu-hohenlohe-langenburg@subsidiary.corp.example',
  preferredLanguage: 'de',
  accountStart: '2026-01-01T00:00:00Z',
  accountEnd: '2027-01-01T00:00:00Z',
});
const ANSWERS = [
  { language: 'en_US', question: 'In what city were you born?' },
  { language: 'en_US', question: "What is your favorite sports team's name?" },
];
const ANSWERED = user('mgonzalez-ruiz', [SERIAL], {
  firstName: 'Maria',
  lastName: 'Gonzalez-Ruiz',
  email: 'maria.gonzalez-ruiz@corp.example',
  answers: ANSWERS.map((_answer, question) => ({ question, hash: PHC })),
});
/** Bytes of the name of a write, which an update leaves in the item. */
const LATER = 18;

/** An answer weighs about 180 bytes: a user with three of them, or with two and long names, takes one unit more. */
test.each([
  ['the longest realistic names', 'Authentication Manager, Frankfurt am Main', LONG],
  ['two answers', 'am-prod-frankfurt', ANSWERED],
])('a user with one token and %s costs two write units, one in the index and one to be found', async (...asked) => {
  const [, source, record] = asked;
  const externalId = '5f0c6f1e-3c5d-4a5e-9d3b-1f2e3d4c5b6a';
  const [key, userIs] = [userKey(record.userId), { source, externalId, userKey: userKey(record.userId) }];
  await createTables();
  const staged = await stage([{ ...record, externalId }]);
  staged.plans.forEach((text, name) => {
    if (name.endsWith('.mapping.json'))
      staged.plans.set(name, JSON.stringify({ ...(JSON.parse(text) as object), mapping: ANSWERS }));
  });
  await ingestPart(
    { ...staged.ports, newSeedDataKey: sealedKey },
    staged.input(1, { sourceName: source, packedAt: NOW }),
  );
  const items = Object.values(await dump()) as Record<string, unknown>[];
  expect(new Set(items.map(({ sk }) => sk))).toEqual(new Set(['TOKEN', 'USER']));
  for (const item of items) expect(itemBytes(item)).toBeLessThan(1024 - LATER);
  const units = (found: readonly Record<string, unknown>[]) => found.reduce((sum, item) => sum + writeUnits(item), 0);
  expect(units(items)).toBe(2);
  const { peopleOf: place } = placeOf(source, 'user', key);
  const query = { index: 'journey', keys: '#peopleOf = :place', values: { ':place': place } };
  expect(units(await all(queryItems(directoryTable(), query)))).toBe(1);
  await putPersons([userIs]);
  const person = { keys: '#pk = :pk', values: { ':pk': `PERSON#${source}#${externalId}` } };
  expect(units(await all(queryItems(searchTable(), person)))).toBe(1);
});
