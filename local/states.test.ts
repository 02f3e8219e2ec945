import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { assemblyOf } from '#test/support/assembly.ts';
import { PERMITTED } from '#test/support/permits.ts';
import { NamedError } from './aws/names.ts';
import { createStates } from './states.ts';

const stateMachineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:m';
const executionArn = 'arn:aws:states:eu-central-1:000000000000:execution:m:one';
const call = (name: string, rest: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: name, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  ...rest,
});
const map = (rest: object = {}) => ({
  Type: 'Map',
  ItemReader: { ReaderConfig: { InputType: 'JSONL' }, Parameters: { Bucket: 'b', 'Key.$': '$.plan' } },
  ItemSelector: { 'run.$': '$.plan', 'part.$': '$$.Map.Item.Value' },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
    StartAt: 'Part',
    States: { Part: call('part', { End: true }) },
  },
  ResultWriter: { Parameters: { Bucket: 'b', Prefix: 'results' } },
  ResultPath: '$.written',
  End: true,
  ...rest,
});

let s3: Server;
const objects = new Map<string, string>();
const said: string[] = [];
const folder = () => mkdtempSync(join(tmpdir(), 'landfall-states-'));

beforeAll(async () => {
  s3 = createServer((request, response) => {
    const found = objects.get(request.url!);
    if (request.method === 'GET') return void response.writeHead(found === undefined ? 404 : 200).end(found);
    void text(request).then((body) => response.end(void objects.set(request.url!, body)));
  });
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve));
  objects.set('/b/plan', '{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n');
});
afterAll(() => s3.close().closeAllConnections());

type Invoke = (name: string, event: never) => unknown;
function engine(States: object, invoke: Invoke, kept = folder()) {
  const DefinitionString = JSON.stringify({ StartAt: Object.keys(States)[0], States });
  const EventPattern = { source: ['aws.states'], detail: { status: ['FAILED'], stateMachineArn: [stateMachineArn] } };
  const rule = { EventPattern, Targets: [{ Arn: 'on-failure' }], State: 'ENABLED' };
  const assembly = assemblyOf([
    {
      type: 'AWS::StepFunctions::StateMachine',
      name: 'M',
      properties: { DefinitionString, StateMachineName: 'm' },
    },
    { type: 'AWS::Events::Rule', name: 'R', properties: rule },
  ]);
  const services = {
    invoke: async (name: string, event: unknown) => invoke(name, event as never),
    s3: `http://127.0.0.1:${(s3.address() as AddressInfo).port}`,
    permits: PERMITTED,
  };
  const { actions, ...states } = createStates(assembly, services, kept, (line) => said.push(line));
  type Described = { status: string; output?: string; error?: string; cause?: string };
  const describe = () => actions['DescribeExecution']!({ executionArn } as never) as Described;
  const stopOne = () => actions['StopExecution']!({ executionArn } as never);
  const start = (input: object, name = 'one') =>
    actions['StartExecution']!({ stateMachineArn, name, input: JSON.stringify(input) } as never);
  const ended = async () => {
    while (describe().status === 'RUNNING') await new Promise((resolve) => setTimeout(resolve, 5));
    return describe();
  };
  return { ...states, start, stopOne, describe, ended, kept };
}

test('a Distributed Map runs a child for each item, with the input that its ItemSelector selects, and writes the results', async () => {
  const seen: unknown[] = [];
  const { start, ended } = engine({ Parts: map() }, (_name, event) => seen.push(event));
  start({ plan: 'plan' });
  const { status, output } = await ended();
  expect(status).toBe('SUCCEEDED');
  expect(seen).toEqual([1, 2, 3, 4].map((n) => ({ run: 'plan', part: { n } })));
  const { Bucket, Key } = JSON.parse(output!).written.ResultWriterDetails as { Bucket: string; Key: string };
  expect(JSON.parse(objects.get(`/${Bucket}/${Key}`)!)).toHaveLength(4);
});

test.each([
  [{ ToleratedFailurePercentage: 25 }, 'SUCCEEDED'],
  [{ ToleratedFailurePercentage: 24 }, 'FAILED'],
  [{ ToleratedFailureCount: 1 }, 'SUCCEEDED'],
  [{}, 'FAILED'],
])('a Distributed Map of four items with one failure, under %j, ends as %s', async (tolerance, wanted) => {
  const { start, ended } = engine({ Parts: map(tolerance) }, (name, event: { part: { n: number } }) => {
    if (name === 'part' && event.part.n === 2) throw new NamedError('part.broken', 'It is broken.');
    return null;
  });
  start({ plan: 'plan' });
  const { status, error } = await ended();
  expect(status).toBe(wanted);
  expect(error).toBe(wanted === 'FAILED' ? 'States.ExceedToleratedFailureThreshold' : undefined);
});

