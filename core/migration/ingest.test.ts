/** Writing entries, in memory: which record is kept, which write waits, what is taken back. On a real engine: test/integration/ingest*. */
import { type DirectoryMemory, directoryMemory } from '#test/support/directory-memory.ts';
import {
  NOW,
  outcomesIn,
  PHC,
  type Stage,
  stageOn,
  storedToken,
  storedUser,
  unassignedToken,
  user,
} from '#test/support/staging.ts';
import { ingestPart } from './ingest-part.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;
let store: DirectoryMemory;
beforeEach(() => {
  store = directoryMemory();
});
const stage = (...[records, options]: Parameters<typeof stageOn> extends [unknown, ...infer R] ? R : never) =>
  stageOn(store, records, options);
const ingest = (staged: Stage, part = 1, over: Parameters<Stage['input']>[1] = {}) =>
  ingestPart(staged.ports, staged.input(part, over));
const report = (staged: Stage, name = 'false/1') => outcomesIn(staged.reports.get(name));
const contents = () => structuredClone({ users: store.users, tokens: store.tokens });

test('users and tokens are written whole, tokens before their user', async () => {
  const staged = await stage([
    user('Léa', [ONE], { firstName: 'Léa', lastName: 'Berg', preferredLanguage: 'en', lockedOut: true }),
    unassignedToken(TWO),
  ]);
  expect(await ingest(staged)).toEqual({ part: 1, records: 2, rejected: 0 });
  expect(staged.writes).toEqual(['insert', 'insert']);
  expect(store.users.get('léa')).toMatchObject({ userId: 'Léa', tokens: [ONE], lockedOut: true, createdAt: NOW });
  expect(store.tokens.get(ONE)).toMatchObject({ assignee: 'léa', createdAt: NOW });
  expect(store.tokens.get(TWO)).not.toHaveProperty('assignee');
  expect(report(staged)).toEqual([
    [1, 'created', undefined, `${ONE} created`],
    [2, 'created', undefined, `${TWO} created`],
  ]);
});

test('a part that is ingested twice gives the same report, and the second time writes nothing', async () => {
  const staged = await stage([user('ana', [ONE, TWO]), user('bo'), unassignedToken(THREE, 'nobody')]);
  await ingest(staged);
  const [before, first] = [contents(), staged.reports.get('false/1')];
  staged.writes.length = 0;
  await ingest(staged, 1, { generation: 2 });
  expect(contents()).toEqual(before);
  expect(staged.reports.get('false/1')).toEqual(first);
  expect(staged.writes).toEqual([]);
});

test('a dry run writes nothing and reports what a run reports', async () => {
  store.users.set('old', storedUser('old'));
  store.tokens.set(THREE, storedToken(THREE, 'old'));
  const staged = await stage([user('ana', [ONE, THREE]), user('OLD', [TWO]), user('Ana'), unassignedToken(TWO)]);
  const before = contents();
  await ingest(staged, 1, { dryRun: true });
  expect(staged.writes).toEqual([]);
  expect(contents()).toEqual(before);
  await ingest(staged);
  expect(report(staged, 'true/1')).toEqual(report(staged));
  expect(report(staged)).toEqual([
    [1, 'created', undefined, `${ONE} created`, `${THREE} rejected token.assigned`],
    [2, 'skipped', 'user.exists', `${TWO} skipped`],
    [3, 'rejected', 'user.duplicate'],
    [4, 'rejected', 'token.duplicate', `${TWO} rejected token.duplicate`],
  ]);
  expect(store.tokens.get(THREE)).toEqual(storedToken(THREE, 'old'));
});

test('an unassigned token that existed is taken over, and kept so that it can be put back', async () => {
  store.tokens.set(ONE, storedToken(ONE));
  const staged = await stage([user('ana', [ONE])]);
  await ingest(staged);
  expect(report(staged)).toEqual([[1, 'created', undefined, `${ONE} updated token.taken_over`]]);
  expect(store.tokens.get(ONE)).toMatchObject({ assignee: 'ana', version: 4, source: 'old' });
  expect(store.images.get(`${staged.input(1).run.migration}/TOKEN/${ONE}`)).toEqual(storedToken(ONE));
  expect(store.users.get('ana')!.tokens).toEqual([ONE]);
  expect(staged.writes).toEqual(['commit']);
});

