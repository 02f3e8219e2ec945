import { runMemory } from '#test/support/run-memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import type { RunRecord } from '../record.ts';
import { repeatLostRuns } from './lost-starts.ts';

const NOW = 10_000_000;
const MINUTE = 60_000;
const source = { kind: 'external', deployment: 'old', packedAt: '', packer: '' } as const;
const of = (id: string, minutes: number, over: Partial<RunRecord> = {}) =>
  runRecord({ id, execution: `${id}-run-1`, source, input: '{}', startedAt: NOW - minutes * MINUTE, ...over });

function setUp(records: readonly RunRecord[]) {
  const memory = runMemory();
  for (const record of records) memory.records.set(record.id, record);
  const ports = {
    ...memory.ports,
    listSources: async () => [{ name: 'old' }, { name: 'other' }],
    listRuns: async () => ({ records }),
    isRunning: async (name: string) => (memory.executions.has(name) ? true : undefined),
  };
  return { ...memory, ports };
}

test('an import whose start was lost is started, and holds its source no longer for nothing', async () => {
  const memory = setUp([of('a', 6, { status: 'starting' }), of('b', 5, { status: 'queued' })]);
  memory.writers.set('old', { holder: { run: 'a', attempt: 1, since: NOW } });
  memory.queues.set('old', ['b']);
  expect(await repeatLostRuns(memory.ports, NOW)).toEqual([]);
  expect([...memory.executions.keys()]).toEqual(['a-run-1']);
  expect(memory.queues.get('old')).toEqual(['b']);
});

test('a run that waits for one that has ended begins', async () => {
  const memory = setUp([of('a', 60, { status: 'succeeded' }), of('b', 5, { status: 'queued' })]);
  memory.queues.set('old', ['b']);
  await repeatLostRuns(memory.ports, NOW);
  expect(memory.writers.get('old')?.holder?.run).toBe('b');
  expect([...memory.executions.keys()]).toEqual(['b-run-1']);
});

test('a preview whose start was lost is started once its process can’t do it any more', async () => {
  const { input: _none, ...without } = of('d', 6, { kind: 'preview', status: 'starting' });
  const memory = setUp([
    of('a', 6, { kind: 'preview', status: 'starting' }),
    of('b', 4, { kind: 'preview', status: 'starting' }),
    of('c', 6, { kind: 'preview', status: 'running' }),
    without as RunRecord,
    of('e', 6, { kind: 'preview', status: 'starting' }),
  ]);
  memory.executions.set('e-run-1', '{}');
  expect(await repeatLostRuns(memory.ports, NOW)).toEqual(['a']);
  expect([...memory.executions.keys()]).toEqual(['e-run-1', 'a-run-1']);
});
