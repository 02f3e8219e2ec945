/** What an item was before an import changed it, on the real engine. */

import { transact } from '#adapters/dynamodb/transactions.ts';
import { beforePutting, readBefore } from '#adapters/runs/before-images.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { aToken, aUser } from '#test/support/memory.ts';

let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stop } = await startDynamoDb());
  await createTables();
});
afterAll(() => stop());

const RUN = '0123456789ab0000000000000000000a';
const FAR = 4_102_444_800;
const ALL = { users: ['anna', 'bert'], tokens: ['000000000001', '9'] };

test('the first image of a run stays, each run has its own, and what was created has none', async () => {
  const user = aUser();
  const token = aToken();
  expect(
    (await transact([beforePutting(RUN, { user, key: 'anna' }, FAR), beforePutting(RUN, { token }, FAR)])).done,
  ).toBe(true);
  await transact([beforePutting(RUN, { user: { ...user, firstName: 'Later' }, key: 'anna' }, FAR)]);
  const { users, tokens } = await readBefore(RUN, ALL);
  expect([...users]).toEqual([['anna', user]]);
  expect(tokens.get('000000000001')).toMatchObject({ serial: token.serial, seed: { box: expect.any(Uint8Array) } });
  expect(tokens.size).toBe(1);
  expect((await readBefore('another', ALL)).users.size).toBe(0);
});
