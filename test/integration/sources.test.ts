/** One writer a source, on a real DynamoDB engine: claims with one winner, the queue, and what is registered of a source. */
import * as runs from '#adapters/runs/index.ts';
import * as sources from '#adapters/runs/sources.ts';
import type { RunRecord } from '#core/migration/record.ts';
import { queued, stopped } from '#core/migration/runs/claim.ts';
import { closedError } from '#core/migration/runs/source.ts';
import { advance, giveBack, type WriterPorts } from '#core/migration/runs/writer.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { runRecord } from '#test/support/run-record.ts';
import { createTables, startDynamoDb, type TestDynamoDb } from '../support/dynamodb.ts';

const NOW = 1_800_000_000_000;
const idOf = (index: number) => index.toString(16).padStart(32, '0');
const of = (index: number, deployment = 'old#1'): RunRecord & { input: string } => ({
  ...runRecord({
    id: idOf(index),
    packageId: idOf(900 + index),
    status: 'starting',
    execution: `${idOf(index)}-run-1`,
    startedAt: NOW,
    firstSeenAt: NOW + index,
    source: { kind: 'external', deployment, packedAt: '', packer: 'p' },
  }),
  input: '{}',
});
const opening = (record: RunRecord, waitsFor?: { run: string; attempt: number }) => ({
  entries: ENTRIES,
  package: { id: record.packageId!, seen: undefined },
  ...(waitsFor ? { waitsFor } : {}),
});
const executions = new Set<string>();
const ports: WriterPorts = {
  ...runs,
  ...sources,
  isRunning: async (name) => executions.has(name),
  startExecution: async (name) => void executions.add(name),
};
const holder = async (name = 'old#1') => (await sources.readWriter(name)).holder?.run;

let engine: TestDynamoDb;
beforeAll(async () => {
  engine = await startDynamoDb();
});
beforeEach(async () => {
  executions.clear();
  await createTables();
});
afterAll(() => engine.stop());

test('of twenty runs of one source that start at once one writes, and those of other sources beside it', async () => {
  const won = await Promise.all(
    Array.from({ length: 20 }, (_, index) => runs.createRun(of(index), opening(of(index))).catch(() => false)),
  );
  expect(won.filter(Boolean)).toHaveLength(1);
  expect((await runs.listRuns(100)).records.map(({ id }) => id)).toEqual([await holder()]);
  expect(await runs.createRun(of(99, 'other'), opening(of(99, 'other')))).toBe(true);
  expect(await sources.listSources()).toMatchObject([
    { name: 'old#1', kind: 'external', firstRun: await holder(), lastRun: await holder() },
    { name: 'other', firstRun: idOf(99) },
  ]);
});

test('a run can’t wait for an attempt that has given the writer back, so that none is forgotten in the queue', async () => {
  await runs.createRun(of(1), opening(of(1)));
  const waiting = queued(of(2));
  expect(await runs.createRun(waiting, opening(waiting, { run: idOf(1), attempt: 2 }))).toBe(false);
  expect(await runs.createRun(waiting, opening(waiting, { run: idOf(1), attempt: 1 }))).toBe(true);
  expect(await sources.queuedRuns('old#1')).toEqual([idOf(2)]);
});

test('of twenty who give the writer back at once, each starts the eldest that waits, once', async () => {
  await runs.createRun(of(1), opening(of(1)));
  for (const index of [5, 3, 4]) {
    const waiting = queued(of(index));
    await runs.createRun(waiting, opening(waiting, { run: idOf(1), attempt: 1 }));
  }
  expect(await sources.queuedRuns('old#1')).toEqual([3, 4, 5].map(idOf));
  await Promise.all(
    Array.from({ length: 20 }, () => giveBack(ports, 'old#1', { run: idOf(1), attempt: 1 }, NOW + 9, NOW + 1_009)),
  );
  expect([await holder(), [...executions]]).toEqual([idOf(3), [`${idOf(3)}-run-1`]]);
  const begun = await runs.readRun(idOf(3));
  expect(begun).toMatchObject({ status: 'running', startedAt: NOW + 9 });
  expect(JSON.parse(begun!.input!)).toMatchObject({ waitSeconds: 1 });
  expect(await sources.queuedRuns('old#1')).toEqual([4, 5].map(idOf));
  expect(await sources.readSource('old#1')).toMatchObject({ firstRun: idOf(1), lastRun: idOf(3) });
});

