import { DUPLICATE_POLICIES, type DuplicatePolicy } from '#core/duplicate-policy.ts';
import { directoryMemory } from '#test/support/directory-memory.ts';
import { stageOn, storedToken, storedUser, unassignedToken, user } from '#test/support/staging.ts';
import { verifyPart } from './verify-part.ts';

const [ONE, TWO, THREE] = ['000000000001', '000000000002', '000000000003'] as const;

async function prepared() {
  const store = directoryMemory();
  const reads: (readonly string[])[] = [];
  const staged = await stageOn(store, [user('Ana', [ONE, TWO]), user('ANA', [TWO]), unassignedToken(THREE)]);
  const { run, part } = staged.input(1);
  const bytes = Buffer.from(staged.bytes.subarray(part.offset, part.offset + part.size));
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
  };
  const check = (policy: DuplicatePolicy) => verifyPart(ports, context, bytes, { ...run, policy });
  return { store, run, bytes, reads, check };
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
  const store = directoryMemory();
  store.users.set('bo', storedUser('Bo'));
  const staged = await stageOn(store, [bad, user('Ana')]);
  const { run, part } = staged.input(1, { policy: 'fail' });
  const bytes = staged.bytes.subarray(part.offset, part.offset + part.size);
  const context = { dataKey: Buffer.from(run.wrappedKey, 'base64'), packageId: run.packageId, ...part };
  await expect(verifyPart(store.directory, context, bytes, run)).resolves.toBeUndefined();
});

test('a part that was changed is refused under every policy', async () => {
  const { bytes, check } = await prepared();
  bytes[20] = bytes[20]! ^ 1;
  for (const policy of DUPLICATE_POLICIES)
    await expect(check(policy)).rejects.toMatchObject({ code: 'package.part_tampered' });
});