test('a Catch matches the name of the error that a function threw, and that of a plan which cannot be read', async () => {
  const Catch = [{ ErrorEquals: ['States.ItemReaderFailed', 'source.gone'], ResultPath: '$.error', Next: 'Seen' }];
  for (const first of [call('throws', { Catch, Next: 'Seen' }), map({ Catch })]) {
    const { start, ended } = engine({ First: first, Seen: { Type: 'Pass', End: true } }, () => {
      throw new NamedError('source.gone', 'It is gone.');
    });
    start({ plan: 'nowhere' });
    const { status, output } = await ended();
    expect({ status, error: JSON.parse(output!).error.Error }).toEqual({
      status: 'SUCCEEDED',
      error: first.Type === 'Map' ? 'States.ItemReaderFailed' : 'source.gone',
    });
  }
});

test('an execution that fails invokes the target of the rule on its status, and one that succeeds does not', async () => {
  const events: { detail: object; source: string }[] = [];
  const { start, ended } = engine({ Only: call('work', { End: true }) }, (name, event: never) => {
    if (name === 'on-failure') return events.push(event);
    if ((event as { fails: boolean }).fails) throw new NamedError('work.failed', 'No.');
    return null;
  });
  start({ fails: false }, 'other');
  start({ fails: true });
  // As on AWS: the cause is Lambda's whole report.
  const cause = '{"errorType":"work.failed","errorMessage":"No."}';
  expect(await ended()).toMatchObject({ status: 'FAILED', error: 'work.failed', cause });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(events).toEqual([
    expect.objectContaining({
      source: 'aws.states',
      detail: expect.objectContaining({ executionArn, status: 'FAILED', input: '{"fails":true}' }),
    }),
  ]);
});

test('an execution that a stop interrupted starts again at the next start', async () => {
  let free = () => {};
  const blocked = new Promise<void>((resolve) => {
    free = resolve;
  });
  const first = engine({ Only: call('work', { End: true }) }, () => blocked);
  first.start({ n: 1 });
  first.stop();
  free();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(first.describe().status).toBe('RUNNING');

  const seen: unknown[] = [];
  const second = engine({ Only: call('work', { End: true }) }, (_name, event) => seen.push(event), first.kept);
  second.resume();
  expect((await second.ended()).status).toBe('SUCCEEDED');
  expect(seen).toEqual([{ n: 1 }]);

  const third = engine({ Only: call('work', { End: true }) }, (_name, event) => seen.push(event), first.kept);
  third.resume();
  expect(third.describe().status).toBe('SUCCEEDED');
  expect(seen).toHaveLength(1);
});

test('an end is announced by the next start where a kill came between', async () => {
  const Only = call('work', { End: true });
  const first = engine({ Only }, () => null);
  const end = { executionArn, stateMachineArn, name: 'one', input: '{}', startDate: 1, stopDate: 2, status: 'FAILED' };
  writeFileSync(join(first.kept, 'one.json'), JSON.stringify({ ...end, announced: false }));
  const called: string[] = [];
  for (const calls of [1, 1]) {
    const next = engine({ Only }, (name) => called.push(name), first.kept);
    next.resume();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(called).toEqual(Array.from({ length: calls }, () => 'on-failure'));
    expect(next.describe()).toEqual(end);
  }
});

test('an end that its rule does not take is announced again', async () => {
  let [calls, announced] = [0, () => {}];
  const taken = new Promise<void>((resolve) => (announced = resolve));
  const { start } = engine({ Only: call('work', { End: true }) }, (name) => {
    if (name === 'work') throw new NamedError('x', 'x');
    if (++calls === 1) throw new NamedError('Throttled', 'x');
    announced();
  });
  start({});
  await taken;
  expect(calls).toBe(2);
});

