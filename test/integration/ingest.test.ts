/**
 * Ingesting parts on a real DynamoDB engine: once, twice, interrupted, as a dry run, and with bad records.
 */

import { readTokens, readUser } from '#adapters/directory/index.ts';
import { insertAll } from '#adapters/dynamodb/inserts.ts';
import type { UserRecord } from '#core/export/record.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { pinMatcher } from '#core/tokens/pin.ts';
import { openSeed } from '#core/tokens/seal.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import {
  checkStagedRejects,
  directoryImport,
  dump,
  NOW,
  outcomesIn,
  PHC,
  RING,
  SEED,
  stage,
  storedToken,
  storedUser,
  token,
  unassignedToken,
  user,
} from '../support/ingest.ts';

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
beforeEach(async () => {
  await createTables();
});
afterAll(() => engine.stop());

test('users and tokens are imported with names, dates, sealed seed, hashed PIN and mapped answers, and without a password', async () => {
  const staged = await stage([
    user('Léa', ['000000000001'], {
      firstName: 'Léa',
      lastName: 'Bjørnsen',
      preferredLanguage: 'en',
      accountEnd: '2027-01-01T00:00:00Z',
      lockedOut: true,
      answers: [
        { question: 0, hash: PHC },
        { question: 1, hash: PHC },
      ],
    }),
    unassignedToken('000000000009'),
  ]);
  await ingestPart(staged.ports, staged.input(1));
  const lea = (await readUser('léa'))!;
  expect(lea).toMatchObject({
    userId: 'Léa',
    firstName: 'Léa',
    lastName: 'Bjørnsen',
    preferredLanguage: 'en',
    lockedOut: true,
    accountEnd: Date.UTC(2027, 0, 1),
    tokens: ['000000000001'],
    imported: true,
    createdAt: NOW,
    version: 1,
    answers: [
      {
        language: 'en_US',
        question: 'In what city were you born?',
        hash: expect.stringMatching(/^\$bound\$p1\$/u),
      },
    ],
  });
  expect(lea.password).toBeUndefined();
  const [own, spare] = await readTokens(['000000000001', '000000000009']).then((found) =>
    found.sort((a, b) => a.serial.localeCompare(b.serial)),
  );
  expect(own).toMatchObject({ assignee: 'léa', lastInterval: -1, offset: 0, createdAt: NOW });
  expect(openSeed(Buffer.alloc(32, 1), own!.serial, own!.seed.box)).toEqual(SEED);
  expect(pinMatcher(RING, own!, own!.pinHash!)('1234')).toBe(true);
  expect(spare!.assignee).toBeUndefined();
  expect(await checkStagedRejects(staged)).toMatchObject({
    users: { created: 1 },
    tokens: { created: 2, assigned: 1, unassigned: 1 },
    answers: { kept: 1, dropped: 1 },
    enrolment: { complete: 1, partial: 0, none: 0, histogram: { 1: 1 } },
  });
});

test('a part that is ingested twice gives the same report, and the second time writes nothing', async () => {
  const staged = await stage([
    user('ana', ['000000000001', '000000000002']),
    user('bo'),
    unassignedToken('000000000003', 'unknown'),
  ]);
  await ingestPart(staged.ports, staged.input(1));
  const [first, report] = [await dump(), staged.reports.get('false/1')];
  staged.writes.length = 0;
  await ingestPart(staged.ports, staged.input(1, { generation: 2 }));
  expect(await dump()).toEqual(first);
  expect(staged.reports.get('false/1')).toEqual(report);
  expect(staged.writes).toEqual([]);
});

test('two workers that ingest one part at once give one result', async () => {
  const records = Array.from({ length: 120 }, (_, index) => user(`u${index}`, [`${100_000_000_000 + index}`]));
  const staged = await stage(records);
  await Promise.all([ingestPart(staged.ports, staged.input(1)), ingestPart(staged.ports, staged.input(1))]);
  expect(Object.keys(await dump())).toHaveLength(240);
  expect(staged.reports.get('false/1')!.every(({ outcome }) => outcome === 'created')).toBe(true);
});

test('a finished part is not opened again under the same generation', async () => {
  const staged = await stage([user('ana')]);
  const before = await ingestPart(staged.ports, staged.input(1));
  const readRange = () => Promise.reject(new Error('must not read'));
  expect(await ingestPart({ ...staged.ports, readRange }, staged.input(1))).toEqual(before);
});

test('a part that was interrupted is continued, and its report is the same as without an interruption', async () => {
  const records = [user('ana', ['000000000001']), user('bo', ['000000000002'])];
  const whole = await stage(records);
  await ingestPart(whole.ports, whole.input(1));
  const expected = outcomesIn(whole.reports.get('false/1'));
  await createTables();
  let inserts = 0;
  const broken = {
    insert: async (...args: Parameters<typeof directoryImport.insert>) => {
      inserts += 1;
      if (inserts === 2) throw new Error('the lights went out');
      return directoryImport.insert(...args);
    },
  };
  const staged = await stage(records, { directory: broken });
  await expect(ingestPart(staged.ports, staged.input(1))).rejects.toThrow('the lights went out');
  expect(await readUser('ana')).toBeUndefined();
  await ingestPart(staged.ports, staged.input(1));
  expect(outcomesIn(staged.reports.get('false/1'))).toEqual(expected);
  expect(await readUser('ana')).toMatchObject({ tokens: ['000000000001'] });
});

