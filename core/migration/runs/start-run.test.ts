import { invalid, transient } from '#core/errors.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { newPackageKeys, packInMemory, rangeReader, sampleUser } from '#test/support/package.ts';
import { runMemory } from '#test/support/run-memory.ts';
import type { RunRecord } from '../record.ts';
import { confirmRun } from './confirm-run.ts';
import { resumeRun } from './resume-run.ts';
import { checkKey, type StartOptions, type StartPorts, startFromUpload, startRun } from './start-run.ts';

const keys = newPackageKeys();
const NOW = 1_000_000;

async function setUp(bytes?: Buffer, { packedAt = NOW, deployment = 'old' } = {}) {
  const source = { deployment, kind: 'external', identitySource: 'ldif' } as const;
  const pack = await packInMemory(keys, [sampleUser('ana')], { now: packedAt, description: { source } });
  const file = bytes ?? pack.bytes;
  const memory = runMemory();
  const packed = {
    sizeOf: async () => file.length,
    reader: () => rangeReader(file),
    trustedPackers: async () => [keys.packer],
  };
  const ports: StartPorts = { ...memory.ports, ...packed };
  const { records } = memory;
  const end = (id: string, over: Partial<RunRecord>) => {
    const record = records.get(id)!;
    memory.executions.delete(record.execution);
    records.set(id, { ...record, finishedAt: NOW, ...over });
    memory.writers.delete(deployment);
  };
  const resume = (id: string, now = NOW) => resumeRun(ports, id, () => ENTRIES, now);
  return { ...memory, packageId: pack.migrationId, ports, packed, file, end, resume };
}
const options: StartOptions = {
  key: 'staged/x',
  etag: 'e',
  kind: 'import',
  again: false,
  queue: false,
  requestedBy: 'ann',
};
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
    policy: records.get(id)?.policy,
    source: records.get(id)?.source,
  });
  expect([executions.size, records.size]).toEqual([0, 3]);
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

test('another start within a minute of a record finds it under way, and later starts what was lost', async () => {
  const { ports, executions } = await setUp();
  const broken = { ...ports, startExecution: () => Promise.reject(new Error('unreachable')) };
  await expect(startRun(broken, options, NOW)).rejects.toThrow('unreachable');
  await expect(startRun(ports, options, NOW + 59_999)).rejects.toMatchObject({ code: 'run.running' });
  expect(executions.size).toBe(0);
  await expect(startRun(ports, options, NOW + 60_000)).rejects.toMatchObject({ code: 'source.busy' });
  expect(executions.size).toBe(1);
});

test('a run that lost its condition is tried four times at most', async () => {
  const { ports, executions } = await setUp();
  let tries = 0;
  const busy = { ...ports, createRun: async () => ++tries > 99 };
  await expect(startRun(busy, options, NOW)).rejects.toMatchObject({ code: 'run.busy', retryable: true });
  expect(tries).toBe(4);
  tries = 0;
  await expect(startRun(busy, { ...options, kind: 'preview' }, NOW)).rejects.toMatchObject({ code: 'run.busy' });
  expect([tries, executions.size]).toEqual([4, 0]);
});

test('a run that another process has just created under the same id is that one', async () => {
  const { ports, records } = await setUp();
  const { id } = await startRun(ports, { ...options, kind: 'preview' }, NOW);
  expect(await startRun(ports, { ...options, kind: 'preview' }, NOW, id)).toEqual({ id, status: 'running' });
  expect(records.size).toBe(1);
});

