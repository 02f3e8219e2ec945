import { runMemory } from '#test/support/run-memory.ts';
import { runRecord } from '#test/support/run-record.ts';
import type { RunRecord } from '../record.ts';
import type { FailureInput } from '../run.ts';
import { recordFailure } from './record-failure.ts';

const NOW = 1_000;
const ID = '0123456789abcdef0123456789abcdef';
const caught = (name: string, attempt = 2) =>
  ({ migration: ID, attempt, error: { Error: name, Cause: 'Add the key.' } }) as FailureInput;

function setUp(record: Partial<RunRecord> | undefined, first = true) {
  const marked: unknown[] = [];
  const { ports: sources, writers } = runMemory();
  const ports = {
    ...sources,
    readRun: async () => record && runRecord({ id: ID, attempt: 2, ...record }),
    markFailed: async (...call: unknown[]) => {
      marked.push(call);
      return first;
    },
  };
  return { marked, ports, writers };
}
const running = { status: 'running', startedAt: 1 } as const;

test('the failure is recorded with the last state that was running, and every running state ends', async () => {
  const { marked, ports } = setUp({
    states: { VerifyParts: running, IngestParts: running, ReadManifest: { ...running, status: 'succeeded' } },
  });
  const output = { code: 'package.untrusted', hint: 'Add the key.' };
  const failure = { ...output, state: 'IngestParts' };
  expect(await recordFailure(ports, caught('package.untrusted'), NOW)).toEqual({
    output,
    recorded: { migration: ID, attempt: 2, failure },
  });
  expect(marked).toEqual([[{ migration: ID, attempt: 2 }, NOW, failure, ['VerifyParts', 'IngestParts']]]);
});

test('a Map that failed for too many parts has the reason that a part left in the record', async () => {
  const tooMany = caught('States.ExceedToleratedFailureThreshold');
  const error = { code: 'package.part_tampered', hint: 'Upload it again.' };
  expect(await recordFailure(setUp({ error }).ports, tooMany, NOW)).toMatchObject({ output: error });
  const { output } = await recordFailure(setUp({}).ports, tooMany, NOW);
  expect(output).toMatchObject({
    code: 'States.ExceedToleratedFailureThreshold',
    hint: expect.stringContaining('parts failed'),
  });
});

const source = { kind: 'external', deployment: 'old', packedAt: '', packer: '' } as const;
const holder = { run: ID, attempt: 2, since: 0 };

test.each([
  ['before its parts', { ReadManifest: running }, {}],
  ['in the middle of its parts, whose functions may still write', { IngestParts: running }, { quietAt: NOW + 100_000 }],
])('an import that fails %s gives the writer of its source back', async (_when, states, writer) => {
  const { ports, writers } = setUp({ source, states });
  writers.set('old', { holder });
  await recordFailure(ports, caught('package.untrusted'), NOW);
  expect(writers.get('old')).toEqual(writer);
});

test('a preview gives nothing back', async () => {
  const { ports, writers } = setUp({ source, kind: 'preview' });
  writers.set('old', { holder });
  await recordFailure(ports, caught('package.untrusted'), NOW);
  expect(writers.get('old')).toEqual({ holder });
});

test('a failure that another call has recorded is answered, and not recorded again', async () => {
  const { output, recorded } = await recordFailure(setUp({}, false).ports, caught('package.untrusted'), NOW);
  expect({ output, recorded }).toEqual({
    output: { code: 'package.untrusted', hint: 'Add the key.' },
    recorded: undefined,
  });
});

test.each([
  ['without a record', undefined],
  ['of an earlier attempt', { attempt: 3 }],
])('the failure of an execution %s changes nothing', async (_which, record) => {
  const { marked, ports } = setUp(record);
  const output = { code: 'package.untrusted', hint: 'Add the key.' };
  expect(await recordFailure(ports, caught('package.untrusted'), NOW)).toEqual({ output });
  expect(marked).toEqual([]);
});

test('an event of EventBridge names migration and attempt by its execution', async () => {
  const { marked, ports } = setUp({});
  const detail = { name: `${ID}-run-2`, status: 'ABORTED' };
  expect(await recordFailure(ports, { detail }, NOW)).toMatchObject({ output: { code: 'execution.aborted' } });
  expect(marked).toHaveLength(1);
});

test('an event about anything else is answered without a record', async () => {
  const { marked, ports } = setUp({});
  const detail = { name: 'another', status: 'FAILED' };
  expect(await recordFailure(ports, { detail }, NOW)).toEqual({ output: { code: 'execution.failed', hint: '' } });
  expect(marked).toEqual([]);
});