test('a dry run writes nothing and gives the report that a run then gives', async () => {
  await putUser('old', storedUser('old'));
  await putToken(storedToken('000000000005'));
  await putToken(storedToken('000000000006', 'old'));
  const staged = await stage([
    user('ana', ['000000000001', '000000000005', '000000000006']),
    user('OLD', ['000000000002']),
    user('Ana', ['000000000003']),
    unassignedToken('000000000004', 'unknown'),
    unassignedToken('000000000005'),
  ]);
  const before = await dump();
  await ingestPart(staged.ports, staged.input(1, { dryRun: true }));
  expect(staged.writes).toEqual([]);
  expect(await dump()).toEqual(before);
  await ingestPart(staged.ports, staged.input(1));
  expect(outcomesIn(staged.reports.get('true/1'))).toEqual(outcomesIn(staged.reports.get('false/1')));
  expect(outcomesIn(staged.reports.get('false/1'))).toEqual([
    [
      1,
      'created',
      undefined,
      '000000000001 created',
      '000000000005 updated token.taken_over',
      '000000000006 rejected token.assigned',
    ],
    [2, 'skipped', 'user.exists', '000000000002 skipped'],
    [3, 'rejected', 'user.duplicate', '000000000003 rejected'],
    [4, 'rejected', 'token.user_missing', '000000000004 rejected token.user_missing'],
    [5, 'rejected', 'token.duplicate', '000000000005 rejected token.duplicate'],
  ]);
});

describe('a bad record', () => {
  test.each<[string, UserRecord, string]>([
    [
      'an answer to an unknown question',
      user('x', [], { answers: [{ question: 7, hash: PHC }] }),
      'answers.question_unknown',
    ],
    [
      'a cheap hash',
      user('x', [], { answers: [{ question: 0, hash: PHC.replace('m=19456', 'm=1024') }] }),
      'password.hash_unusable',
    ],
    ['a password from a directory', user('x', [], { password: PHC }), 'password.not_allowed'],
    ['two addresses in one', user('x', [], { email: 'a@corp.example, b@corp.example' }), 'user.email_invalid'],
    [
      'a seed of the wrong length',
      user('x', [], { tokens: [token('000000000001', { seed: 'AAAA' })] }),
      'token.seed_invalid',
    ],
  ])('a record with %s is rejected with line, code and hint, and the others are imported', async (_name, bad, code) => {
    const staged = await stage([user('ana'), bad, user('bo')]);
    await ingestPart(staged.ports, staged.input(1));
    expect(outcomesIn(staged.reports.get('false/1')).map((row) => row.slice(0, 3))).toEqual([
      [1, 'created', undefined],
      [2, 'rejected', code],
      [3, 'created', undefined],
    ]);
    expect(staged.reports.get('false/1')![1]!.hint).toMatch(/\w{3}/u);
    expect(await readUser('x')).toBeUndefined();
    await expect(checkStagedRejects(staged, {}, 0)).rejects.toMatchObject({ code: 'run.too_many_rejects' });
  });
});

test('an internal source imports passwords, and the report names the users without one', async () => {
  const staged = await stage([user('ana', [], { password: PHC }), user('bo')], { kind: 'internal' });
  await ingestPart(staged.ports, staged.input(1));
  expect(await readUser('ana')).toMatchObject({
    password: { hash: expect.stringMatching(/^\$bound\$/u), mustChange: false },
  });
  expect(staged.reports.get('false/1')!.map(({ notes }) => notes?.includes('password.missing'))).toEqual([false, true]);
});

test('a migration with missing parts fails and says how many are missing', async () => {
  const staged = await stage([user('ana'), user('bo')], { partSize: 1 });
  await ingestPart(staged.ports, staged.input(1));
  await expect(checkStagedRejects(staged)).rejects.toMatchObject({
    code: 'run.parts_failed',
    facts: { missing: 1 },
  });
});

const made = <T extends object>(item: T) => ({ ...item, origin: { migration: 'm', part: 1, line: 1 } });

test('a key that is too long, or text that is no Unicode, is refused alone', async () => {
  const long = { pk: 'x'.repeat(3000), sk: 'X' };
  const fat = { pk: 'fat', sk: 'X', value: 'x'.repeat(500_000) };
  const items = [{ pk: 'a', sk: 'X' }, long, { pk: 'b', sk: 'X' }, fat, { pk: 'c', sk: 'X' }];
  expect(await insertAll(items.map(made))).toEqual(['done', 'refused', 'done', 'refused', 'done']);
});

test('a batch with one key twice inserts the first record and does not fail the others', async () => {
  const item = (pk: string, value: number) => made({ pk, sk: 'X', value });
  const items = [item('a', 1), item('b', 1), item('a', 2), ...Array.from({ length: 60 }, (_, i) => item(`c${i}`, i))];
  expect((await insertAll(items)).filter((result) => result === 'taken')).toHaveLength(1);
  expect(await insertAll(items)).toEqual(items.map(() => 'taken'));
  expect((await dump())['a']).toMatchObject({ value: 1 });
});
