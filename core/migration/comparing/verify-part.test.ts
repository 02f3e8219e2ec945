import { DUPLICATE_POLICIES, type DuplicatePolicy } from '#core/duplicate-policy.ts';
import type { PresentRecord } from '#core/export/record.ts';
import { keyHash } from '#core/key-hash.ts';
import { directoryMemory } from '#test/support/directory-memory.ts';
import { stageOn, storedToken, storedUser, unassignedToken, user } from '#test/support/staging.ts';
import { readStoredPart } from '../stored-part.ts';
import { userIdsName } from '../user-id-map.ts';
import { readPartKeys } from './part-keys.ts';
import { verifyPart } from './verify-part.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;

const RECORDS = [user('Ana', [ONE, TWO]), user('ANA', [TWO]), unassignedToken(THREE)];

async function prepared(
  records = RECORDS,
  persons: readonly (readonly [string, string])[] = [],
  present: readonly PresentRecord[] = [],
) {
  const store = directoryMemory();
  const reads: (readonly string[])[] = [];
  const staged = await stageOn(store, records, { present });
  const { run, part } = staged.input(1);
  const bytes = Buffer.from(await readStoredPart(staged.ports.readRange, run, part));
  const context = { dataKey: Buffer.from(run.wrappedKey, 'base64'), packageId: run.packageId, ...part };
  const ports = {
    readUsers: (keys: readonly string[]) => {
      reads.push(keys);
      return store.directory.readUsers(keys);
    },
    readTokens: (serials: readonly string[]) => {
      reads.push(serials);
      return store.directory.readTokens(serials);
    },
    readPlan: async (name: string) => staged.plans.get(name),
    putPlan: async (name: string, body: string) => void staged.plans.set(name, body),
    readPersons: async (_source: string, ids: readonly string[]) => {
      reads.push(ids);
      return new Map(persons);
    },
  };
  const check = (policy: DuplicatePolicy, people = 0) => verifyPart(ports, context, bytes, { ...run, policy, people });
  const keys = () => readPartKeys(ports.readPlan, run.migration, 1);
  return { store, run, bytes, reads, check, keys, context, ports, staged };
}

test('under another policy than `fail` the directory is not read', async () => {
  const { store, reads, check } = await prepared();
  store.users.set('ana', storedUser('Ana'));
  await check('skip');
  await check('update');
  expect(reads).toEqual([]);
});

test('under `fail` items that existed before stop the run, each counted once', async () => {
  const { store, reads, check } = await prepared();
  await check('fail');
  expect(reads).toEqual([['ana'], [ONE, TWO, THREE]]);
  store.tokens.set(THREE, storedToken(THREE));
  const refused = { code: 'run.exists', status: 409 };
  await expect(check('fail')).rejects.toMatchObject({
    ...refused,
    facts: { part: 'parts/000001.part', users: 0, tokens: 1 },
  });
  store.users.set('ana', storedUser('Ana'));
  store.tokens.delete(THREE);
  await expect(check('fail')).rejects.toMatchObject({ ...refused, facts: { users: 1, tokens: 0 } });
});

test('items that this migration wrote itself do not count, and those of another do', async () => {
  const { store, run, check } = await prepared();
  const origin = { migration: run.migration, part: 1, line: 1 };
  store.users.set('ana', storedUser('Ana', { origin }));
  store.tokens.set(ONE, { ...storedToken(ONE), origin });
  await check('fail');
  store.tokens.set(ONE, { ...storedToken(ONE), origin: { ...origin, migration: 'another' } });
  await expect(check('fail')).rejects.toMatchObject({ facts: { users: 0, tokens: 1 } });
});

test('a record that is refused anyway is not looked up', async () => {
  const bad = { ...user('Bo', [ONE]), unknown: 1 } as ReturnType<typeof user>;
  const { store, check } = await prepared([bad, user('Ana')]);
  store.users.set('bo', storedUser('Bo'));
  await expect(check('fail')).resolves.toBeUndefined();
});

