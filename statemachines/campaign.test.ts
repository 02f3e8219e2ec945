import { readFileSync } from 'node:fs';
import { StateMachine } from 'aws-local-stepfunctions';
import { FUNCTIONS, machinesOf } from '#infra/functions.ts';

type State = { Type: string; Next?: string; Retry?: object[]; Catch?: object[]; Parameters?: { FunctionName: string } };
const read = (machine: string) =>
  JSON.parse(readFileSync(`statemachines/${machine}.asl.json`, 'utf8')) as {
    StartAt: string;
    States: Record<string, State>;
  };
const [campaign, migration] = [read('campaign'), read('migration')];

type Round = { goesOn: boolean; waitSeconds: number };
async function execute(rounds: (Round | Error)[]) {
  const visited: string[] = [];
  const given: unknown[] = [];
  const handlers = {
    SendRound: async ({ Payload }: { Payload: object }) => {
      visited.push('SendRound');
      given.push(Payload);
      const round = rounds.shift()!;
      if (round instanceof Error) throw round;
      return { Payload: round };
    },
    RecordFailure: async ({ Payload }: { Payload: { error: { Error: string } } }) => {
      visited.push('RecordFailure');
      given.push(Payload);
      return { Payload: { code: Payload.error.Error, hint: 'why' } };
    },
  };
  const machine = new StateMachine(campaign as never, { validationOptions: { noValidate: true } });
  const overrides = {
    taskResourceLocalHandlers: handlers as never,
    retryIntervalOverrides: { SendRound: 0 },
    waitTimeOverrides: { AwaitRound: 0 },
  };
  const end = await machine.run({ migration: 'c', attempt: 2 }, { overrides }).result.then(
    () => 'succeeded',
    (error: Error & { cause?: Error }) => (error.cause ?? error).name,
  );
  return { visited, given, end };
}

test('rounds follow one another, with a wait between them, until one says that it is over', async () => {
  const goesOn = { goesOn: true, waitSeconds: 30 };
  const { visited, given, end } = await execute([goesOn, goesOn, { goesOn: false, waitSeconds: 0 }]);
  expect([visited, end]).toEqual([['SendRound', 'SendRound', 'SendRound'], 'succeeded']);
  // What travels says which attempt of which campaign, and nothing of a person.
  expect(given).toEqual(Array.from({ length: 3 }, () => ({ migration: 'c', attempt: 2 })));
});

test('an error of a round is recorded with the campaign and its attempt, and ends the execution under its own code', async () => {
  const broken = Object.assign(new Error('why'), { name: 'stored.damaged' });
  const { visited, given, end } = await execute([broken]);
  expect([visited, end]).toEqual([['SendRound', 'RecordFailure'], 'stored.damaged']);
  expect(given[1]).toMatchObject({ migration: 'c', attempt: 2, error: { Error: 'stored.damaged' } });
});

test('a round is tried again like the state NotifyUsers, and every task is a function of this machine', () => {
  const { SendRound, RecordFailure } = campaign.States;
  expect(SendRound!.Retry).toEqual(migration.States['NotifyUsers']!.Retry);
  expect(SendRound!.Catch).toEqual(migration.States['NotifyUsers']!.Catch);
  expect(RecordFailure!.Retry).toEqual(migration.States['RecordFailure']!.Retry);
  const functions = Object.values(FUNCTIONS).flatMap((spec) =>
    machinesOf(spec).includes('campaign') ? [`\${${spec.state!}Arn}`] : [],
  );
  const tasks = Object.values(campaign.States).flatMap(({ Parameters }) => Parameters?.FunctionName ?? []);
  expect(tasks.sort()).toEqual(functions.sort());
});