test('policy update changes names and language of a user of the source, and nothing else', async () => {
  const seen = { source: 'old', middleName: 'Kept' };
  store.users.set('old', storedUser('old', seen));
  const staged = await stage([
    user('old', [ONE], { firstName: 'New', preferredLanguage: 'de', lockedOut: false, email: 'new@corp.example' }),
  ]);
  await ingest(staged, 1, { policy: 'update' });
  const me = { migration: staged.input(1).run.migration, part: 1, line: 1 };
  expect(store.users.get('old')).toEqual({
    ...storedUser('old', seen),
    firstName: 'New',
    preferredLanguage: 'de',
    packedAt: NOW,
    changedBy: me,
    updatedAt: NOW,
    version: 8,
  });
  expect(store.tokens.size).toBe(0);
  expect(report(staged)).toEqual([[1, 'updated', undefined, `${ONE} skipped`]]);
});

test('a user who appears between reading and writing is left alone, and the tokens written first are taken back', async () => {
  const { insert } = store.directory;
  const directory: Partial<typeof store.directory> = {
    insert: async (items) => {
      if (items.some(({ kind }) => kind === 'user')) store.users.set('ana', storedUser('ana'));
      return insert(items);
    },
  };
  const staged = await stage([user('ana', [ONE, TWO])], { directory });
  await ingest(staged);
  expect(report(staged)).toEqual([[1, 'skipped', 'user.exists', `${ONE} skipped`, `${TWO} skipped`]]);
  expect(store.users.get('ana')).toEqual(storedUser('ana'));
  expect(store.tokens.size).toBe(0);
});

test('a token that appears meanwhile is read again before its user is written', async () => {
  const { insert } = store.directory;
  const directory: Partial<typeof store.directory> = {
    insert: async (items) => {
      if (items.some(({ kind }) => kind === 'token') && !store.tokens.has(ONE))
        store.tokens.set(ONE, storedToken(ONE, 'someone'));
      return insert(items);
    },
  };
  const staged = await stage([user('ana', [ONE, TWO]), user('bo')], { directory });
  await ingest(staged);
  expect(report(staged)).toEqual([
    [1, 'created', undefined, `${ONE} rejected token.assigned`, `${TWO} created`],
    [2, 'created', undefined],
  ]);
  expect(store.users.get('ana')!.tokens).toEqual([TWO]);
});

test('an import gives up with a retryable error where others keep changing the same items', async () => {
  let rounds = 0;
  const directory: Partial<typeof store.directory> = {
    insert: async (items) => {
      rounds += 1;
      return items.map(() => 'taken');
    },
  };
  const staged = await stage([user('ana')], { directory });
  await expect(ingest(staged)).rejects.toMatchObject({ code: 'directory.busy', retryable: true });
  expect(rounds).toBe(10);
});

test('passwords of an internal source are written', async () => {
  const staged = await stage([user('ana', [], { password: PHC }), user('bo')], { kind: 'internal' });
  await ingest(staged);
  expect(store.users.get('ana')!.password).toEqual({
    hash: expect.stringMatching(/^\$bound\$p1\$/u),
    changedAt: NOW,
    mustChange: false,
    history: [],
  });
  expect(store.users.get('bo')).not.toHaveProperty('password');
});

test('each key of a part is read once, and again only where it changed meanwhile', async () => {
  const reads: (readonly string[])[] = [];
  const { readUsers, readTokens, insert } = store.directory;
  let lost = false;
  const directory: Partial<typeof store.directory> = {
    readUsers: (keys) => {
      reads.push(keys);
      return readUsers(keys);
    },
    readTokens: (serials) => {
      reads.push(serials);
      return readTokens(serials);
    },
    insert: async (items) => {
      const won = await insert(items);
      if (lost || !items.some(({ kind }) => kind === 'user')) return won;
      lost = true;
      store.users.set('bo', storedUser('bo'));
      return items.map((item, index) => (item.kind === 'user' && item.key === 'bo' ? 'taken' : won[index]!));
    },
  };
  store.users.set('old', storedUser('old'));
  const staged = await stage(
    [user('ana', [ONE]), user('bo'), unassignedToken(TWO), unassignedToken(THREE, 'Old'), user('ANA')],
    {
      directory,
    },
  );
  await ingest(staged);
  expect(reads).toEqual([['ana', 'bo', 'old'], [ONE, TWO, THREE], ['bo'], []]);
  expect(report(staged)).toEqual([
    [1, 'created', undefined, `${ONE} created`],
    [2, 'skipped', 'user.exists'],
    [3, 'created', undefined, `${TWO} created`],
    [4, 'skipped', 'user.exists', `${THREE} skipped user.exists`],
    [5, 'rejected', 'user.duplicate'],
  ]);
});
