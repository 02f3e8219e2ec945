/** The people of a source by the index, and who is who in it by external ids, on the real engine. */
import { peopleOf } from '#adapters/directory/people.ts';
import { personDeleting, personPutting, putPersons, readPersons } from '#adapters/directory/persons.ts';
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { createItem, directoryTable } from '#adapters/dynamodb/items.ts';
import { transact } from '#adapters/dynamodb/transactions.ts';
import { placeOf, SHARDS } from '#core/directory/journey.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 20_000);
afterAll(() => engine.stop());

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of found) list.push(one);
  return list;
}

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