test('a part leaves its keys, and those of records that can’t be imported take no other’s place', async () => {
  const { check, keys } = await prepared([
    user('Ana', [ONE], { externalId: 'e1' }),
    user('Bo', [TWO], { email: 'no address' }),
    user('bo', [TWO]),
    unassignedToken(THREE, 'cy'),
  ]);
  await check('skip');
  expect((await keys()).lines).toEqual([
    { line: 1, user: keyHash('ana'), ext: keyHash('e1'), serials: [keyHash(ONE)] },
    { line: 2, user: keyHash('bo'), serials: [keyHash(TWO)], bad: true },
    { line: 3, user: keyHash('bo'), serials: [keyHash(TWO)] },
    { line: 4, serials: [keyHash(THREE)], bad: true },
  ]);
});

test('a part is compared by the user IDs that its users get here; of a refused line only the immutable id says who it is', async () => {
  const bad = { ...user('Bo', [TWO], { externalId: 'e2' }), unknown: 1 } as ReturnType<typeof user>;
  const { ports, context, bytes, run, staged, keys } = await prepared([user('Ana', [ONE]), bad]);
  staged.plans.set(userIdsName(run.migration), JSON.stringify({ renames: {}, suffix: '@old' }));
  await verifyPart(ports, context, bytes, { ...run, policy: 'skip', people: 0, userIdMap: true });
  expect((await keys()).lines).toEqual([
    { line: 1, user: keyHash('ana@old'), serials: [keyHash(ONE)] },
    { line: 2, ext: keyHash('e2'), serials: [keyHash(TWO)], bad: true },
  ]);
});

test('a part of a run whose questions are gone is not verified', async () => {
  const { check, staged } = await prepared();
  staged.plans.clear();
  await expect(check('skip')).rejects.toMatchObject({ code: 'stored.damaged' });
});

test('renames are looked for only where the source has people here', async () => {
  const { check, keys, reads } = await prepared([user('Ana', [], { externalId: 'e1' })], [['e1', 'anna']]);
  await check('skip');
  expect([reads, (await keys()).renames]).toEqual([[], []]);
  await check('skip', 1);
  expect(reads).toEqual([['e1']]);
  expect((await keys()).renames).toEqual([{ line: 1, from: 'anna', to: 'ana', userId: 'Ana', externalId: 'e1' }]);
});

test('a part that was changed is refused under every policy', async () => {
  const { bytes, check } = await prepared();
  bytes[20] = bytes[20]! ^ 1;
  for (const policy of DUPLICATE_POLICIES)
    await expect(check(policy)).rejects.toMatchObject({ code: 'package.part_tampered' });
});

test('a part is compared and looked for with the user IDs that its source’s people have here', async () => {
  const { store, run, reads, check, keys, context, bytes, ports, staged } = await prepared();
  staged.plans.set(userIdsName(run.migration), JSON.stringify({ renames: { ana: 'ana.old' } }));
  const mapped = { ...run, policy: 'fail', userIdMap: true } as const;
  await verifyPart(ports, context, bytes, mapped);
  expect(reads[0]).toEqual(['ana.old']);
  const { lines } = await keys();
  expect(lines[0]).toMatchObject({ user: keyHash('ana.old') });
  store.users.set('ana', storedUser('Ana'));
  await verifyPart(ports, context, bytes, mapped);
  await expect(check('fail')).rejects.toMatchObject({ code: 'run.exists' });
});

test('who stays in the source is named with the user ID that the user has here', async () => {
  const present = [{ userId: 'Ana' }, { externalId: 'e2' }, { serials: [TWO] }];
  const { run, keys, context, bytes, ports, staged } = await prepared([user('Bo', [ONE])], [], present);
  staged.plans.set(userIdsName(run.migration), JSON.stringify({ renames: { ana: 'ana.old' } }));
  await verifyPart(ports, context, bytes, { ...run, userIdMap: true });
  expect((await keys()).lines.slice(1)).toEqual([
    { line: 2, user: keyHash('ana.old'), serials: [], bad: true },
    { line: 3, ext: keyHash('e2'), serials: [], bad: true },
    { line: 4, serials: [keyHash(TWO)], bad: true },
  ]);
});
