import { directoryMemory } from '#test/support/directory-memory.ts';
import { outcomesIn, stageOn, user } from '#test/support/staging.ts';
import { allParts, type CheckRejectsPorts, checkRejects } from './check-rejects.ts';
import { ingestPart } from './ingest-part.ts';

const [ONE, TWO] = ['000000000001', '000000000002'] as const;

async function setUp(...records: ReturnType<typeof user>[]) {
  const memory = directoryMemory();
  const staged = await stageOn(memory, records, { partSize: 1 });
  const writes: string[] = [];
  const ports: CheckRejectsPorts = {
    readUsers: memory.directory.readUsers,
    readTokens: memory.directory.readTokens,
    attachTokens: (...given) => {
      writes.push('attachTokens');
      return memory.directory.attachTokens(...given);
    },
    finishedParts: async (_migration, dryRun, generation) =>
      [...memory.finished].flatMap(([key, part]) =>
        key.includes(`/${dryRun}/`) && part.generation === generation ? [part] : [],
      ),
    readDisplaced: async () => memory.displaced,
    readReport: async (_migration, dryRun, part) => staged.reports.get(`${dryRun}/${part}`),
    putReport: (...given) => {
      writes.push(`report ${given[2]}`);
      return staged.ports.putReport(...given);
    },
    putPart: (...given) => {
      writes.push(`part ${given[2].part}`);
      return memory.putPart(...given);
    },
  };
  const ingest = async (...parts: number[]) => {
    for (const part of parts) await ingestPart(staged.ports, staged.input(part));
  };
  const check = async (toleratedRejects = 100, over: object = {}) => {
    const { run } = staged.input(1, over);
    return checkRejects(ports, run, await allParts(ports, run), { enrolment: 1, toleratedRejects });
  };
  const report = (part: number) => outcomesIn(staged.reports.get(`false/${part}`));
  return { memory, staged, ports, writes, ingest, check, report };
}

test('the totals of all parts are added up', async () => {
  const { ingest, check, writes } = await setUp(user('ana', [ONE]), user('bo'));
  await ingest(1, 2);
  expect(await check()).toMatchObject({
    records: { read: 2, rejected: 0 },
    users: { created: 2, withoutToken: 1 },
    tokens: { created: 1, assigned: 1 },
  });
  expect(writes).toEqual([]);
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

test('the report of a user displaced by an earlier part is corrected, and a second call changes nothing', async () => {
  const { memory, ingest, check, report, writes } = await setUp(user('ana', [ONE]), user('ANA', [TWO]));
  await ingest(2, 1);
  expect(report(2)).toEqual([[1, 'created', undefined, `${TWO} created`]]);
  const totals = await check();
  expect(totals).toMatchObject({
    records: { rejected: 1 },
    users: { created: 1, rejected: 1 },
    tokens: { created: 1, rejected: 1 },
  });
  expect(report(2)).toEqual([[1, 'rejected', 'user.duplicate', `${TWO} rejected`]]);
  expect(writes).toEqual(['report 2', 'part 2']);
  expect([...memory.finished.values()].find(({ part }) => part === 2)).toMatchObject({
    generation: 1,
    totals: { records: { read: 1, rejected: 1 } },
  });
  expect(await check()).toEqual(totals);
});

test('what a corrected part counted of questions without a match stays', async () => {
  const { memory, ingest, check } = await setUp(user('ana', [ONE]), user('ANA', [TWO]));
  await ingest(2, 1);
  const [key, counted] = [...memory.finished].find(([, { part }]) => part === 2)!;
  memory.finished.set(key, { ...counted, totals: { ...counted.totals, unmatched: { 0: 1 } } });
  expect(await check()).toMatchObject({ users: { rejected: 1 }, unmatched: { 0: 1 } });
});

test('a token displaced by an earlier part is taken off its user, whose report says so', async () => {
  const { memory, ingest, check, report, writes } = await setUp(user('ana', [ONE]), user('bo', [ONE, TWO]));
  await ingest(2);
  expect(memory.users.get('bo')!.tokens).toEqual([ONE, TWO]);
  await ingest(1);
  const totals = await check();
  expect(memory.users.get('bo')!.tokens).toEqual([TWO]);
  expect(report(2)).toEqual([[1, 'created', undefined, `${ONE} rejected token.duplicate`, `${TWO} created`]]);
  expect(totals).toMatchObject({ users: { created: 2, withoutToken: 0 }, tokens: { created: 2, rejected: 1 } });
  writes.length = 0;
  await check();
  expect(writes).toEqual(['report 2', 'part 2']);
});

test('only the record that lost it loses the token', async () => {
  const { memory, ingest, check, writes } = await setUp(user('ana', [ONE]), user('bo', [ONE]));
  await ingest(2, 1);
  const bo = memory.users.get('bo')!;
  memory.users.set('bo', { ...bo, origin: { migration: 'another', part: 2, line: 1 } });
  await check();
  expect(memory.users.get('bo')!.tokens).toEqual([ONE]);
  memory.users.delete('bo');
  await check();
  expect(writes).not.toContain('attachTokens');
});

test('a note of a replacement that was never written changes nothing', async () => {
  const { memory, staged, ingest, check, writes } = await setUp(user('ana', [ONE]), user('bo'));
  await ingest(1, 2);
  const loser = { migration: staged.input(1).run.migration, part: 1, line: 1 };
  memory.displaced.push({ loser, userKey: 'ana' }, { loser, serial: ONE });
  expect(await check()).toMatchObject({ users: { created: 2 }, tokens: { created: 1 } });
  expect(writes).toEqual([]);
});

test('a dry run displaces no record and corrects no report', async () => {
  const { memory, staged, ports, check } = await setUp(user('ana'), user('bo'));
  for (const part of [1, 2]) await ingestPart(staged.ports, staged.input(part, { dryRun: true }));
  ports.readDisplaced = () => Promise.reject(new Error('was read'));
  expect(await check(100, { dryRun: true })).toMatchObject({ users: { created: 2 } });
  expect(memory.users.size).toBe(0);
});

test('a missing report is an error on this side', async () => {
  const missing = { code: 'run.report_missing', status: 500, facts: { part: 2 } };
  const { memory, staged, ports, ingest, check } = await setUp(user('ana'), user('ANA'));
  await ingest(2, 1);
  const report = staged.reports.get('false/2')!;
  staged.reports.delete('false/2');
  await expect(check()).rejects.toMatchObject(missing);
  staged.reports.set('false/2', report);
  const { run } = staged.input(1);
  const others = [...memory.finished.values()].filter(({ part }) => part !== 2);
  await expect(checkRejects(ports, run, others, { enrolment: 1, toleratedRejects: 9 })).rejects.toMatchObject(missing);
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

test('only the losers of a part are corrected in it', async () => {
  const { ingest, check, report } = await setUp(user('ana', [ONE]), user('bo', [ONE]), user('ANA', [TWO]));
  await ingest(3, 2, 1);
  await check();
  expect(report(2)).toEqual([[1, 'created', undefined, `${ONE} rejected token.duplicate`]]);
  expect(report(3)).toEqual([[1, 'rejected', 'user.duplicate', `${TWO} rejected`]]);
});
