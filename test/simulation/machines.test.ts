/** The simulated machines beside the embedded engine: the same definitions, the same functions, the same end and the same calls. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { NamedError } from '#local/aws/names.ts';
import { createStates } from '#local/states.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { assemblyOf } from '../support/assembly.ts';
import { type Faults, NONE } from './faults.ts';
import type { Lambda } from './lambda.ts';
import { createMachines, type Definition } from './machines.ts';
import { createScheduler } from './scheduler.ts';

const ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:m';
const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:m:one';
const objects = new Map<string, string>();
let s3: Server;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'landfall-machines-'));
  s3 = createServer((request, response) => {
    const found = objects.get(request.url!);
    if (request.method === 'GET') return void response.writeHead(found === undefined ? 404 : 200).end(found);
    void text(request).then((body) => response.end(void objects.set(request.url!, body)));
  });
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  objects.set('/b/plan', '{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n');
});
afterAll(() => {
  s3.close().closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
});

type Work = (name: string, event: never, call: number) => unknown;
type Seen = { status: string; error?: string; cause?: string; output?: unknown; calls: [string, unknown][] };

/** Each call of `work` with its number, counted from 1. */
function noting(work: Work): {
  calls: [string, unknown][];
  invoke: (name: string, event: unknown) => Promise<unknown>;
} {
  const calls: [string, unknown][] = [];
  const invoke = async (name: string, event: unknown) => {
    calls.push([name, event]);
    return (await work(name, event as never, calls.length)) ?? null;
  };
  return { calls, invoke };
}
const plain = (
  end: { status: string; error?: string | undefined; cause?: string | undefined; output?: string | undefined },
  calls: Seen['calls'],
): Seen => {
  const { status, error, cause, output } = end;
  const hidden = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll(/results\/[^"]*manifest/gu, 'results/manifest'));
  return {
    status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined || error?.startsWith('States.') ? {} : { cause }),
    ...(output === undefined ? {} : { output: hidden(JSON.parse(output)) }),
    calls: calls.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
  };
};

async function onEngine(definition: object, input: object, work: Work): Promise<Seen> {
  const { calls, invoke } = noting(work);
  const properties = { DefinitionString: JSON.stringify(definition), StateMachineName: 'm' };
  const assembly = assemblyOf([{ type: 'AWS::StepFunctions::StateMachine', name: 'M', properties }]);
  const services = { invoke, s3: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`, permits: PERMITTED };
  const { actions } = createStates(assembly, services, mkdtempSync(join(folder, 'run-')), () => undefined);
  actions['StartExecution']!({ stateMachineArn: ARN, name: 'one', input: JSON.stringify(input) } as never);
  const describe = () => actions['DescribeExecution']!({ executionArn } as never) as Parameters<typeof plain>[0];
  while (describe().status === 'RUNNING') await new Promise((resolve) => setTimeout(resolve, 2));
  return plain(describe(), calls);
}

function simulated(definition: object, work: Work, faults: Faults = NONE) {
  const { calls, invoke } = noting(work);
  const scheduler = createScheduler(1, Date.parse('2026-11-30T08:00:00Z'));
  const ended: string[] = [];
  const machines = createMachines(
    scheduler,
    new Map([[ARN, definition as Definition]]),
    { invoke } as unknown as Lambda,
    {
      read: (bucket, key) => objects.get(`/${bucket}/${key}`),
      write: (bucket, key, content) => void objects.set(`/${bucket}/${key}`, content),
    },
    () => faults,
    ({ status }) => void ended.push(status),
    () => undefined,
  );
  return { calls, scheduler, machines, ended };
}
async function inSimulation(definition: object, input: object, work: Work): Promise<Seen> {
  const { calls, scheduler, machines, ended } = simulated(definition, work);
  machines.start(ARN, 'one', JSON.stringify(input));
  await scheduler.run(() => ended.length > 0);
  return plain(machines.describe(executionArn)!, calls);
}

const call = (name: string, rest: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: name, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  End: true,
  ...rest,
});
const map = (rest: object = {}) => ({
  Type: 'Map',
  ItemReader: { ReaderConfig: { InputType: 'JSONL' }, Parameters: { Bucket: 'b', 'Key.$': '$.plan' } },
  ItemSelector: { 'run.$': '$.plan', 'part.$': '$$.Map.Item.Value' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt: 'Part',
    States: { Part: call('part') },
  },
  ResultWriter: { Parameters: { Bucket: 'b', Prefix: 'results' } },
  ResultPath: '$.written',
  End: true,
  ...rest,
});
const machine = (States: object) => ({ StartAt: Object.keys(States)[0], States });
const retry = (MaxAttempts: number, names = ['work.busy']) => [
  { ErrorEquals: names, IntervalSeconds: 1, BackoffRate: 1, MaxAttempts },
];
const failing =
  (times: number, name = 'work.busy'): Work =>
  (_name, _event, number) => {
    if (number <= times) throw new NamedError(name, 'Not now.');
    return { number };
  };
const choice = {
  Choose: {
    Type: 'Choice',
    Choices: [
      {
        And: [
          { Variable: '$.a', IsPresent: true },
          { Variable: '$.a', BooleanEquals: true },
        ],
        Next: 'Yes',
      },
      { Variable: '$.b', StringEquals: 'x', Next: 'Wait' },
    ],
    Default: 'No',
  },
  Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Yes' },
  Yes: call('yes', { ResultPath: '$.said', OutputPath: '$', ResultSelector: { 'it.$': '$.Payload.number' } }),
  No: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
};

test.each<[string, object, object, Work]>([
  ['a task', machine({ Only: call('work') }), { n: 1 }, failing(0)],
  ['a task that is tried again', machine({ Only: call('work', { Retry: retry(2) }) }), {}, failing(2)],
  ['a task that is tried too often', machine({ Only: call('work', { Retry: retry(1) }) }), {}, failing(2)],
  ['an error of another name', machine({ Only: call('work', { Retry: retry(2) }) }), {}, failing(1, 'work.gone')],
  [
    'a catch with the input kept',
    machine({
      Only: call('work', {
        End: undefined,
        Next: 'Seen',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Seen' }],
      }),
      Seen: { Type: 'Pass', End: true },
    }),
    { kept: true },
    failing(1),
  ],
  [
    'a catch that keeps nothing of the error',
    machine({
      Only: call('work', {
        End: undefined,
        Next: 'Seen',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Seen' }],
      }),
      Seen: { Type: 'Succeed' },
    }),
    { kept: true },
    failing(1),
  ],
  ['a choice of two conditions', machine(choice), { a: true, b: 'y' }, failing(0)],
  ['a choice, and a wait', machine(choice), { a: false, b: 'x', seconds: 0 }, failing(0)],
  [
    'a failure that is named by the input',
    machine(choice),
    { b: 'z', error: { Error: 'run.bad', Cause: 'so' } },
    failing(0),
  ],
  ['a Distributed Map', machine({ Parts: map() }), { plan: 'plan' }, (_name, event) => event],
  [
    'a Distributed Map whose children are tried again',
    machine({
      Parts: map({
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'Part',
          States: { Part: call('part', { Retry: retry(1) }) },
        },
      }),
    }),
    { plan: 'plan' },
    failing(1),
  ],
  [
    'a Distributed Map with a failure too many',
    machine({ Parts: map({ MaxConcurrency: 1 }) }),
    { plan: 'plan' },
    failing(1),
  ],
  [
    'a Distributed Map that tolerates one',
    machine({ Parts: map({ MaxConcurrency: 1, ToleratedFailurePercentage: 25 }) }),
    { plan: 'plan' },
    failing(1),
  ],
  [
    'a Distributed Map without its items',
    machine({
      Parts: map({ Catch: [{ ErrorEquals: ['States.ItemReaderFailed'], ResultPath: null, Next: 'Seen' }] }),
      Seen: { Type: 'Succeed' },
    }),
    { plan: 'nowhere' },
    failing(0),
  ],
])('%s goes as on the embedded engine', async (_what, definition, input, work) => {
  expect(await inSimulation(definition, input, work)).toEqual(await onEngine(definition, input, work));
});

test('a state that takes too long fails, and its function goes on', async () => {
  let resolve = (_value: unknown) => {};
  const { scheduler, machines, ended, calls } = simulated(
    machine({ Only: call('work', { TimeoutSeconds: 30 }) }),
    () =>
      new Promise((done) => {
        resolve = done;
      }),
  );
  machines.start(ARN, 'one', '{}');
  await scheduler.run(() => ended.length > 0);
  expect(machines.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  resolve(null);
  expect(calls).toHaveLength(1);
});

test('an execution that is stopped does nothing more, and its name stays taken', async () => {
  const definition = machine({ Wait: { Type: 'Wait', Seconds: 100, Next: 'Work' }, Work: call('work') });
  const { scheduler, machines, ended, calls } = simulated(definition, failing(0));
  machines.start(ARN, 'one', '{}');
  scheduler.after(5_000, () => machines.stop(executionArn));
  await scheduler.run(() => ended.length > 0);
  expect(machines.describe(executionArn)?.status).toBe('ABORTED');
  await scheduler.run(() => false);
  expect(calls).toEqual([]);
  expect(machines.start(ARN, 'one', '{}')).toBe('taken');
});

test('an execution that was stopped goes on where it was when it is redriven', async () => {
  const definition = machine({
    First: call('first', { End: undefined, Next: 'Wait' }),
    Wait: { Type: 'Wait', Seconds: 100, Next: 'Work' },
    Work: call('work'),
  });
  const { scheduler, machines, ended, calls } = simulated(definition, failing(0));
  machines.start(ARN, 'one', '{}');
  expect(machines.redrive(executionArn)).toBe(false);
  scheduler.after(5_000, () => machines.stop(executionArn));
  await scheduler.run(() => ended.length > 0);
  expect(machines.redrive(executionArn)).toBe(true);
  await scheduler.run(() => ended.length > 1);
  expect([ended, calls.map(([name]) => name)]).toEqual([
    ['ABORTED', 'SUCCEEDED'],
    ['first', 'work'],
  ]);
  expect(machines.redrive(executionArn)).toBe(false);
});

test('children of a Map run more than once where copies are asked for', async () => {
  const { scheduler, machines, ended, calls } = simulated(machine({ Parts: map() }), failing(0), {
    ...NONE,
    copies: 1000,
  });
  machines.start(ARN, 'one', '{"plan":"plan"}');
  await scheduler.run(() => ended.length > 0);
  await scheduler.run(() => false);
  expect(calls).toHaveLength(8);
});

test('the same seed gives the same order, another one another', async () => {
  const orderOf = async (seed: number): Promise<string> => {
    const scheduler = createScheduler(seed, 0);
    const order: number[] = [];
    const one = async (id: number) => {
      for (let step = 0; step < 5; step++) {
        await scheduler.sleep(scheduler.random(10));
        order.push(id);
      }
    };
    const all = Promise.all([1, 2, 3, 4].map(one));
    let done = false;
    void all.then(() => {
      done = true;
    });
    await scheduler.run(() => done);
    return order.join();
  };
  expect(await orderOf(7)).toBe(await orderOf(7));
  expect(new Set(await Promise.all([1, 2, 3, 4].map(orderOf))).size).toBeGreaterThan(1);
});

test('a world in which something goes round for ever is said, and does not hang', async () => {
  const scheduler = createScheduler(1, 0);
  const round = () => void scheduler.after(1, round);
  round();
  await expect(scheduler.run(() => false, { most: 1_000 })).rejects.toThrow('not done after 1000 events');
  round();
  await expect(scheduler.run(() => false, { until: scheduler.now() + 10 })).rejects.toThrow('not done at');
});
