/** A rollback on a real engine: broken off before and after each of its transactions, and beside what others write. */
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#adapters/aws/clients.ts';
import { readTokens, readUsers } from '#adapters/directory/lookups.ts';
import { putPersons, readPersons } from '#adapters/directory/persons.ts';
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { directoryTable, updateItem } from '#adapters/dynamodb/items.ts';
import { transact } from '#adapters/dynamodb/transactions.ts';
import { beforePutting, readBefore } from '#adapters/runs/before-images.ts';
import { readMarks, takeBack } from '#adapters/runs/rollback.ts';
import { type RollbackPartPorts, rollbackLines } from '#core/migration/rollback/rollback-part.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { AT, BACK, created, line, listed, madeToken, origin, RUN } from '#test/support/rollback-memory.ts';

let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stop } = await startDynamoDb());
});
afterAll(() => stop());

const EARLIER = '0'.repeat(32);
const FAR = 4_102_444_800;
const S = ['000000000001', '000000000002'] as const;
const run = { migration: BACK, of: RUN, preview: false };
const correction = { changedBy: origin(), version: 2 };
const ports = (take: RollbackPartPorts['takeBack']): RollbackPartPorts => ({
  readPart: async () => undefined,
  readReport: async () => undefined,
  readUsers,
  readTokens,
  readBefore,
  readMarks,
  takeBack: take,
  putReport: async () => {},
  putPart: async () => {},
  now: () => AT,
});

/** One user who was created, two between whom a token went, one who was moved. */
const LINES = [
  line('anna', { tokens: listed(S[0]) }),
  line('bert', { line: 2, outcome: 'updated' }),
  line('carl', { line: 3, outcome: 'updated', tokens: listed(S[1]) }),
  line('eve.new', { line: 4, outcome: 'updated' }),
];
async function setUp(): Promise<void> {
  await createTables();
  await putUser('anna', created('anna', { tokens: [S[0]], externalId: 'e1' }));
  await putToken(madeToken(S[0], { assignee: 'anna' }));
  const before = (userId: string, more: object = {}) => created(userId, { origin: origin(1, EARLIER), ...more });
  const token = madeToken(S[1], { assignee: 'bert', origin: origin(2, EARLIER) });
  const eve = before('eve', { externalId: 'e5', origin: origin(3, EARLIER) });
  await putUser('bert', before('bert', correction));
  await putUser('carl', before('carl', { ...correction, tokens: [S[1]] }));
  await putToken({ ...token, ...correction, assignee: 'carl' });
  await putUser('eve.new', { ...eve, ...correction, userId: 'eve.new' });
  await putPersons([
    { source: 'old', externalId: 'e1', userKey: 'anna' },
    { source: 'old', externalId: 'e5', userKey: 'eve.new' },
  ]);
  await transact([
    beforePutting(RUN, { user: before('bert', { tokens: [S[1]] }), key: 'bert' }, FAR),
    beforePutting(RUN, { user: before('carl'), key: 'carl' }, FAR),
    beforePutting(RUN, { user: eve, key: 'eve.new' }, FAR),
    beforePutting(RUN, { token }, FAR),
  ]);
}
async function directory(): Promise<string[]> {
  const client = DynamoDBDocumentClient.from(dynamodb());
  const { Items = [] } = await client.send(new ScanCommand({ TableName: directoryTable(), ConsistentRead: true }));
  return Items.map((item) => JSON.stringify(item, Object.keys(item).toSorted())).toSorted();
}

test('broken off before or after any of its transactions, a rollback goes on to the same end and the same report', async () => {
  await setUp();
  let transactions = 0;
  const whole = await rollbackLines(
    ports((...given) => {
      transactions += 1;
      return takeBack(...given);
    }),
    LINES,
    run,
  );
  expect(whole.map(({ code }) => code)).toEqual([
    'rollback.deleted',
    'rollback.restored',
    'rollback.restored',
    'rollback.restored',
  ]);
  expect(transactions).toBe(3);
  const end = await directory();
  expect(end.join()).toContain('eve');
  expect([...(await readPersons('old', ['e1', 'e5']))]).toEqual([['e5', 'eve']]);
  for (const when of ['before', 'after'] as const)
    for (let at = 1; at <= transactions; at++) {
      await setUp();
      let count = 0;
      const broken = ports(async (...given) => {
        count += 1;
        if (count < at) return takeBack(...given);
        if (when === 'after') await takeBack(...given);
        throw new Error('ended');
      });
      await expect(rollbackLines(broken, LINES, run)).rejects.toThrow('ended');
      expect(await rollbackLines(ports(takeBack), LINES, run)).toEqual(whole);
      expect(await directory()).toEqual(end);
    }
});

test.each<[string, () => Promise<unknown>]>([
  [
    'a passcode is accepted',
    () =>
      updateItem(directoryTable(), tokenItemKey(S[0]), {
        expression: 'SET #lastInterval = :now, #touchedAt = :now',
        values: { ':now': 99 },
      }),
  ],
  [
    'an administrator edits the user',
    () =>
      updateItem(directoryTable(), userItemKey('anna'), {
        expression: 'SET #touchedAt = :now, #version = #version + :now',
        values: { ':now': 1 },
      }),
  ],
])('a user stays where, at that very moment, %s', async (_what, act) => {
  await setUp();
  let acted = false;
  const raced = ports(async (...given) => {
    if (!acted) await act();
    acted = true;
    return takeBack(...given);
  });
  const [anna] = await rollbackLines(raced, LINES.slice(0, 1), run);
  expect(anna).toMatchObject({ outcome: 'skipped' });
  expect((await readUsers(['anna'])).size).toBe(1);
  expect((await readTokens([S[0]])).size).toBe(1);
});

test('a wrong guess at that very moment is counted, and the user goes all the same', async () => {
  await setUp();
  let guessed = false;
  const raced = ports(async (...given) => {
    if (!guessed)
      await updateItem(directoryTable(), userItemKey('bert'), {
        expression: 'SET #failures = #failures + :one',
        values: { ':one': 1 },
      });
    guessed = true;
    return takeBack(...given);
  });
  await rollbackLines(raced, LINES.slice(1, 3), run);
  expect((await readUsers(['bert'])).get('bert')).toMatchObject({ failures: 1, tokens: [S[1]] });
});
