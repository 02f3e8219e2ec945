/**
 * Ingesting parts where users or tokens exist already, on a real DynamoDB engine.
 */

import { readTokens, readUser } from '#adapters/directory/index.ts';
import type { Token } from '#core/directory/model.ts';
import { verifyPart } from '#core/migration/comparing/verify-part.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import { readStoredPart } from '#core/migration/stored-part.ts';
import type { Changed, Commit } from '#core/migration/write-plans.ts';
import { putToken, putUser } from '#test/support/directory-items.ts';
import { claimNotice, recordNotice } from '#test/support/notices.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';
import {
  checkStagedRejects,
  directoryImport,
  dump,
  NOW,
  outcomesIn,
  PHC,
  stage,
  storedToken,
  storedUser,
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
    await putUser('old', storedUser('old', { source: 'old', email: 'kept@corp.example', middleName: 'Kept' }));
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
    await putUser('same', storedUser('same', { source: 'old', firstName: 'Old' }));
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
    const bytes = await readStoredPart(staged.ports.readRange, run, part);
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
    const staged = await stage([user('ana', ['000000000001', '000000000002'])], { directory });
    await ingestPart(staged.ports, staged.input(1));
    expect(outcomesIn(staged.reports.get('false/1'))).toEqual([
      [1, 'skipped', 'user.exists', '000000000001 skipped', '000000000002 skipped'],
    ]);
    const { 'USER#ana': ana, ...rest } = await dump();
    expect(rest).toEqual({});
    expect(ana).toMatchObject({ firstName: 'Old', tokens: [] });
  });
});

/** Of the items alone, without the names of the writes. */
const seenOf = async (serial: string) => (await readTokens([serial]))[0]!;
const commitOf = (seen: Token, fields: Partial<Token>): Commit => ({
  run: 'r',
  creates: [],
  changes: [{ kind: 'token', key: seen.serial, seen, fields }],
  now: NOW,
});

describe('a change of what is there', () => {
  const SERIAL = '000000000001';

  test('is made only of the token that was seen, and keeps what was there before', async () => {
    const seen = storedToken(SERIAL);
    for (const now of [
      { ...seen, assignee: 'another' },
      { ...seen, version: seen.version + 1 },
      { ...seen, touchedAt: 5 },
    ]) {
      await createTables();
      await putToken(now);
      expect(await directoryImport.commit(commitOf(seen, { assignee: 'ana' }))).toBe('again');
      expect(await readTokens([SERIAL])).toMatchObject([now]);
      expect((await directoryImport.readBefore('r', { users: [], tokens: [SERIAL] })).tokens.size).toBe(0);
    }
    await createTables();
    await putToken(seen);
    expect(await directoryImport.commit(commitOf(seen, { assignee: 'ana' }))).toBe('done');
    expect(await seenOf(SERIAL)).toMatchObject({ ...seen, assignee: 'ana', updatedAt: NOW, version: seen.version + 1 });
    const { tokens } = await directoryImport.readBefore('r', { users: [], tokens: [SERIAL] });
    expect(tokens.get(SERIAL)).toEqual(seen);
  });

  test('is made with all others of a person, or not at all', async () => {
    await putToken(storedToken(SERIAL));
    await putUser('ana', storedUser('ana'));
    const ana = (await readUser('ana'))!;
    const commit: Commit = {
      ...commitOf(storedToken(SERIAL), { assignee: 'ana' }),
      changes: [
        { kind: 'token', key: SERIAL, seen: storedToken(SERIAL), fields: { assignee: 'ana' } },
        { kind: 'user', key: 'ana', seen: { ...ana, version: 1 }, fields: { tokens: [SERIAL] } },
      ],
      person: { source: 'old', externalId: 'e-1', userKey: 'ana' },
    };
    expect(await directoryImport.commit(commit)).toBe('again');
    expect(await seenOf(SERIAL)).toMatchObject(storedToken(SERIAL));
    expect((await directoryImport.readPersons('old', ['e-1'])).size).toBe(0);
    const seen = { ...commit, changes: [commit.changes[0]!, { ...commit.changes[1]!, seen: ana } as Changed] };
    expect(await directoryImport.commit(seen)).toBe('done');
    expect(await readUser('ana')).toMatchObject({ tokens: [SERIAL], version: ana.version + 1 });
    expect(await directoryImport.readPersons('old', ['e-1'])).toEqual(new Map([['e-1', 'ana']]));
  });

  test('of a user who was given a role meanwhile is not made', async () => {
    await putUser('ana', storedUser('ana', { role: 'help-desk' }));
    const { role: _role, ...seen } = (await readUser('ana'))!;
    const changes: Changed[] = [{ kind: 'user', key: 'ana', seen, fields: { firstName: 'X' } }];
    expect(await directoryImport.commit({ run: 'r', creates: [], changes, now: NOW })).toBe('again');
  });

  test('that the engine does not take is refused', async () => {
    const changes: Changed[] = [
      { kind: 'user', key: 'x'.repeat(3000), seen: storedUser('x'), fields: { firstName: 'X' } },
    ];
    expect(await directoryImport.commit({ run: 'r', creates: [], changes, now: NOW })).toBe('refused');
  });
});

test('a token is taken back only as it was seen', async () => {
  const mine = { ...storedToken('000000000001', 'ana'), origin: { migration: 'm', part: 1, line: 1 } };
  await putToken(mine);
  await directoryImport.dropToken({ ...mine, origin: { ...mine.origin, line: 2 } });
  await directoryImport.dropToken({ ...mine, version: 9 });
  expect(await readTokens([mine.serial])).toMatchObject([mine]);
  await directoryImport.dropToken(mine);
  expect(await readTokens([mine.serial])).toEqual([]);
});

test('a user is told where the mail was sent or may have been, and not where it came back or was never due', async () => {
  await claimNotice('ana', 'm', NOW);
  await recordNotice('ana', 'sent', NOW);
  await claimNotice('bo', 'm', NOW);
  await claimNotice('cy', 'm', NOW);
  await recordNotice('cy', 'failed', NOW);
  expect(await directoryImport.readTold(['ana', 'bo', 'cy', 'dan'])).toEqual(new Set(['ana', 'bo']));
});