test('an execution that was said to be stopped stays so after a kill', async () => {
  let free = () => {};
  const held = new Promise<null>((resolve) => (free = () => resolve(null)));
  const first = engine({ Only: call('work', { End: true }) }, () => held);
  first.start({});
  first.stopOne();
  const seen: string[] = [];
  const second = engine({ Only: call('work', { End: true }) }, (name) => seen.push(name), first.kept);
  second.resume();
  expect([second.describe().status, seen]).toEqual(['ABORTED', []]);
  free();
  await first.ended();
});

test('a second execution under a name is refused, except with the same input while the first one runs', async () => {
  const { start, ended } = engine({ Only: call('work', { End: true }) }, () => null);
  expect(start({ n: 1 })).toEqual(start({ n: 1 }));
  expect(() => start({ n: 2 })).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
  await ended();
  expect(() => start({ n: 1 })).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
});

test.each([
  ['batches items', map({ ItemBatcher: { MaxItemsPerBatch: 2 } })],
  ['reads CSV', map({ ItemReader: { ReaderConfig: { InputType: 'CSV' }, Parameters: {} } })],
])('a Distributed Map that %s is refused before anything runs', (_what, state) => {
  expect(() => engine({ Parts: state }, () => null)).toThrow(/Parts/u);
});

describe('a time-out', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] }));
  afterEach(() => jest.useRealTimers());

  test.each([
    ['a Distributed Map', map()],
    ['a Task that names none', call('work', { End: true })],
  ])('is not invented: %s of an hour succeeds', async (_what, state) => {
    const work = () => new Promise((resolve) => setTimeout(() => resolve(null), 3_600_000));
    const { start, describe: described } = engine({ Only: state }, work);
    start({ plan: 'plan' });
    for (let minute = 0; minute < 310 && described().status === 'RUNNING'; minute++) {
      await new Promise((resolve) => setImmediate(resolve));
      await jest.advanceTimersByTimeAsync(60_000);
    }
    expect(described().status).toBe('SUCCEEDED');
  });

  test('that the definition names ends the Task', async () => {
    const { start, describe: described } = engine(
      { Only: call('work', { End: true, TimeoutSeconds: 70 }) },
      () => new Promise(() => {}),
    );
    start({});
    await jest.advanceTimersByTimeAsync(69_000);
    expect(described().status).toBe('RUNNING');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(described()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});

test('no child of a Map begins or goes on behind the end of its execution', async () => {
  const seen: string[] = [];
  const Part = {
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: 1, Next: 'Part' }, Part: call('part', { End: true }) },
  };
  const state = map({ ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...Part } });
  const { start, ended, stopOne } = engine({ Parts: state }, (name) => seen.push(name));
  start({ plan: 'plan' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  stopOne();
  expect((await ended()).status).toBe('ABORTED');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(seen.filter((name) => name === 'part')).toEqual([]);
});

test('the items after one that was not tolerated are not begun', async () => {
  const seen: number[] = [];
  const { start, ended } = engine({ Parts: map({ MaxConcurrency: 1 }) }, (_name, event: { part: { n: number } }) => {
    seen.push(event.part?.n);
    throw new NamedError('part.broken', 'It is broken.');
  });
  start({ plan: 'plan' });
  expect(await ended()).toMatchObject({ status: 'FAILED', cause: '1 of 4 items failed.' });
  expect(seen.filter((n) => n !== undefined)).toEqual([1]);
});

test('an execution that can’t be read is named and set aside, and the others go on', async () => {
  const first = engine({ Only: call('work', { End: true }) }, () => null);
  first.start({ n: 1 });
  await first.ended();
  for (const [name, content] of [
    ['cut', '{"executionArn":"x"'],
    ['empty', ''],
    ['other', '[]'],
    ['input', '{"executionArn":"a","stateMachineArn":"b","name":"input","input":"{","startDate":1,"status":"RUNNING"}'],
  ])
    writeFileSync(join(first.kept, `${name}.json`), content!);
  writeFileSync(join(first.kept, 'left.json.new'), 'cut');
  said.length = 0;
  const second = engine({ Only: call('work', { End: true }) }, () => null, first.kept);
  second.resume();
  expect(second.describe().status).toBe('SUCCEEDED');
  expect(said).toHaveLength(4);
  for (const name of ['cut', 'empty', 'other', 'input']) {
    expect(said.join()).toContain(join(first.kept, `${name}.json`));
    expect(existsSync(join(first.kept, `${name}.json.damaged`))).toBe(true);
  }
  expect(readdirSync(first.kept).filter((name) => name.endsWith('.json'))).toEqual(['one.json']);
});
