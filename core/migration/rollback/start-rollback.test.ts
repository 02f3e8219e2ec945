import { ENTRIES } from '#test/support/audit.ts';
import { runMemory } from '#test/support/run-memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import { afterApproval, notWaiting } from '../approval.ts';
import type { RunRecord } from '../record.ts';
import { refusalOf, resumed } from '../runs/claim.ts';
import { resumeRun } from '../runs/resume-run.ts';
import { type RollbackPorts, startRollback } from './start-rollback.ts';

const NOW = 1_900_000_000_000;
const source = { kind: 'external', deployment: 'old', packedAt: '2026-11-30T00:00:00Z', packer: 'p' } as const;
const done = { status: 'succeeded', startedAt: 1 } as const;
const imported = (id: string, more: Partial<RunRecord> = {}): RunRecord =>
  runRecord({ id, packageId: 'p', status: 'succeeded', states: { IngestParts: done }, source, ...more });

let memory: ReturnType<typeof runMemory>;
let upgraded: boolean;
let ports: RollbackPorts;
beforeEach(() => {
  memory = runMemory();
  upgraded = true;
  ports = {
    ...memory.ports,
    sizeOf: async () => 1,
    reader: () => ({ size: 0, read: async () => Buffer.alloc(0) }),
    trustedPackers: async () => [],
    isUpgraded: async () => upgraded,
    listRuns: async (_limit, next) => {
      const all = [...memory.records.values()].toReversed();
      const at = Number(next ?? 0);
      return { records: all.slice(at, at + 1), ...(at + 1 < all.length ? { next: String(at + 1) } : {}) };
    },
  };
});
const add = (...all: readonly RunRecord[]) => {
  for (const one of all) memory.records.set(one.id, one);
};
const start = (of: string, preview = false, now = NOW) =>
  startRollback(ports, of, { preview, requestedBy: 'ann' }, () => ENTRIES, now);
/** Its execution is gone, and so is its writer. */
async function end(id: string, status: RunRecord['status']): Promise<void> {
  const seen = memory.records.get(id)!;
  memory.executions.delete(seen.execution);
  await memory.ports.releaseWriter('old', { run: id, attempt: seen.attempt });
  memory.records.set(id, { ...seen, status, finishedAt: 2 });
}

test('a rollback is a run of its own, which names its import; the import names it', async () => {
  add(imported('a'));
  const { id, execution } = await start('a');
  expect(memory.records.get(id)).toMatchObject({
    kind: 'rollback',
    of: 'a',
    packageId: 'p',
    source,
    attempt: 1,
    requestedBy: 'ann',
  });
  expect(memory.records.get('a')?.rollback).toEqual({ run: id, at: NOW });
  expect(JSON.parse(memory.executions.get(execution!)!)).toEqual({
    migration: id,
    rollback: true,
    of: 'a',
    preview: false,
    dryRun: false,
    policy: 'skip',
    attempt: 1,
    generation: 1,
    waitSeconds: 0,
  });
});

test('a preview leaves the import as it is, and may be asked for again, also afterwards', async () => {
  const { packageId: _none, source: _unknown, ...bare } = imported('a');
  add(bare);
  const { id } = await start('a', true);
  expect(memory.records.get(id)).toMatchObject({ preview: true });
  expect(memory.records.get('a')).not.toHaveProperty('rollback');
  await start('a');
  await start('a', true);
  expect(memory.records.size).toBe(4);
});

test('a yes that failed before it wrote leaves the import to be taken back, one that failed while it moved users does not', async () => {
  const over = { status: 'failed', attempt: 2, completedAt: 5 } as const;
  const moving = { MoveUsers: { ...done, status: 'failed' } } as const;
  add(imported('b', { ...over, states: moving }));
  await expect(start('b')).rejects.toMatchObject({ code: 'run.not_imported' });
  add(imported('a', { ...over, states: { ReadManifest: { ...done, status: 'failed' } } }));
  memory.records.delete('b');
  expect((await start('a')).status).toBe('starting');
});

test.each<[string, string, () => void]>([
  ['run.not_found', 'a run that there is not', () => {}],
  ['run.not_imported', 'a preview', () => add(imported('a', { kind: 'preview' }))],
  ['run.not_imported', 'an import that has brought nobody in', () => add(imported('a', { states: {} }))],
  [
    'run.not_imported',
    'an import of which parts are missing',
    () => add(imported('a', { status: 'failed', states: { IngestParts: { ...done, status: 'failed' } } })),
  ],
  ['run.not_newest', 'an import before a newer one of its source', () => add(imported('a'), imported('b'))],
  [
    'run.running',
    'an import that is under way',
    () => {
      add(imported('a', { status: 'running' }));
      memory.executions.set('m-run-1', '');
    },
  ],
  [
    'upgrade.running',
    'any import while items of a release before are prepared',
    () => {
      add(imported('a'));
      upgraded = false;
    },
  ],
])('%s refuses %s', async (code, _what, arrange) => {
  arrange();
  await expect(start('a')).rejects.toMatchObject({ code });
});

