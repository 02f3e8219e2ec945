/**
 * Ingesting parts where users or tokens exist already, on a real DynamoDB engine: those of the directory, and two records
 * of one key.
 */

import { readTokens, readUser } from '#adapters/directory/index.ts';
import { directoryImport } from '#adapters/ingest/ports.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { verifyPart } from '#core/migration/verify-part.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import {
  checkStagedRejects,
  dump,
  NOW,
  outcomesIn,
  PHC,
  stage,
  storedToken,
  storedUser,
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

describe('a user or token that exists already', () => {
  test.each(['skip', 'fail'] as const)('policy %s changes nothing that exists', async (policy) => {
    await putUser('old', storedUser('old', { email: 'kept@corp.example' }));
    const before = await dump();
    const staged = await stage([
      user('Old', ['000000000001'], { firstName: 'New', answers: [{ question: 0, hash: PHC }] }),
    ]);
    await ingestPart(staged.ports, staged.input(1, { policy }));
    expect(await dump()).toEqual(before);
    expect(await checkStagedRejects(staged, { policy })).toMatchObject({
      users: { skipped: 1 },
      tokens: { skipped: 1, created: 0 },
    });
  });

  test('policy update changes names and language and nothing else, also when it runs twice', async () => {
    await putUser('old', storedUser('old', { email: 'kept@corp.example', middleName: 'Kept' }));
    const staged = await stage([
      user('old', ['000000000001'], {
        firstName: 'New',
        preferredLanguage: 'de',
        lockedOut: false,
        accountEnd: '2027-01-01T00:00:00Z',
      }),
    ]);
    await ingestPart(staged.ports, staged.input(1, { policy: 'update' }));
    const { origin: _none, ...expected } = storedUser('old', { email: 'kept@corp.example', middleName: 'Kept' });
    const updated = await readUser('old');
    expect(updated).toMatchObject({
      ...expected,
      firstName: 'New',
      preferredLanguage: 'de',
      version: 8,
      updatedAt: NOW,
    });
    expect(updated!.accountEnd).toBeUndefined();
    expect(await readTokens(['000000000001'])).toEqual([]);
    const first = await dump();
    await ingestPart(staged.ports, staged.input(1, { policy: 'update', generation: 2 }));
    expect(await dump()).toEqual(first);
    expect(staged.reports.get('false/1')![0]).toMatchObject({ outcome: 'updated' });
  });

  test('policy update does not write a user without a difference, or a user with a role', async () => {
    await putUser('same', storedUser('same', { firstName: 'Old' }));
    await putUser('boss', storedUser('boss', { role: 'help-desk' }));
    const before = await dump();
    const staged = await stage([user('same', [], { firstName: 'Old' }), user('boss', [], { firstName: 'New' })]);
    await ingestPart(staged.ports, staged.input(1, { policy: 'update' }));
    expect(await dump()).toEqual(before);
    expect(outcomesIn(staged.reports.get('false/1'))).toEqual([
      [1, 'unchanged', undefined],
      [2, 'skipped', 'user.has_role'],
    ]);
  });

  test('policy fail refuses existing users while verifying, before anything is written, and a resumed run accepts its own', async () => {
    await putToken(storedToken('000000000001'));
    const staged = await stage([user('ana', ['000000000001']), user('bo')]);
    const { run, part } = staged.input(1, { policy: 'fail' });
    const bytes = staged.bytes.subarray(part.offset, part.offset + part.size);
    const context = { dataKey: Buffer.from(run.wrappedKey, 'base64'), packageId: run.packageId, ...part };
    const ports = {
      ...directoryImport,
      readPersons: async () => new Map(),
      readPlan: async (name: string) => staged.plans.get(name),
      putPlan: async () => undefined,
    };
    await expect(verifyPart(ports, context, bytes, run)).rejects.toMatchObject({
      code: 'run.exists',
      facts: { users: 0, tokens: 1 },
    });
    await createTables();
    await ingestPart(staged.ports, staged.input(1, { policy: 'fail' }));
    await verifyPart(ports, context, bytes, run);
  });

  test('a user who is created between reading and writing is not changed, and the tokens written first are removed', async () => {
    let raced = false;
    const directory = {
      insert: async (items: Parameters<typeof directoryImport.insert>[0]) => {
        if (items.some(({ kind }) => kind === 'user') && !raced) {
          raced = true;
          await putUser('ana', storedUser('ana'));
        }
        return directoryImport.insert(items);
      },
    };
    await putToken(storedToken('000000000002'));
    const before = await dump();
    const staged = await stage([user('ana', ['000000000001', '000000000002'])], { directory });
    await ingestPart(staged.ports, staged.input(1));
    expect(outcomesIn(staged.reports.get('false/1'))).toEqual([
      [1, 'skipped', 'user.exists', '000000000001 skipped', '000000000002 skipped'],
    ]);
    const { 'USER#ana': ana, ...rest } = await dump();
    expect(rest).toEqual(before);
    expect(ana).toMatchObject({ firstName: 'Old', tokens: [] });
  });
});

