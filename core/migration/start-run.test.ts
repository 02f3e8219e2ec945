import { invalid, transient } from '#core/errors.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import type { RunRecord } from './record.ts';
import { resumeRun } from './resume-run.ts';
import {
  checkKey,
  type KnownPackage,
  type StartOptions,
  type StartPorts,
  startFromUpload,
  startRun,
} from './start-run.ts';

const keys = newPackageKeys();
const NOW = 1_000_000;

async function setUp(bytes?: Buffer) {
  const pack = await packInMemory(keys, [sampleUser('ana')]);
  const file = bytes ?? pack.bytes;
  const records = new Map<string, RunRecord>();
  const packages = new Map<string, KnownPackage>();
  const executions = new Map<string, string>();
  const ports: StartPorts = {
    sizeOf: async () => file.length,
    reader: () => rangeReader(file),
    defaultPolicy: async () => 'update',
    readRun: async (id) => records.get(id),
    readPackage: async (id) => packages.get(id),
    createRun: async (record, opening) => {
      const known = opening?.package;
      if (records.has(record.id) || (known && packages.get(known.id) !== known.seen)) return false;
      records.set(record.id, record);
      if (known) packages.set(known.id, { run: record.id });
      return true;
    },
    claim: async (record, seen) => {
      if (records.get(record.id) !== seen) return false;
      records.set(record.id, record);
      return true;
    },
    isRunning: async (name) => executions.has(name),
    startExecution: async (name, input) => {
      executions.set(name, input);
    },
    // As the adapter: a record that its first state has moved on already stays as it is.
    markStarted: async (id) => {
      const record = records.get(id)!;
      if (record.status === 'starting') records.set(id, { ...record, status: 'running' });
    },
  };
  const end = (id: string, over: Partial<RunRecord>) =>
    records.set(id, { ...records.get(id)!, finishedAt: NOW, ...over });
  const resume = (id: string, now = NOW) => resumeRun(ports, id, () => ENTRIES, now);
  return { packageId: pack.migrationId, ports, records, packages, executions, file, end, resume };
}
const options: StartOptions = { key: 'staged/x', etag: 'e', kind: 'import', again: false, requestedBy: 'ann' };
const upload = { key: 'uploads/x', etag: 'e', eventAt: NOW - 5 };

test('a start begins one execution, named after run, kind and attempt, with the settings’ policy', async () => {
  const { packageId, ports, executions, records } = await setUp();
  const { id, execution } = await startRun(ports, options, NOW);
  expect(execution).toBe(`${id}-run-1`);
  expect(JSON.parse(executions.get(`${id}-run-1`)!)).toMatchObject({
    migration: id,
    manifestId: packageId,
    dryRun: false,
    policy: 'update',
    attempt: 1,
    generation: 1,
    key: 'staged/x',
    etag: 'e',
    importedAt: NOW,
    waitSeconds: 0,
  });
  expect(records.get(id)).toMatchObject({ status: 'running', execution: `${id}-run-1`, packageId });
});

test('one execution starts for the same event twenty times at once, and no second run is shown', async () => {
  const { ports, executions, records } = await setUp();
  const started = await Promise.all(Array.from({ length: 20 }, () => startFromUpload(ports, upload, NOW)));
  expect(new Set(started.map(({ id }) => id)).size).toBe(1);
  expect([executions.size, records.size]).toEqual([1, 1]);
});

test('an upload of a package that is being imported, or was, starts nothing and shows itself with the run that did', async () => {
  const { ports, executions, records, end } = await setUp();
  const { id } = await startFromUpload(ports, upload, NOW);
  const other = { ...upload, key: 'uploads/copy', eventAt: NOW + 50 };
  const running = await startFromUpload(ports, other, NOW + 60);
  expect(running.status).toBe('not-started');
  expect(records.get(running.id)).toMatchObject({ status: 'not-started', error: { code: 'run.running' } });
  end(id, { status: 'succeeded', completedAt: NOW + 100 });
  const later = { ...upload, key: 'uploads/third', eventAt: NOW + 200 };
  const done = await startFromUpload(ports, later, NOW + 210);
  await startFromUpload(ports, later, NOW + 220);
  expect(records.get(done.id)).toMatchObject({
    key: 'uploads/third',
    status: 'not-started',
    error: { code: 'run.done', hint: expect.stringContaining(id) },
  });
  expect([executions.size, records.size]).toEqual([1, 3]);
});

test('a record of a release before, under the package’s id, is known', async () => {
  const { packageId, ports, records } = await setUp();
  await startRun(ports, options, NOW, packageId);
  const old = { ...records.get(packageId)!, status: 'succeeded', completedAt: NOW } as const;
  records.set(packageId, old);
  const forgetful = { ...ports, readPackage: async () => undefined };
  await expect(startRun(forgetful, options, NOW + 1)).rejects.toMatchObject({ code: 'run.done' });
  records.set(packageId, { ...old, kind: 'preview' });
  await expect(startRun(forgetful, options, NOW + 1)).rejects.toMatchObject({ code: 'run.busy' });
});

test('a preview is a run of its own, also while the package is imported, and leaves the import’s record alone', async () => {
  const { ports, records, executions } = await setUp();
  const { id } = await startRun(ports, options, NOW);
  const imported = records.get(id);
  const preview = await startRun(ports, { ...options, kind: 'preview', policy: 'fail' }, NOW + 5);
  expect(JSON.parse(executions.get(`${preview.id}-dry-1`)!)).toMatchObject({ dryRun: true, policy: 'fail' });
  expect(records.get(id)).toBe(imported);
  expect(preview.id > id).toBe(true);
});