test('a writer whose execution is gone is taken over, and its own late end gives nothing back', async () => {
  await runs.createRun(of(1), opening(of(1)));
  await runs.markStarted(idOf(1), 1);
  const waiting = queued(of(2));
  await runs.createRun(waiting, opening(waiting, { run: idOf(1), attempt: 1 }));
  expect(await advance(ports, 'old#1', NOW)).toMatchObject({ holder: { run: idOf(2) } });
  await giveBack(ports, 'old#1', { run: idOf(1), attempt: 1 }, NOW);
  expect(await holder()).toBe(idOf(2));
});

test('a source that is closed takes no run, and those that wait are stopped; open again it does', async () => {
  await runs.createRun(of(1), opening(of(1)));
  const waiting = queued(of(2));
  await runs.createRun(waiting, opening(waiting, { run: idOf(1), attempt: 1 }));
  expect(await sources.closeSource('old#1', true, ENTRIES)).toBe(true);
  expect(await sources.closeSource('old#1', true, ENTRIES)).toBe(false);
  expect(await sources.closeSource('none', true, ENTRIES)).toBe(false);
  await sources.unqueue('old#1', idOf(2), stopped(waiting, closedError('old#1'), NOW));
  expect(await runs.readRun(idOf(2))).toMatchObject({ status: 'not-started', error: { code: 'source.closed' } });
  await giveBack(ports, 'old#1', { run: idOf(1), attempt: 1 }, NOW);
  expect(await runs.createRun(of(3), opening(of(3)))).toBe(false);
  expect(await sources.closeSource('old#1', false, ENTRIES)).toBe(true);
  expect(await runs.createRun(of(3), opening(of(3)))).toBe(true);
});

test('the next attempt of a run takes the writer until a newer run of the source has begun', async () => {
  await runs.createRun(of(1), opening(of(1)));
  await giveBack(ports, 'old#1', { run: idOf(1), attempt: 1 }, NOW);
  const attempt = (number: number) => ({ ...of(1), attempt: number });
  expect(await runs.claim(attempt(2), of(1), ENTRIES, { writes: true })).toBe(true);
  await giveBack(ports, 'old#1', { run: idOf(1), attempt: 2 }, NOW);
  await runs.createRun(of(2), opening(of(2)));
  await giveBack(ports, 'old#1', { run: idOf(2), attempt: 1 }, NOW);
  expect(await runs.claim(attempt(3), attempt(2), ENTRIES, { writes: true })).toBe(false);
  const by = { name: 'old#1', kind: 'external', run: idOf(1), attempt: 3, goesOn: true, now: NOW } as const;
  expect(await sources.takeWriter(by)).toBe(false);
  expect(await sources.takeWriter({ ...by, goesOn: false })).toBe(true);
});

test('the newest package of a source is the one that was packed last, and its newest run the one that wrote last', async () => {
  await runs.createRun(of(1), opening(of(1)));
  await sources.noteImported('old#1', idOf(1), 500);
  await sources.noteImported('old#1', idOf(2), 400);
  expect(await sources.readSource('old#1')).toMatchObject({ newestRun: idOf(2), newestPackedAt: 500 });
  await sources.noteBegun('old#1', 700);
  await sources.noteBegun('old#1', 600);
  expect(await sources.readSource('old#1')).toMatchObject({ newestPackedAt: 500, begunPackedAt: 700 });
  await sources.forgetImported('old#1', idOf(2));
  expect(await sources.readSource('old#1')).not.toHaveProperty('begunPackedAt');
  await sources.noteImported('unknown', idOf(1), 500);
  expect(await sources.readSource('unknown')).toBeUndefined();
});
