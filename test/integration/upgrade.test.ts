/** The upgrade of what a release before has stored, on the real engine: cut off, beside other writes, and with damaged items. */
import { peopleOf } from '#adapters/directory/people.ts';
import { readTokens, tokenItemKey } from '#adapters/directory/tokens.ts';
import { readUser, userItemKey } from '#adapters/directory/users.ts';
import { createItem, directoryTable, operationsTable, readItem, updateItem } from '#adapters/dynamodb/items.ts';
import { follow, readAgain, readSegment } from '#adapters/upgrade/items.ts';
import { putSource } from '#adapters/upgrade/sources.ts';
import { beginUpgrade, endUpgrade, isUpgraded, readUpgrade, saveSegment } from '#adapters/upgrade/state.ts';
import { SHARDS } from '#core/directory/journey.ts';
import type { Token, User } from '#core/directory/model.ts';
import { type UpgradePorts, upgrade } from '#core/upgrade/upgrade.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import { storedToken, storedUser } from '../support/ingest.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
}, 20_000);
afterAll(() => engine.stop());
beforeEach(async () => {
  await createTables({ upgraded: false });
});

const putUser = (key: string, user: User) => createItem(directoryTable(), { ...userItemKey(key), ...user });
const putToken = (token: Token) => createItem(directoryTable(), { ...tokenItemKey(token.serial), ...token });

const origin = { migration: 'old', part: 1, line: 1 };
const ports: UpgradePorts = {
  readUpgrade,
  beginUpgrade,
  saveSegment,
  endUpgrade,
  listRuns: async () => ({ records: [] }),
  putSource,
  readSegment,
  readAgain,
  follow,
};
/** Goes forward a second each time that it is looked at. */
const clock = (now = 1000) => ({ now: () => (now += 1000) });

async function peopleHere() {
  const found: string[] = [];
  for (let shard = 0; shard < SHARDS; shard++)
    for await (const one of peopleOf('here', shard)) found.push(one.kind === 'user' ? one.userKey : one.serial);
  return found.sort();
}

test('a directory of two thousand items is upgraded in rounds that are cut off, and each item once', async () => {
  for (let index = 0; index < 1000; index++) {
    const serial = `s${index}`;
    await putUser(`u${index}`, storedUser(`u${index}`, { origin, tokens: [serial], version: 1, sessionEpoch: 0 }));
    await putToken({ ...storedToken(serial, `u${index}`), origin });
  }
  let rounds = 0;
  let upgraded = 0;
  for (let done = false; !done; rounds++)
    ({ done, upgraded } = await upgrade(ports, clock(), 5000).then(sum(upgraded)));
  expect(rounds).toBeGreaterThan(1);
  expect(upgraded).toBe(2000);
  expect(await peopleHere()).toHaveLength(1000);
  expect(await isUpgraded()).toBe(true);
  expect((await readUser('u7'))!.version).toBe(2);
}, 120_000);
const sum =
  (before: number) =>
  ({ done, upgraded }: { done: boolean; upgraded: number }) => ({ done, upgraded: before + upgraded });

test('what a person does between the look at an item and its upgrade stays, and the upgrade comes after it', async () => {
  await putUser('ana', storedUser('Ana', { origin, version: 1, sessionEpoch: 0, tokens: ['s1'] }));
  await putToken({ ...storedToken('s1'), origin });
  const inBetween: UpgradePorts = {
    ...ports,
    follow: async (found, set) => {
      if (found.kind === 'token' && found.token.assignee === undefined)
        await updateItem(directoryTable(), tokenItemKey('s1'), {
          expression: 'SET #assignee = :ana, #version = #version + :one, #touchedAt = :now',
          values: { ':ana': 'ana', ':one': 1, ':now': 77 },
        });
      return follow(found, set);
    },
  };
  await upgrade(inBetween, clock(), 1_000_000);
  const [token] = await readTokens(['s1']);
  expect(token).toMatchObject({ source: 'here', assignee: 'ana', touchedAt: 77 });
  expect(token).not.toHaveProperty('peopleOf');
  expect(await peopleHere()).toEqual(['ana']);
});

test('an item that can not be read holds up no other, and is counted', async () => {
  await createItem(directoryTable(), { ...userItemKey('broken'), userId: 7, origin });
  await putUser('ana', storedUser('Ana', { origin }));
  expect(await upgrade(ports, clock(), 1_000_000)).toEqual({ done: true, upgraded: 1, damaged: 1 });
});

test('what an import of this release knows of a source stays when an old record names it too', async () => {
  const key = { pk: 'SOURCE#prod', sk: 'SOURCE' };
  const newest = { name: 'prod', kind: 'internal', newestRun: 'r9', newestPackedAt: 900 };
  await createItem(operationsTable(), { ...key, ...newest });
  await putSource({ name: 'prod', kind: 'external', firstRun: 'r1', newestRun: 'r1', newestPackedAt: 100 });
  expect(await readItem(operationsTable(), key)).toMatchObject({ ...newest, firstRun: 'r1' });
});

test('the end of a segment, and of the upgrade, is not taken back by a worker that is late', async () => {
  await beginUpgrade(1);
  await saveSegment(0, 'done');
  await saveSegment(0, '{"pk":"a","sk":"b"}');
  await endUpgrade(5);
  await beginUpgrade(9);
  await endUpgrade(9);
  expect(await readUpgrade()).toEqual({ version: 1, startedAt: 1, segments: { 0: 'done' }, endedAt: 5 });
});
