/** The simulated API of Step Functions and EventBridge's, and the embedded ones: the same calls by the same clients have the same outcome. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import * as fc from 'fast-check';
import { simulated } from '../../simulation/client.ts';
import { createEvents, type TakenEvent } from '../../simulation/services/events.ts';
import { createSfn, type Execution, type Machines } from '../../simulation/services/sfn.ts';
import { eventually } from '../../support/client.ts';
import { type Engines, startEngines } from '../../support/engines.ts';
import { drawnBy, outcome } from '../../support/outcome.ts';

const common = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};
const machineArn = (name: string) => `arn:aws:states:eu-central-1:000000000000:stateMachine:${name}`;
const executionArn = (machine: string, name: string) =>
  `arn:aws:states:eu-central-1:000000000000:execution:${machine}:${name}`;

let now = Date.now();
const world = { now: () => now, random: drawnBy(1) };
/** The machine `waits` runs until it is stopped; `passes` has ended at once. */
const executions = new Map<string, Execution>();
const machines: Machines = {
  start(stateMachineArn, name, input) {
    const machine = stateMachineArn.split(':').at(-1)!;
    if (!['waits', 'passes'].includes(machine)) return undefined;
    const arn = executionArn(machine, name);
    const before = executions.get(arn);
    if (before) return before.status === 'RUNNING' && before.input === input ? before : 'taken';
    const started = { executionArn: arn, stateMachineArn, name, input, startDate: now };
    const ended = { status: 'SUCCEEDED', stopDate: now, output: input };
    executions.set(arn, { ...started, ...(machine === 'waits' ? { status: 'RUNNING' } : ended) });
    return executions.get(arn);
  },
  describe: (arn) => executions.get(arn),
  stop(arn) {
    const found = executions.get(arn);
    if (found?.status === 'RUNNING') executions.set(arn, { ...found, status: 'ABORTED', stopDate: now });
    return found;
  },
};
let stale = false;
const takenEvents: TakenEvent[] = [];

let engines: Engines;
let clients: Record<string, { sfn: SFNClient; events: EventBridgeClient }>;
beforeAll(async () => {
  engines = await startEngines('StepFunctions', 'Events');
  const sfn = createSfn(world, machines, () => stale);
  const events = createEvents(world, ['bus'], (event) => takenEvents.push(event));
  clients = {
    simulated: {
      sfn: new SFNClient({ ...common, requestHandler: simulated(sfn) }),
      events: new EventBridgeClient({ ...common, requestHandler: simulated(events) }),
    },
    embedded: {
      sfn: new SFNClient({ ...common, endpoint: engines.services }),
      events: new EventBridgeClient({ ...common, endpoint: engines.services }),
    },
  };
});
afterAll(() => engines.stop());

function callsOf(sfn: SFNClient) {
  return {
    start: (machine: string, name: string, input: string) =>
      outcome(sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn(machine), name, input })), (answer) => [
        answer.executionArn,
        answer.startDate instanceof Date,
      ]),
    status: (machine: string, name: string) =>
      outcome(
        sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) })),
        ({ status }) => status,
      ),
    stop: (machine: string, name: string) =>
      outcome(
        sfn.send(new StopExecutionCommand({ executionArn: executionArn(machine, name) })),
        ({ stopDate }) => stopDate instanceof Date,
      ),
  };
}

const until = (wanted: string, status: () => Promise<unknown>) =>
  eventually(async () => ((await status()) === wanted ? wanted : undefined));

describe.each(['simulated', 'embedded'])('%s', (which) => {
  test('a name starts one execution: the same input finds it while it runs, and nothing else', async () => {
    const { start, status, stop } = callsOf(clients[which]!.sfn);
    const started = [executionArn('waits', 'one'), true];
    const taken = { error: 'ExecutionAlreadyExists', status: 400 };
    expect(await start('waits', 'one', '{"a":1}')).toEqual(started);
    expect(await start('waits', 'one', '{"a":1}')).toEqual(started);
    expect(await start('waits', 'one', '{"a":2}')).toEqual(taken);
    expect(await status('waits', 'one')).toBe('RUNNING');
    expect(await stop('waits', 'one')).toBe(true);
    await until('ABORTED', () => status('waits', 'one'));
    expect(await start('waits', 'one', '{"a":1}')).toEqual(taken);
    expect(await stop('waits', 'one')).toBe(true);
    expect(await status('waits', 'one')).toBe('ABORTED');
  });

  test('an execution that has ended says its output', async () => {
    const { start, status } = callsOf(clients[which]!.sfn);
    await start('passes', 'two', '{"b":1}');
    await until('SUCCEEDED', () => status('passes', 'two'));
    const command = new DescribeExecutionCommand({ executionArn: executionArn('passes', 'two') });
    expect(await clients[which]!.sfn.send(command)).toMatchObject({ input: '{"b":1}', output: '{"b":1}' });
  });

  test('what is not there is said by name', async () => {
    const { start, status } = callsOf(clients[which]!.sfn);
    expect(await start('none', 'x', '{}')).toEqual({ error: 'StateMachineDoesNotExist', status: 400 });
    expect(await status('waits', 'none')).toEqual({ error: 'ExecutionDoesNotExist', status: 400 });
  });

  test('events are taken, each with an id of its own', async () => {
    const Entries = ['a', 'b'].map((type) => ({
      EventBusName: 'bus',
      Source: 'landfall',
      DetailType: type,
      Detail: '{"n":1}',
    }));
    const { FailedEntryCount, Entries: answered = [] } = await clients[which]!.events.send(
      new PutEventsCommand({ Entries }),
    );
    expect(FailedEntryCount).toBe(0);
    expect(new Set(answered.map(({ EventId }) => EventId)).size).toBe(2);
  });
});

