import { runMemory } from '#test/support/run-memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import type { RunRecord } from '../record.ts';
import { type Claiming, closedError } from './source.ts';
import { advance, endWriting, giveBack, holdWriter, QUIET_MS, stopQueued } from './writer.ts';

const NOW = 1_000_000;
const source = { kind: 'external', deployment: 'old', packedAt: '', packer: '' } as const;
const of = (id: string, over: Partial<RunRecord> = {}) =>
  runRecord({ id, execution: `${id}-run-1`, source, input: '{}', startedAt: NOW, ...over });
const by = (run: string, over: Partial<Claiming> = {}): Claiming => ({
  name: 'old',
  kind: 'external',
  run,
  attempt: 1,
  goesOn: false,
  now: NOW,
  ...over,
});

/** Run `a` writes; `b` and `c` wait. */
function setUp() {
  const memory = runMemory();
  const { records, queues, executions } = memory;
  for (const id of ['a', 'b', 'c']) records.set(id, of(id, { status: id === 'a' ? 'running' : 'queued' }));
  queues.set('old', ['b', 'c']);
  executions.set('a-run-1', '{}');
  memory.writers.set('old', { holder: { run: 'a', attempt: 1, since: NOW } });
  const holder = () => memory.writers.get('old')?.holder?.run;
  return { ...memory, holder };
}
const end = ({ records, executions }: ReturnType<typeof setUp>, id: string) => {
  records.set(id, { ...records.get(id)!, status: 'succeeded' });
  executions.delete(`${id}-run-1`);
};

test('giving the writer back starts the eldest run that waits, and the others go on waiting', async () => {
  const memory = setUp();
  end(memory, 'a');
  await giveBack(memory.ports, 'old', { run: 'a', attempt: 1 }, NOW + 5);
  expect(memory.holder()).toBe('b');
  expect(memory.records.get('b')).toMatchObject({ status: 'running', startedAt: NOW + 5 });
  expect(memory.records.get('c')).toMatchObject({ status: 'queued' });
  expect(JSON.parse(memory.executions.get('b-run-1')!)).toMatchObject({ migration: 'b', waitSeconds: 0 });
  end(memory, 'b');
  await giveBack(memory.ports, 'old', { run: 'b', attempt: 1 }, NOW + 9);
  end(memory, 'c');
  await giveBack(memory.ports, 'old', { run: 'c', attempt: 1 }, NOW + 12);
  expect([memory.holder(), memory.queues.get('old')]).toEqual([undefined, []]);
});

test('an attempt that does not hold the writer gives nothing back', async () => {
  const memory = setUp();
  await giveBack(memory.ports, 'old', { run: 'a', attempt: 2 }, NOW);
  await giveBack(memory.ports, 'old', { run: 'b', attempt: 1 }, NOW);
  expect(memory.holder()).toBe('a');
});

test('the next run waits until no function of the one before can still write', async () => {
  const memory = setUp();
  end(memory, 'a');
  await giveBack(memory.ports, 'old', { run: 'a', attempt: 1 }, NOW, NOW + 90_500);
  expect(JSON.parse(memory.executions.get('b-run-1')!)).toMatchObject({ waitSeconds: 91 });
});

test('a writer whose execution is gone is taken over, after its functions have ended', async () => {
  const memory = setUp();
  memory.executions.delete('a-run-1');
  expect(await advance(memory.ports, 'old', NOW)).toMatchObject({ holder: { run: 'b' } });
  expect(JSON.parse(memory.executions.get('b-run-1')!)).toMatchObject({ waitSeconds: QUIET_MS / 1000 });
});

test.each([
  ['whose record is gone', undefined],
  ['that has failed', { status: 'failed' }],
  ['of an earlier attempt', { attempt: 2 }],
  ['that never had an execution', { status: 'starting', startedAt: 0, input: undefined }],
] as const)('the writer of a run %s is taken over', async (_which, over) => {
  const memory = setUp();
  const { records, executions } = memory;
  executions.clear();
  if (over) records.set('a', { ...records.get('a')!, ...over } as RunRecord);
  else records.delete('a');
  await advance(memory.ports, 'old', NOW + 500_000);
  expect(memory.holder()).toBe('b');
});