test('an import whose users are being mailed is taken back; other sources, previews and what was taken back do not count', async () => {
  add(
    imported('a', { status: 'running', states: { IngestParts: done, NotifyUsers: { ...done, status: 'running' } } }),
    imported('b', { source: { ...source, deployment: 'another' } }),
    imported('c', { kind: 'preview' }),
    imported('d', { rollback: { run: 'x', at: 1 } }),
    imported('e', { states: {} }),
  );
  memory.executions.set('m-run-1', '');
  expect((await start('a')).status).toBe('starting');
  add(imported('f', { states: {}, completedAt: 5 }));
  await expect(start('b')).resolves.toMatchObject({ status: 'starting' });
  await expect(start('d', true)).rejects.toMatchObject({ code: 'run.not_newest', facts: { run: 'f' } });
});

test('an import that the list does not hold any more is compared with all that it holds', async () => {
  add(imported('a'));
  ports = { ...ports, listRuns: async () => ({ records: [] }) };
  expect((await start('a')).status).toBe('starting');
});

test('a rollback that failed goes on, one that runs or has ended is not begun again', async () => {
  add(imported('a'));
  const { id } = await start('a');
  await expect(start('a')).rejects.toMatchObject({ code: 'run.running', facts: { run: id } });
  await end(id, 'failed');
  expect(await start('a')).toMatchObject({ id, execution: `${id}-run-2` });
  expect(JSON.parse(memory.executions.get(`${id}-run-2`)!)).toMatchObject({ attempt: 2, generation: 1 });
  await end(id, 'failed');
  expect(await resumeRun(ports, id, () => ENTRIES, NOW + 9)).toMatchObject({ id, execution: `${id}-run-3` });
  await end(id, 'succeeded');
  await expect(start('a')).rejects.toMatchObject({ code: 'run.rolled_back', facts: { run: id } });
});

test('of two at the same moment one starts', async () => {
  add(imported('a'));
  const none = { ...ports, createRun: async () => false };
  await expect(
    startRollback(none, 'a', { preview: false, requestedBy: 'ann' }, () => ENTRIES, NOW),
  ).rejects.toMatchObject({ code: 'run.busy', retryable: true });
  const { id } = await start('a');
  await end(id, 'failed');
  ports = { ...ports, claim: async () => false };
  await expect(start('a')).rejects.toMatchObject({ code: 'run.busy' });
  memory.records.delete(id);
  await expect(start('a')).rejects.toMatchObject({ code: 'run.busy' });
});

test('what was taken back is neither resumed nor decided about, and its package may be imported again', () => {
  const back = { rollback: { run: 'x', at: 1 } };
  expect(() => resumed(imported('a', { ...back, status: 'failed' }), false, 0, NOW)).toThrow(
    expect.objectContaining({ code: 'run.not_failed' }),
  );
  const settingsChange = {
    status: 'awaited',
    before: { selfService: 'x', forgotPasswordLink: false },
    after: { selfService: 'y', forgotPasswordLink: true },
    weakened: true,
    version: 1,
  } as const;
  const waiting = imported('a', { ...back, status: 'waiting', settingsChange, rest: '{}' });
  expect(() => afterApproval(waiting, 'approved', 'ann', NOW)).toThrow(notWaiting());
  expect(refusalOf(imported('a', { ...back, completedAt: 1 }), false, { options: {}, again: false })).toBeUndefined();
});

test('a rollback takes the writer of its source, and waits for what may still write; a preview takes none', async () => {
  add(imported('a'));
  memory.writers.set('old', { quietAt: NOW + 5000 });
  const { id: preview } = await start('a', true);
  expect(memory.writers.get('old')?.holder).toBeUndefined();
  await end(preview, 'succeeded');
  memory.writers.set('old', { quietAt: NOW + 5000 });
  const { id, execution } = await start('a');
  expect(JSON.parse(memory.executions.get(execution!)!)).toMatchObject({ waitSeconds: 5 });
  expect(memory.writers.get('old')?.holder).toMatchObject({ run: id, attempt: 1 });
});

test('a source that is being written, or is closed, is not taken back at that moment', async () => {
  add(imported('a'));
  add(imported('z', { status: 'running', kind: 'import', states: {}, execution: 'z-run-1' }));
  memory.executions.set('z-run-1', '');
  memory.writers.set('old', { holder: { run: 'z', attempt: 1, since: NOW } });
  await expect(start('a')).rejects.toMatchObject({ code: 'source.busy', facts: { run: 'z' } });
  memory.sources.set('old', { name: 'old', kind: 'external', firstRun: 'a', closed: true });
  await expect(start('a')).rejects.toMatchObject({ code: 'source.closed' });
});