test('drawn starts and stops have the same outcomes on both', async () => {
  const request = fc.record({
    act: fc.constantFrom('start', 'start', 'status', 'stop'),
    name: fc.constantFrom('a', 'b'),
    input: fc.constantFrom('{}', '{"x":1}'),
  });
  let run = 0;
  const outcomes = async (sfn: SFNClient, requests: readonly { act: string; name: string; input: string }[]) => {
    const { start, status, stop } = callsOf(sfn);
    const found: unknown[] = [];
    for (const { act, name, input } of requests) {
      const own = `drawn-${run}-${name}`;
      if (act === 'start') found.push(await start('waits', own, input));
      else if (act === 'status') found.push(await status('waits', own));
      else {
        const known = (await status('waits', own)) === 'RUNNING';
        if (known) await stop('waits', own);
        if (known) await until('ABORTED', () => status('waits', own));
      }
    }
    return found;
  };
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 3, maxLength: 10 }), async (requests) => {
      run += 1;
      expect(await outcomes(clients['simulated']!.sfn, requests)).toEqual(
        await outcomes(clients['embedded']!.sfn, requests),
      );
    }),
    { seed: 13, numRuns: 25 },
  );
});

describe('what the embedded engines leave out', () => {
  test('names and inputs that Step Functions does not take are refused', async () => {
    const { start, stop } = callsOf(clients['simulated']!.sfn);
    expect(await start('waits', 'a b', '{}')).toMatchObject({ error: 'InvalidName' });
    expect(await start('waits', 'x'.repeat(81), '{}')).toMatchObject({ error: 'ValidationException' });
    expect(await start('waits', 'c', '{')).toMatchObject({ error: 'InvalidExecutionInput' });
    expect(await start('waits', 'c', JSON.stringify('x'.repeat(262_144)))).toMatchObject({
      error: 'InvalidExecutionInput',
    });
    expect(await stop('waits', 'none')).toMatchObject({ error: 'ExecutionDoesNotExist' });
  });

  test('an execution that has just begun or ended may be seen as before', async () => {
    const { start, status } = callsOf(clients['simulated']!.sfn);
    await start('passes', 'late', '{}');
    stale = true;
    expect(await status('passes', 'late')).toMatchObject({ error: 'ExecutionDoesNotExist' });
    now += 1_999;
    executions.set(executionArn('passes', 'late'), {
      ...executions.get(executionArn('passes', 'late'))!,
      startDate: 0,
    });
    expect(await status('passes', 'late')).toBe('RUNNING');
    now += 1;
    expect(await status('passes', 'late')).toBe('SUCCEEDED');
    stale = false;
  });

  test('entries fail one by one: without a source, with a detail that is no object, by trouble of the service', async () => {
    const entry = { EventBusName: 'bus', Source: 'landfall', DetailType: 'a', Detail: '{"n":2}' };
    const Entries = [entry, { ...entry, Source: '' }, { ...entry, Detail: 'x' }];
    const answer = await clients['simulated']!.events.send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries!.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
    ]);
    expect(takenEvents.at(-1)).toMatchObject({ bus: 'bus', source: 'landfall', type: 'a', detail: { n: 2 } });
    const other = clients['simulated']!.events.send(
      new PutEventsCommand({ Entries: [{ ...entry, EventBusName: 'none' }] }),
    );
    expect(await outcome(other, () => 'done')).toMatchObject({ error: 'ResourceNotFoundException' });
    const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
    const body = Buffer.from(JSON.stringify({ Entries: Array.from({ length: 10 }, () => entry) }));
    const request = { service: 'events', method: 'POST', host: '', path: '/', query: {}, headers, body };
    const service = createEvents(world, ['bus']);
    expect(service.faults(request)).toContain('partial');
    const partly = JSON.parse(String(service.refuse(request, 'partial').body)) as { FailedEntryCount: number };
    expect(partly.FailedEntryCount % 10).not.toBe(0);
  });
});