test('a writer whose start was lost is started, and one that can’t be is taken over', async () => {
  const memory = setUp();
  memory.executions.clear();
  memory.records.set('a', of('a', { status: 'starting' }));
  await advance(memory.ports, 'old', NOW + 60_000);
  expect([memory.holder(), memory.executions.has('a-run-1')]).toEqual(['a', true]);
  memory.executions.clear();
  memory.records.set('a', of('a', { status: 'starting' }));
  let starts = 0;
  const ended = {
    ...memory.ports,
    startExecution: async (name: string, input: string) => {
      starts += 1;
      if (name !== 'a-run-1') await memory.ports.startExecution(name, input);
    },
  };
  await advance(ended, 'old', NOW + 60_000);
  expect([memory.holder(), starts]).toEqual(['b', 2]);
});

test('a writer whose execution is not known yet goes on for its first minute, and so does one that was started just now', async () => {
  const memory = setUp();
  const late = { ...memory.ports, isRunning: async () => undefined };
  memory.records.set('a', of('a', { status: 'running' }));
  await advance(late, 'old', NOW + 59_999);
  expect(memory.holder()).toBe('a');
  memory.executions.clear();
  memory.records.set('a', of('a', { status: 'starting' }));
  await advance(late, 'old', NOW + 60_000);
  expect([memory.holder(), memory.executions.has('a-run-1')]).toEqual(['a', true]);
  memory.records.set('a', of('a', { status: 'running' }));
  await advance(late, 'old', NOW + 60_000);
  expect(memory.holder()).toBe('b');
});

test('a run that waits no more leaves the queue, and one that another takes out at the same moment is not started twice', async () => {
  const memory = setUp();
  end(memory, 'a');
  memory.records.delete('b');
  await giveBack(memory.ports, 'old', { run: 'a', attempt: 1 }, NOW);
  expect(memory.holder()).toBe('c');
  const raced = setUp();
  end(raced, 'a');
  const lost = { ...raced.ports, promote: async () => false };
  await expect(giveBack(lost, 'old', { run: 'a', attempt: 1 }, NOW)).rejects.toMatchObject({ code: 'operations.busy' });
  expect(raced.executions.size).toBe(0);
});

test('a source that was closed starts nothing that waits', async () => {
  const memory = setUp();
  end(memory, 'a');
  memory.sources.set('old', { name: 'old', kind: 'external', firstRun: 'a', closed: true });
  await giveBack(memory.ports, 'old', { run: 'a', attempt: 1 }, NOW);
  for (const id of ['b', 'c'])
    expect(memory.records.get(id)).toMatchObject({
      status: 'not-started',
      finishedAt: NOW,
      error: { code: 'source.closed', hint: expect.stringContaining('closed') },
    });
  expect([memory.holder(), memory.queues.get('old')]).toEqual([undefined, []]);
});

test('what waits is stopped with its reason, and what has begun meanwhile goes on', async () => {
  const memory = setUp();
  memory.records.set('c', of('c', { status: 'running' }));
  await stopQueued(memory.ports, 'old', ['b', 'c'], closedError('old'), NOW);
  expect(memory.records.get('b')).toMatchObject({ status: 'not-started', error: { code: 'source.closed' } });
  expect(memory.records.get('c')).toMatchObject({ status: 'running' });
});

describe('holding the writer from ReadManifest on', () => {
  test('is nothing new for the attempt that has it, and takes it where it is free', async () => {
    const memory = setUp();
    await holdWriter(memory.ports, by('a'));
    memory.writers.clear();
    await holdWriter(memory.ports, by('d'));
    expect(memory.holder()).toBe('d');
  });

  test('is refused while another run has it, of a closed source, and where a newer run has begun', async () => {
    const memory = setUp();
    await expect(holdWriter(memory.ports, by('d'))).rejects.toMatchObject({ code: 'source.busy', facts: { run: 'a' } });
    memory.writers.clear();
    memory.sources.set('old', { name: 'old', kind: 'external', firstRun: 'a', lastRun: 'a' });
    const later = holdWriter(memory.ports, by('d', { attempt: 2, goesOn: true }));
    await expect(later).rejects.toMatchObject({ code: 'run.superseded' });
    memory.sources.set('old', { name: 'old', kind: 'external', firstRun: 'a', closed: true });
    await expect(holdWriter(memory.ports, by('d'))).rejects.toMatchObject({ code: 'source.closed' });
  });
});

test('the end of writing is noted with the package’s time before the next run starts', async () => {
  const memory = setUp();
  memory.sources.set('old', { name: 'old', kind: 'external', firstRun: 'a', newestPackedAt: 50 });
  end(memory, 'a');
  await endWriting(memory.ports, { migration: 'a', attempt: 1, sourceName: 'old', packedAt: 70 }, NOW);
  expect(memory.sources.get('old')).toMatchObject({ newestRun: 'a', newestPackedAt: 70, lastRun: 'b' });
});