test('a failed run is resumed as its next attempt, by one of several who ask', async () => {
  const { ports, records, executions, end, resume } = await setUp();
  const { id } = await startRun(ports, options, NOW);
  end(id, { status: 'failed' });
  const asked = await Promise.allSettled([resume(id), resume(id), resume(id)]);
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect([...executions.keys()]).toEqual([`${id}-run-2`]);
  expect(records.get(id)).toMatchObject({ attempt: 2, status: 'running' });
  await expect(resume(id)).rejects.toMatchObject({ code: 'run.running' });
  await expect(resume('b'.repeat(32))).rejects.toMatchObject({ code: 'run.not_found' });
  records.set(id, { ...records.get(id)!, kind: 'campaign', status: 'stopped' });
  await expect(resume(id)).rejects.toMatchObject({ code: 'run.not_failed' });
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

describe('one writer a source', () => {
  const other = { ...options, key: 'staged/y' };
  /** A second package, of this source, with the ports of the first. */
  async function beside(first: Awaited<ReturnType<typeof setUp>>, deployment = 'old') {
    const second = await setUp(undefined, { packedAt: NOW + 1, deployment });
    return { ...first.ports, ...second.packed };
  }

  test('of two packages of one source the second is refused, or waits, as an upload always does', async () => {
    const first = await setUp();
    const { id } = await startRun(first.ports, options, NOW);
    const ports = await beside(first);
    await expect(startRun(ports, other, NOW)).rejects.toMatchObject({ code: 'source.busy', facts: { run: id } });
    const waiting = await startRun(ports, { ...other, queue: true }, NOW);
    expect(first.records.get(waiting.id)).toMatchObject({
      status: 'queued',
      source: { deployment: 'old', kind: 'external' },
      signedBy: keys.packer.id,
    });
    expect(first.executions.size).toBe(1);
    await expect(startRun(ports, { ...other, queue: true }, NOW)).rejects.toMatchObject({ code: 'run.running' });
    const third = await setUp(undefined, { packedAt: NOW + 2 });
    const uploaded = await startFromUpload({ ...first.ports, ...third.packed }, upload, NOW);
    expect(uploaded.status).toBe('queued');
    expect(await startFromUpload({ ...first.ports, ...third.packed }, upload, NOW)).toEqual({
      id: uploaded.id,
      status: 'queued',
    });
  });

  test('packages of two sources are imported side by side, and a preview waits for none', async () => {
    const first = await setUp();
    await startRun(first.ports, options, NOW);
    await startRun(await beside(first, 'another'), other, NOW);
    await startRun(await beside(first), { ...other, kind: 'preview' }, NOW);
    expect(first.executions.size).toBe(3);
  });

  test('a package whose signer is not trusted, or not for its source, holds no source up and is no known package', async () => {
    const first = await setUp();
    for (const packers of [[], [{ ...keys.packer, sources: ['another'] }]]) {
      const { id } = await startRun({ ...first.ports, trustedPackers: async () => packers }, options, NOW);
      expect(first.records.get(id)).not.toHaveProperty('source');
    }
    expect([first.writers.size, first.packages.size, first.sources.size]).toEqual([0, 0, 0]);
    const broken = { ...first.ports, trustedPackers: () => Promise.reject(new Error('unreachable')) };
    await expect(startRun(broken, options, NOW)).rejects.toThrow('unreachable');
    const damaged = {
      ...keys.packer,
      get publicKey(): string {
        throw new Error('damaged');
      },
    };
    const packers = { ...first.ports, trustedPackers: async () => [damaged] };
    await expect(startRun(packers, options, NOW)).rejects.toThrow('damaged');
    const [unsigned] = first.records.keys();
    first.end(unsigned!, { status: 'failed' });
    expect(await first.resume(unsigned!)).toMatchObject({ execution: `${unsigned}-run-2` });
    const named = { ...keys.packer, sources: ['old'], name: 'build host' };
    const { id } = await startRun({ ...first.ports, trustedPackers: async () => [named] }, options, NOW);
    expect(first.records.get(id)?.source?.packer).toBe('build host');
  });

  test('of a closed source nothing is imported, previewed or resumed', async () => {
    const first = await setUp();
    const { id } = await startRun(first.ports, options, NOW);
    first.end(id, { status: 'failed' });
    first.sources.set('old', { ...first.sources.get('old')!, closed: true });
    const closed = { code: 'source.closed', facts: { source: 'old' } };
    await expect(startRun(first.ports, options, NOW)).rejects.toMatchObject(closed);
    await expect(startRun(first.ports, { ...options, kind: 'preview' }, NOW)).rejects.toMatchObject(closed);
    await expect(first.resume(id)).rejects.toMatchObject(closed);
    const uploaded = await startFromUpload(first.ports, upload, NOW);
    expect(first.records.get(uploaded.id)).toMatchObject({ status: 'not-started', error: { code: 'source.closed' } });
  });

  test('a failed run is resumed until a newer run of its source begins, and not while another writes', async () => {
    const first = await setUp();
    const { id } = await startRun(first.ports, options, NOW);
    first.end(id, { status: 'failed' });
    await first.resume(id);
    first.end(id, { status: 'failed' });
    const holder = { run: 'f', attempt: 1, since: NOW };
    first.records.set('f', { ...first.records.get(id)!, id: 'f', attempt: 1, status: 'starting' });
    first.writers.set('old', { holder });
    await expect(first.resume(id)).rejects.toMatchObject({ code: 'source.busy', facts: { run: 'f' } });
    first.writers.set('old', { quietAt: NOW + 500 });
    await first.resume(id);
    expect(JSON.parse(first.executions.get(`${id}-run-3`)!)).toMatchObject({ waitSeconds: 1 });
    first.end(id, { status: 'failed' });
    await startRun(await beside(first), other, NOW);
    first.writers.clear();
    await expect(first.resume(id)).rejects.toMatchObject({ code: 'run.superseded' });
  });

  test('a preview that failed is resumed whatever its source does', async () => {
    const first = await setUp();
    const { id } = await startRun(first.ports, { ...options, kind: 'preview' }, NOW);
    first.end(id, { status: 'failed' });
    await startRun(await beside(first), other, NOW);
    expect(await first.resume(id)).toMatchObject({ execution: `${id}-dry-2` });
  });

  test('a run waits until no function of the one before can still write', async () => {
    const first = await setUp();
    first.writers.set('old', { quietAt: NOW + 1_500 });
    const { execution } = await startRun(first.ports, options, NOW);
    expect(JSON.parse(first.executions.get(execution!)!)).toMatchObject({ waitSeconds: 2 });
  });
});

describe('what was used here', () => {
  const touched = { ...options, options: { applyToTouched: true } } as const;

  test('follows after its preview, whatever number may be gone', async () => {
    const { ports, end } = await setUp();
    const { id } = await startRun(ports, { ...touched, kind: 'preview' }, NOW);
    end(id, { status: 'succeeded' });
    const limited = { ...touched, options: { ...touched.options, expectGone: 4 } };
    await expect(startRun(ports, limited, NOW + 1)).resolves.toMatchObject({ status: 'starting' });
  });

  test('follows only after a preview of the same package with the same options, of the last day', async () => {
    const { ports, end, records } = await setUp();
    const refused = { code: 'run.not_previewed' };
    await expect(startRun(ports, touched, NOW)).rejects.toMatchObject(refused);
    const plain = await startRun(ports, { ...options, kind: 'preview' }, NOW);
    end(plain.id, { status: 'succeeded' });
    await expect(startRun(ports, touched, NOW)).rejects.toMatchObject(refused);
    const same = await startRun(ports, { ...touched, kind: 'preview' }, NOW + 1);
    await expect(startRun(ports, touched, NOW + 2)).rejects.toMatchObject(refused);
    end(same.id, { status: 'failed' });
    await expect(startRun(ports, touched, NOW + 2)).rejects.toMatchObject(refused);
    const { finishedAt: _end, ...endless } = { ...records.get(same.id)!, status: 'succeeded' as const };
    records.set(same.id, endless);
    await expect(startRun(ports, touched, 90_000_000)).rejects.toMatchObject(refused);
    end(same.id, { status: 'succeeded' });
    await expect(startRun(ports, { ...touched, policy: 'fail' }, NOW + 2)).rejects.toMatchObject(refused);
    await expect(startRun(ports, touched, NOW + 86_400_000)).rejects.toMatchObject(refused);
    expect(await startRun(ports, touched, NOW + 2)).toMatchObject({ status: 'starting' });
  });
});

test('a run’s lists lie beside its package before it starts, and its record names the wave by a hash', async () => {
  const { ports, plans, records } = await setUp();
  const lists = { only: ['ann', 'bob'], userIds: { renames: { ann: 'ann2' } } };
  const value = { selfService: 'a', forgotPasswordLink: true };
  const approval = { decision: 'approved', by: 'ada', at: NOW, before: value, after: value } as const;
  const { id } = await startRun(ports, { ...options, ...lists, approval }, NOW);
  expect(plans.get(`${id}.only.json`)).toBe('["ann","bob"]');
  expect(plans.get(`${id}.given-user-ids.json`)).toBe('{"renames":{"ann":"ann2"}}');
  expect(records.get(id)).toMatchObject({ options: { only: true }, givenUserIds: true, approval });
  const other = await startRun(ports, { ...options, kind: 'preview', only: ['ann'] }, NOW);
  expect(records.get(other.id)!.wave).not.toBe(records.get(id)!.wave);
});

describe('a yes to what a run waits for', () => {
  const confirm = (ports: StartPorts, id: string) => confirmRun(ports, id, 'ada', () => ENTRIES, NOW);
  const value = { selfService: 'a', forgotPasswordLink: true };
  const settingsChange = { status: 'awaited', before: value, after: value, weakened: true, version: 1 } as const;

  test('starts the next attempt with the writer of its source, once', async () => {
    const { ports, end, records, writers } = await setUp();
    const { id } = await startRun(ports, options, NOW);
    end(id, { status: 'succeeded', waitsFor: ['confirmation'] });
    const asked = await Promise.allSettled([confirm(ports, id), confirm(ports, id)]);
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(records.get(id)).toMatchObject({ attempt: 2, options: { confirmed: true } });
    expect(writers.get('old')).toMatchObject({ holder: { run: id, attempt: 2 } });
    await expect(confirm(ports, id)).rejects.toMatchObject({ code: 'run.not_waiting' });
    await expect(confirm(ports, 'b'.repeat(32))).rejects.toMatchObject({ code: 'run.not_found' });
  });

  test('to the settings alone does the rest of the run, without the writer', async () => {
    const { ports, end, records, writers } = await setUp();
    const { id } = await startRun(ports, options, NOW);
    end(id, { status: 'waiting', waitsFor: ['approval'], settingsChange, rest: '{}' });
    await confirm(ports, id);
    expect(records.get(id)).toMatchObject({ attempt: 2, approval: { decision: 'approved', by: 'ada' } });
    expect(writers.size).toBe(0);
  });

  test('is refused once a newer run of the source has begun', async () => {
    const { ports, end, sources } = await setUp();
    const { id } = await startRun(ports, options, NOW);
    end(id, { status: 'waiting', waitsFor: ['confirmation'] });
    sources.set('old', { ...sources.get('old')!, lastRun: 'f'.repeat(32) });
    await expect(confirm(ports, id)).rejects.toMatchObject({ code: 'run.superseded' });
  });
});
