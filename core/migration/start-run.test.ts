import { invalid, transient } from '#core/errors.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import type { RunRecord } from './record.ts';
import { checkKey, type StartOptions, type StartPorts, startFromUpload, startRun } from './start-run.ts';

const keys = newPackageKeys();
const NOW = 1_000_000;

async function setUp(bytes?: Buffer) {
  const pack = await packInMemory(keys, [sampleUser('ana')]);
  const file = bytes ?? pack.bytes;
  const records = new Map<string, RunRecord>();
  const executions = new Map<string, string>();
  const ports: StartPorts = {
    sizeOf: async () => file.length,
    reader: () => rangeReader(file),
    defaultPolicy: async () => 'update',
    readRun: async (id) => records.get(id),
    claim: async (record, seen) => {
      if (records.get(record.id) !== seen) return false;
      records.set(record.id, record);
      return true;
    },
    recordUnreadable: async (record) => void (records.has(record.id) || records.set(record.id, record)),
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
  return { id: pack.migrationId, ports, records, executions, file };
}
const options: StartOptions = { key: 'staged/x', etag: 'e', kind: 'import', again: false, requestedBy: 'ann' };
const upload = { key: 'uploads/x', etag: 'e', eventAt: NOW - 5 };

test('a start begins one execution, named after manifest, mode and attempt, with the settings’ policy', async () => {
  const { id, ports, executions, records } = await setUp();
  expect(await startRun(ports, options, NOW)).toEqual({ id, execution: `${id}-run-1` });
  expect(JSON.parse(executions.get(`${id}-run-1`)!)).toMatchObject({
    migration: id,
    dryRun: false,
    policy: 'update',
    attempt: 1,
    generation: 1,
    key: 'staged/x',
    etag: 'e',
    importedAt: NOW,
    waitSeconds: 0,
  });
  expect(records.get(id)).toMatchObject({ status: 'running', execution: `${id}-run-1` });
});

test('one execution starts for the same file twice, the same event twice and twenty at once', async () => {
  const { ports, executions } = await setUp();
  await Promise.all(Array.from({ length: 20 }, () => startFromUpload(ports, upload, NOW)));
  await startFromUpload(ports, { ...upload, key: 'uploads/copy', eventAt: NOW + 50 }, NOW + 60);
  expect(executions.size).toBe(1);
});

test('an execution whose first state was faster than the note of its start is under way all the same', async () => {
  const { id, ports, executions, records } = await setUp();
  const fast: StartPorts = {
    ...ports,
    startExecution: async (name, input) => {
      await ports.startExecution(name, input);
      records.set(id, { ...records.get(id)!, status: 'running' });
    },
  };
  await startFromUpload(fast, upload, NOW);
  await startFromUpload(fast, { ...upload, key: 'uploads/copy', eventAt: NOW + 500 }, NOW + 700);
  await expect(startRun(fast, options, NOW + 900_000)).rejects.toMatchObject({ code: 'run.running' });
  expect([...executions.keys()]).toEqual([`${id}-run-1`]);
});

test('a start that was lost between claim and execution is completed by the repeated event', async () => {
  const { id, ports, executions } = await setUp();
  const broken = { ...ports, startExecution: () => Promise.reject(new Error('unreachable')) };
  await expect(startFromUpload(broken, upload, NOW)).rejects.toThrow('unreachable');
  expect(await startFromUpload(ports, upload, NOW + 90_000)).toEqual({ id, execution: `${id}-run-1` });
  expect(executions.size).toBe(1);
});

test.each([
  ['no ZIP', Buffer.from('hello, this is no package at all'.repeat(4)), 'package.not_zip'],
  ['a cut-off one', undefined, 'package.truncated'],
])('an upload that is %s leaves a failed migration, once', async (_name, bytes, code) => {
  const whole = (await setUp()).file;
  const { ports, records, executions } = await setUp(bytes ?? whole.subarray(0, whole.length - 40));
  const first = await startFromUpload(ports, upload, NOW);
  await startFromUpload(ports, upload, NOW + 5);
  expect([...records.values()]).toMatchObject([
    { kind: 'import', policy: 'skip', requestedBy: 'upload', execution: '', key: upload.key, etag: upload.etag },
  ]);
  const other = await startFromUpload(ports, { ...upload, etag: 'f' }, NOW);
  expect(other.id).not.toBe(first.id);
  records.delete(other.id);
  expect([...records.values()]).toMatchObject([
    { id: first.id, status: 'failed', startedAt: NOW, error: { code, hint: expect.stringMatching(/\w/u) } },
  ]);
  expect(first.id).toMatch(/^[0-9a-f]{32}$/u);
  expect(executions.size).toBe(0);
});

test('an administrator gets the error of an unreadable package at once', async () => {
  const { ports } = await setUp(Buffer.from('hello, this is no package at all'.repeat(4)));
  await expect(startRun(ports, options, NOW)).rejects.toMatchObject({ code: 'package.not_zip' });
});

test('an upload that was deleted or replaced leaves no record, and a passing fault is tried again', async () => {
  const { ports, records } = await setUp();
  const failing = (error: Error) => ({ ...ports, sizeOf: () => Promise.reject(error) });
  const nothing = { id: '' };
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

test('another start within a minute of a claim finds it under way, though nothing runs yet', async () => {
  const { id, ports, executions } = await setUp();
  const broken = { ...ports, startExecution: () => Promise.reject(new Error('unreachable')) };
  await expect(startRun(broken, options, NOW)).rejects.toThrow('unreachable');
  await expect(startRun(ports, options, NOW + 59_999)).rejects.toMatchObject({ code: 'run.running' });
  expect(executions.size).toBe(0);
  expect(await startRun(ports, options, NOW + 60_000)).toMatchObject({ id });
});

test('a claim that lost its condition is tried four times at most', async () => {
  const { ports, executions } = await setUp();
  let tries = 0;
  const busy = { ...ports, claim: async () => ++tries > 99 };
  await expect(startRun(busy, options, NOW)).rejects.toMatchObject({ code: 'run.busy', retryable: true });
  expect(tries).toBe(4);
  tries = 97;
  await startRun(busy, options, NOW).catch(() => undefined);
  expect(executions.size).toBe(1);
});

test('a dry run is given its own time, and after it a run its own', async () => {
  const { id, ports, executions, records } = await setUp();
  await startRun(ports, { ...options, kind: 'preview', policy: 'fail' }, NOW);
  const given = (name: string) => JSON.parse(executions.get(`${id}-${name}`)!) as object;
  expect(given('dry-1')).toMatchObject({ dryRun: true, policy: 'fail', importedAt: NOW });
  records.set(id, { ...records.get(id)!, status: 'succeeded', finishedAt: NOW + 1 });
  await startRun(ports, options, NOW + 5);
  expect(given('run-2')).toMatchObject({ dryRun: false, importedAt: NOW + 5 });
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

test('an upload of a package that was migrated already starts nothing and returns its id', async () => {
  const { id, ports, executions, records } = await setUp();
  expect(await startFromUpload(ports, upload, NOW)).toEqual({ id, execution: `${id}-run-1` });
  expect(records.get(id)).toMatchObject({ requestedBy: 'upload', kind: 'import' });
  expect(await startFromUpload(ports, upload, NOW + 120_000)).toEqual({ id });
  records.set(id, { ...records.get(id)!, status: 'succeeded', finishedAt: NOW + 1, completedAt: NOW + 1 });
  expect(await startFromUpload(ports, { ...upload, eventAt: NOW + 60_000 }, NOW + 60_001)).toEqual({ id });
  expect(executions.size).toBe(1);
});