test('an execution whose first state was faster than the note of its start is under way all the same', async () => {
  const { ports, executions, records } = await setUp();
  const fast: StartPorts = {
    ...ports,
    startExecution: async (name, input) => {
      await ports.startExecution(name, input);
      const id = name.slice(0, 32);
      records.set(id, { ...records.get(id)!, status: 'running' });
    },
  };
  await startFromUpload(fast, upload, NOW);
  await expect(startRun(fast, options, NOW + 900_000)).rejects.toMatchObject({ code: 'run.running' });
  expect(executions.size).toBe(1);
});

test('a start that was lost between record and execution is completed by the repeated event', async () => {
  const { ports, executions } = await setUp();
  const broken = { ...ports, startExecution: () => Promise.reject(new Error('unreachable')) };
  await expect(startFromUpload(broken, upload, NOW)).rejects.toThrow('unreachable');
  expect(await startFromUpload(ports, upload, NOW + 90_000)).toMatchObject({ status: 'starting' });
  expect(executions.size).toBe(1);
});

test.each([
  ['no ZIP', Buffer.from('hello, this is no package at all'.repeat(4)), 'package.not_zip'],
  ['a cut-off one', undefined, 'package.truncated'],
])('an upload that is %s leaves a failed run, once', async (_name, bytes, code) => {
  const whole = (await setUp()).file;
  const { ports, records, executions, resume } = await setUp(bytes ?? whole.subarray(0, whole.length - 40));
  const first = await startFromUpload(ports, upload, NOW);
  await startFromUpload(ports, upload, NOW + 5);
  expect([...records.values()]).toMatchObject([
    {
      id: first.id,
      kind: 'import',
      status: 'failed',
      requestedBy: 'upload',
      execution: '',
      key: upload.key,
      etag: upload.etag,
      startedAt: NOW,
      error: { code, hint: expect.stringMatching(/\w/u) },
    },
  ]);
  expect((await startFromUpload(ports, { ...upload, etag: 'f' }, NOW)).id).not.toBe(first.id);
  await expect(resume(first.id)).rejects.toMatchObject({ code: 'run.not_failed' });
  expect(executions.size).toBe(0);
});

test('an administrator gets the error of an unreadable package at once', async () => {
  const { ports } = await setUp(Buffer.from('hello, this is no package at all'.repeat(4)));
  await expect(startRun(ports, options, NOW)).rejects.toMatchObject({ code: 'package.not_zip' });
});

test('an upload that was deleted or replaced leaves no record, and a passing fault is tried again', async () => {
  const { ports, records } = await setUp();
  const failing = (error: Error) => ({ ...ports, sizeOf: () => Promise.reject(error) });
  const nothing = { id: '', status: 'not-started' };
  expect(await startFromUpload(failing(invalid('package.missing', 'x')), upload, NOW)).toEqual(nothing);
  expect(await startFromUpload(failing(invalid('package.changed', 'x')), upload, NOW)).toEqual(nothing);
  await expect(startFromUpload(failing(invalid('run.key', 'x')), upload, NOW)).rejects.toMatchObject({
    code: 'run.key',
  });
  expect(records.size).toBe(0);
  await expect(startFromUpload(failing(transient('directory.busy')), upload, NOW)).rejects.toMatchObject({
    code: 'directory.busy',
  });
});

test('another start within a minute of a record finds it under way, though nothing runs yet', async () => {
  const { ports, executions } = await setUp();
  const broken = { ...ports, startExecution: () => Promise.reject(new Error('unreachable')) };
  await expect(startRun(broken, options, NOW)).rejects.toThrow('unreachable');
  await expect(startRun(ports, options, NOW + 59_999)).rejects.toMatchObject({ code: 'run.running' });
  expect(executions.size).toBe(0);
  expect(await startRun(ports, options, NOW + 60_000)).toMatchObject({ status: 'starting' });
});

test('a run that lost its condition is tried four times at most', async () => {
  const { ports, executions } = await setUp();
  let tries = 0;
  const busy = { ...ports, createRun: async () => ++tries > 99 };
  await expect(startRun(busy, options, NOW)).rejects.toMatchObject({ code: 'run.busy', retryable: true });
  expect(tries).toBe(4);
  expect(executions.size).toBe(0);
});

test('a failed run is resumed as its next attempt, by one of several who ask', async () => {
  const { ports, records, executions, end, resume } = await setUp();
  const { id } = await startRun(ports, options, NOW);
  executions.clear();
  end(id, { status: 'failed' });
  const asked = await Promise.allSettled([resume(id), resume(id), resume(id)]);
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect([...executions.keys()]).toEqual([`${id}-run-2`]);
  expect(records.get(id)).toMatchObject({ attempt: 2, status: 'running' });
  await expect(resume(id)).rejects.toMatchObject({ code: 'run.running' });
  await expect(resume('b'.repeat(32))).rejects.toMatchObject({ code: 'run.not_found' });
});

test.each([`uploads/${'x'.repeat(900)}`, 'staged/a b/c.zip'])('%# may be the key of a package', (key) => {
  expect(() => checkKey(key)).not.toThrow();
});

test.each(['x/uploads/y', `uploads/${'x'.repeat(901)}`, 'uploads/a\0b', 'plans/x', 'staged/', '../uploads/x', 'x'])(
  '%s is no package',
  (key) => {
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'run.key', status: 400 }));
  },
);
