import { directoryMemory } from '#test/support/directory-memory.ts';
import { stageOn, user } from '#test/support/staging.ts';
import { allParts, type CheckRejectsPorts, checkRejects } from './check-rejects.ts';
import { ingestPart } from './ingest-part.ts';
import { partSums } from './part-sums.ts';

const ONE = '000000000001';

async function setUp(...records: ReturnType<typeof user>[]) {
  const memory = directoryMemory();
  const staged = await stageOn(memory, records, { partSize: 1 });
  const ports: CheckRejectsPorts = {
    sumParts: async (_migration, dryRun, generation) => {
      const { add, sums } = partSums(generation);
      for (const [key, part] of memory.finished) if (key.includes(`/${dryRun}/`)) add(part);
      return sums();
    },
  };
  const ingest = async (...parts: number[]) => {
    for (const part of parts) await ingestPart(staged.ports, staged.input(part));
  };
  const check = async (toleratedRejects = 100, over: object = {}) => {
    const { run } = staged.input(1, over);
    return checkRejects(await allParts(ports, run), toleratedRejects);
  };
  return { staged, ingest, check };
}

test('the totals of all parts are added up', async () => {
  const { ingest, check } = await setUp(user('ana', [ONE]), user('bo'));
  await ingest(1, 2);
  expect(await check()).toMatchObject({
    records: { read: 2, rejected: 0 },
    users: { created: 2, withoutToken: 1 },
    tokens: { created: 1, assigned: 1 },
  });
});

test('a missing part is named by number, and no other generation or run counts', async () => {
  const { ingest, check } = await setUp(user('ana'), user('bo'), user('cy'));
  await ingest(1);
  const missing = (count: number) => ({ code: 'run.parts_failed', status: 409, facts: { missing: count } });
  await expect(check()).rejects.toMatchObject(missing(2));
  await ingest(2, 3);
  expect(await check()).toMatchObject({ records: { read: 3 } });
  await expect(check(100, { generation: 2 })).rejects.toMatchObject(missing(3));
  await expect(check(100, { dryRun: true })).rejects.toMatchObject(missing(3));
});

test('more rejects than tolerated fail the migration', async () => {
  const { ingest, check } = await setUp(user('ana'), user('ANA'));
  await ingest(1, 2);
  expect(await check(1)).toMatchObject({ records: { rejected: 1 } });
  await expect(check(0)).rejects.toMatchObject({
    code: 'run.too_many_rejects',
    status: 409,
    facts: { rejected: 1 },
  });
});