describe('two records of one key', () => {
  const records = [user('ana', ['000000000001']), user('ANA', ['000000000002', '000000000003'])];

  test.each([
    ['ingested in order', [1, 2]],
    ['ingested in reverse order', [2, 1]],
    ['ingested in reverse order and then again', [2, 1, 2, 1]],
  ])('of two records in parts that are %s the first in the package wins', async (_name, order) => {
    const staged = await stage(records, { partSize: 1 });
    for (const [index, part] of order.entries())
      await ingestPart(staged.ports, staged.input(part, { generation: index > 1 ? 2 : 1 }));
    const totals = await checkStagedRejects(staged, { generation: order.length > 2 ? 2 : 1 });
    expect(await readUser('ana')).toMatchObject({ userId: 'ana', tokens: ['000000000001'] });
    expect(Object.keys(await dump())).toEqual(['TOKEN#000000000001', 'USER#ana']);
    expect(outcomesIn(staged.reports.get('false/1'))).toEqual([[1, 'created', undefined, '000000000001 created']]);
    expect(outcomesIn(staged.reports.get('false/2'))).toEqual([
      [1, 'rejected', 'user.duplicate', '000000000002 rejected', '000000000003 rejected'],
    ]);
    expect(totals).toMatchObject({
      records: { read: 2, rejected: 1 },
      users: { created: 1, rejected: 1 },
      tokens: { created: 1, rejected: 2, assigned: 1 },
    });
  });

  test('a serial in two parts goes to the first record, and the other user is created without it', async () => {
    const staged = await stage([user('ana', ['000000000001']), user('bo', ['000000000001'])], { partSize: 1 });
    await ingestPart(staged.ports, staged.input(2));
    await ingestPart(staged.ports, staged.input(1));
    const totals = await checkStagedRejects(staged);
    expect(await readTokens(['000000000001'])).toMatchObject([{ assignee: 'ana' }]);
    expect(await readUser('bo')).toMatchObject({ tokens: [] });
    expect(totals).toMatchObject({ users: { created: 2, withoutToken: 1 }, tokens: { created: 1, rejected: 1 } });
  });

  test('an unassigned token of the package that a later part assigns stays with the first record', async () => {
    const staged = await stage([unassignedToken('000000000001'), user('bo', ['000000000001'])], { partSize: 1 });
    await ingestPart(staged.ports, staged.input(1));
    await ingestPart(staged.ports, staged.input(2));
    expect((await readTokens(['000000000001']))[0]!.assignee).toBeUndefined();
  });
});

test('a token is taken over only while it is unassigned and unchanged since it was read', async () => {
  const seen = storedToken('000000000001');
  const mine = { ...storedToken('000000000001', 'ana'), version: 1, origin: { migration: 'm', part: 1, line: 1 } };
  for (const now of [
    { ...seen, assignee: 'another' },
    { ...seen, version: seen.version + 1 },
  ]) {
    await createTables();
    await putToken(now);
    expect(await directoryImport.takeOverToken(mine, seen)).toBe(false);
    expect(await readTokens([seen.serial])).toMatchObject([now]);
  }
  await createTables();
  await putToken(seen);
  expect(await directoryImport.takeOverToken(mine, seen)).toBe(true);
  await directoryImport.dropToken(seen.serial, { ...mine.origin, line: 2 });
  expect(await readTokens([seen.serial])).toMatchObject([{ assignee: 'ana' }]);
  await directoryImport.dropToken(seen.serial, mine.origin);
  expect(await readTokens([seen.serial])).toEqual([seen]);
});
