import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { definitionOf, ERROR_CODES, isErrorCode } from '#core/errors/catalogue.ts';
import { FUNCTIONS, machinesOf } from '#infra/functions.ts';

type Retrier = { ErrorEquals: string[]; MaxAttempts?: number; IntervalSeconds?: number };
type State = {
  Type: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string | null }[];
  Retry?: Retrier[];
  Parameters?: { FunctionName?: string };
  TimeoutSeconds?: number;
  ItemProcessor?: { StartAt: string; States: Record<string, State>; ProcessorConfig: unknown };
  ToleratedFailurePercentage?: number;
};
const ROOT = process.cwd();
const text = readFileSync(join(ROOT, 'statemachines/migration.asl.json'), 'utf8');
const machine = JSON.parse(text) as { StartAt: string; TimeoutSeconds: number; States: Record<string, State> };

/** Every state with those inside the Maps. */
const all = Object.entries(machine.States).flatMap(([name, state]) => [
  [name, state] as const,
  ...Object.entries(state.ItemProcessor?.States ?? {}),
]);
const tasks = all.filter(([, state]) => state.Type === 'Task');
const nexts = (state: State): string[] => [
  ...(state.Next ? [state.Next] : []),
  ...(state.Default ? [state.Default] : []),
  ...(state.Choices ?? []).map(({ Next }) => Next),
  ...(state.Catch ?? []).map(({ Next }) => Next),
];

/** Names that Step Functions and Lambda themselves give. */
const SERVICE_ERRORS = new Set([
  'States.ALL',
  'States.Timeout',
  'Sandbox.Timedout',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
]);

const folderOf = (state: string) => Object.entries(FUNCTIONS).find(([, spec]) => spec.state === state)?.[0];

function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return join(ROOT, specifier.slice(1));
  return specifier.startsWith('.') ? join(dirname(from), specifier) : undefined;
}

/** The sources that a function is made of: its own and all that they import, but for types. */
function sourcesOf(entry: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(entry)) return seen;
  const source = readFileSync(entry, 'utf8');
  seen.set(entry, source);
  for (const [, specifier] of source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gmu)) {
    const file = resolveImport(entry, specifier!);
    if (file?.endsWith('.ts')) sourcesOf(file, seen);
  }
  return seen;
}

/** The retryable codes of the catalogue that these sources name. */
const retryableCodes = (sources: ReadonlyMap<string, string>): string[] =>
  ERROR_CODES.filter((code) => definitionOf(code).retryable).filter((code) =>
    [...sources].some(([file, text]) => !file.includes('/core/errors/') && text.includes(`'${code}'`)),
  );

test('every transition leads to a state, every state is reached, and every path ends', () => {
  const reached = new Set<string>();
  const walk = (name: string) => {
    if (reached.has(name)) return;
    const state = machine.States[name];
    if (!state) throw new Error(`no state ${name}`);
    reached.add(name);
    expect([name, nexts(state).length > 0 || state.End === true || ['Fail', 'Succeed'].includes(state.Type)]).toEqual([
      name,
      true,
    ]);
    nexts(state).forEach(walk);
  };
  walk(machine.StartAt);
  expect([...reached].sort()).toEqual(Object.keys(machine.States).sort());
  for (const [, { ItemProcessor }] of all) {
    if (ItemProcessor) expect(ItemProcessor.States[ItemProcessor.StartAt]).toBeDefined();
  }
});

test('every placeholder stands for a function with that state, or a bucket; every state has its function', () => {
  const names = [...text.matchAll(/\$\{(\w+)\}/gu)].map((found) => found[1]!);
  const functions = Object.values(FUNCTIONS).flatMap((spec) =>
    machinesOf(spec).includes('migration') ? [`${spec.state!}Arn`] : [],
  );
  expect([...new Set(names)].sort()).toEqual([...functions, 'ExportBucket', 'ReportBucket'].sort());
  for (const [name, state] of tasks) expect(state.Parameters?.FunctionName).toBe(`\${${name}Arn}`);
});

test('every placeholder is inside a string of the definition', () => {
  expect(text.replaceAll(/"[^"\n]*"/gu, '""')).not.toContain('$');
});

test('every task has a time-out beyond its function’s, and retries transient errors', () => {
  expect(tasks.length).toBeGreaterThan(8);
  for (const [name, state] of tasks) {
    const seconds = FUNCTIONS[folderOf(name)!]!.timeoutSeconds!;
    expect([name, state.TimeoutSeconds! > seconds, state.TimeoutSeconds! <= seconds + 10]).toEqual([name, true, true]);
    expect(state.Retry!.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('task.failed');
  }
});

test('a child of a Map, retried once after a time-out, ends within the five minutes of an Express execution', () => {
  for (const name of ['VerifyPart', 'CompareRange', 'PreviewPart', 'IngestPart', 'RollbackPart']) {
    const state = Object.fromEntries(all)[name]!;
    const timeouts = state.Retry!.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'))!;
    const worst = state.TimeoutSeconds! * (1 + timeouts.MaxAttempts!) + timeouts.IntervalSeconds!;
    expect(worst).toBeLessThanOrEqual(280);
  }
});

test('every error of a state is caught and recorded, with the state kept beside the error', () => {
  for (const [name, state] of Object.entries(machine.States)) {
    if (state.Type !== 'Task' && state.Type !== 'Map') continue;
    const caught = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
    const recording = name === 'RecordFailure';
    expect([name, caught?.Next]).toEqual([name, recording ? 'MigrationFailed' : 'RecordFailure']);
    expect(caught?.ResultPath).toBe(recording ? null : '$.error');
  }
});

test('every retryable code that a state’s function can throw is retried there', () => {
  for (const [name, state] of tasks) {
    const sources = sourcesOf(join(ROOT, 'lambdas', folderOf(name)!, 'index.ts'));
    expect(sources.size).toBeGreaterThan(3);
    const retried = new Set(state.Retry!.flatMap(({ ErrorEquals }) => ErrorEquals));
    expect(retryableCodes(sources)).toContain('task.failed');
    // A busy mail service is not an error of the state: the campaign waits and goes on.
    const codes = retryableCodes(sources).filter((code) => code !== 'mail.busy');
    expect([name, codes.filter((code) => !retried.has(code))]).toEqual([name, []]);
  }
});

test('every ErrorEquals names an error of the catalogue, or of the services themselves', () => {
  const named = all.flatMap(([, { Retry = [], Catch = [] }]) => [...Retry, ...Catch].flatMap((one) => one.ErrorEquals));
  expect(named).toContain('directory.busy');
  expect(named.filter((name) => !SERVICE_ERRORS.has(name) && !isErrorCode(name))).toEqual([]);
});

test('only IngestParts goes on when a part fails', () => {
  for (const name of ['VerifyParts', 'CompareRanges', 'PreviewParts'])
    expect([name, machine.States[name]!.ToleratedFailurePercentage]).toEqual([name, 0]);
  expect(machine.States['IngestParts']!.ToleratedFailurePercentage).toBeGreaterThan(0);
});

describe('the migration run on the library, with each Map as one task', () => {
  type Handler = (input: never) => unknown;
  const run = {
    waitSeconds: 0,
    dryRun: false,
    asks: false,
    source: 'external',
    plan: 'p',
    ranges: 'c',
    results: 'r',
    maxConcurrency: 1,
  };

  const DEFAULTS: Record<string, Handler> = {
    ConfirmChanges: () => ({ waits: false }),
    SortKeys: () => ({ done: true }),
    MoveUsers: () => ({ done: true, next: 0 }),
  };

  function lowered(): StateMachineDefinition {
    const States = Object.fromEntries(
      Object.entries(machine.States).map(([name, state]) => {
        const { ResultPath, Catch, Next } = state as State & { ResultPath: null };
        return [
          name,
          state.Type === 'Map'
            ? { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ResultPath, Catch, Next }
            : state,
        ];
      }),
    );
    return { StartAt: machine.StartAt, States } as unknown as StateMachineDefinition;
  }

  async function execute(input: object, handlers: Record<string, Handler> = {}) {
    const visited: string[] = [];
    const names = Object.keys(machine.States).filter((name) => ['Task', 'Map'].includes(machine.States[name]!.Type));
    const overrides = Object.fromEntries(
      names.map((name) => [
        name,
        async (given: { Payload?: object }) => {
          visited.push(name);
          const Payload = given.Payload ?? given;
          return { Payload: (await { ...DEFAULTS, ...handlers }[name]?.(Payload as never)) ?? Payload };
        },
      ]),
    );
    const machineUnderTest = new StateMachine(lowered(), { validationOptions: { noValidate: true } });
    const retryIntervalOverrides = Object.fromEntries(names.map((name) => [name, 0]));
    const execution = machineUnderTest.run(input as never, {
      overrides: { taskResourceLocalHandlers: overrides as never, retryIntervalOverrides },
    });
    const end = await execution.result.then(
      (result) => ({ result }),
      (error: Error & { cause?: Error }) => ({ error: error.cause ?? error }),
    );
    return { visited, ...end };
  }
  const goesOn = { changed: true, weakened: false, awaited: false };
  const done = { done: true };
  const fail =
    (name: string, message = 'why') =>
    () => {
      throw Object.assign(new Error(message), { name });
    };
  const failure = ({ error }: { error: { Error: string; Cause: string } }) => ({
    code: error.Error,
    hint: error.Cause,
  });

  test('an external source goes through all states in order', async () => {
    const { visited } = await execute(run, { EnableSelfService: () => goesOn, NotifyUsers: () => done });
    expect(visited).toEqual([
      'ReadManifest',
      'VerifyParts',
      'SortKeys',
      'CompareRanges',
      'PlanRun',
      'ReconcileSecurityQuestions',
      'MoveUsers',
      'IngestParts',
      'CheckRejects',
      'EnableSelfService',
      'NotifyUsers',
      'Summarize',
    ]);
  });

  test('changes to people who are here are previewed before the first write', async () => {
    const { visited } = await execute({ ...run, asks: true, source: 'internal' });
    expect(visited.slice(6)).toEqual([
      'PreviewParts',
      'ConfirmChanges',
      'MoveUsers',
      'IngestParts',
      'CheckRejects',
      'Summarize',
    ]);
  });

  test('too many changes end the execution before the first write', async () => {
    const { visited, ...end } = await execute({ ...run, asks: true }, { ConfirmChanges: () => ({ waits: true }) });
    expect(visited.at(-1)).toBe('ConfirmChanges');
    expect(end).toHaveProperty('result');
  });

  test('a preview ends without a write, whatever it finds', async () => {
    const { visited } = await execute({ ...run, dryRun: true }, { ConfirmChanges: () => ({ waits: true }) });
    expect(visited.slice(6)).toEqual(['PreviewParts', 'ConfirmChanges', 'CheckRejects', 'Summarize']);
  });

  test('SortKeys runs again until all is sorted, and is told that it goes on', async () => {
    const rounds = [{ done: false }, { done: true }];
    const seen: unknown[] = [];
    const { visited } = await execute(
      { ...run, source: 'internal' },
      {
        SortKeys: ((input: { sorts?: unknown }) => {
          seen.push(input.sorts);
          return rounds.shift();
        }) as Handler,
      },
    );
    expect(seen).toEqual([undefined, { done: false }]);
    expect(visited.slice(1, 5)).toEqual(['VerifyParts', 'SortKeys', 'SortKeys', 'CompareRanges']);
  });

  test('MoveUsers runs again until all are moved, and goes on where it was', async () => {
    const rounds = [
      { done: false, next: 64 },
      { done: true, next: 70 },
    ];
    const seen: unknown[] = [];
    const { visited } = await execute(
      { ...run, source: 'internal' },
      {
        MoveUsers: ((input: { moves?: unknown }) => {
          seen.push(input.moves);
          return rounds.shift();
        }) as Handler,
      },
    );
    expect(seen).toEqual([undefined, { done: false, next: 64 }]);
    expect(visited.slice(-3)).toEqual(['IngestParts', 'CheckRejects', 'Summarize']);
  });

  test('A8: a change that waits for an approval ends the execution, without a mail', async () => {
    const awaited = { ...goesOn, awaited: true };
    let summarized: unknown;
    const { visited } = await execute(run, {
      EnableSelfService: () => awaited,
      Summarize: ((input: unknown) => (summarized = input)) as Handler,
    });
    expect(visited.slice(-2)).toEqual(['EnableSelfService', 'Summarize']);
    expect(summarized).toEqual({
      ...run,
      sorts: { done: true },
      moves: { done: true, next: 0 },
      selfService: { awaited: true },
    });
  });

  test('A8: after an approval only settings, mails and summary are left', async () => {
    const handlers = { EnableSelfService: () => goesOn, NotifyUsers: () => done };
    const { visited } = await execute({ ...run, afterApproval: true }, handlers);
    expect(visited).toEqual(['EnableSelfService', 'NotifyUsers', 'Summarize']);
  });

  test('a rollback goes a way of its own, to the same summary', async () => {
    const { visited } = await execute({ ...run, rollback: true });
    expect(visited).toEqual(['PlanRollback', 'RollbackParts', 'RestoreSettings', 'Summarize']);
  });

  test.each([
    ['an internal source', { ...run, source: 'internal' }],
    ['a dry run', { ...run, dryRun: true }],
  ])('%s changes no settings and mails no user', async (_name, input) => {
    const { visited } = await execute(input);
    expect(visited.slice(-2)).toEqual(['CheckRejects', 'Summarize']);
  });

  test('NotifyUsers runs once: what it leaves, a campaign sends', async () => {
    const { visited } = await execute(run, { EnableSelfService: () => goesOn, NotifyUsers: () => done });
    expect(visited.slice(-2)).toEqual(['NotifyUsers', 'Summarize']);
  });

  test.each(Object.keys(machine.States).filter((name) => machine.States[name]!.Catch && name !== 'RecordFailure'))(
    'an error in %s is recorded and ends the execution under its own code',
    async (name) => {
      const handlers: Record<string, Handler> = {
        EnableSelfService: () => goesOn,
        NotifyUsers: () => done,
        RecordFailure: failure as Handler,
      };
      const back = ['PlanRollback', 'RollbackParts', 'RestoreSettings'].includes(name);
      const input = back ? { ...run, rollback: true } : { ...run, asks: true };
      const { visited, error } = (await execute(input, { ...handlers, [name]: fail('package.untrusted') })) as {
        visited: string[];
        error: Error;
      };
      expect(visited.at(-1)).toBe('RecordFailure');
      expect([error.name, error.message]).toEqual(['package.untrusted', 'why']);
    },
  );

  test('an error that cannot be recorded still ends the execution under its own code', async () => {
    const { error } = (await execute(run, { ReadManifest: fail('package.unsigned'), RecordFailure: fail('x') })) as {
      error: Error;
    };
    expect(error.name).toBe('package.unsigned');
  });

  test('a state with a retryable error is tried again', async () => {
    let calls = 0;
    const flaky = () => {
      calls += 1;
      if (calls < 3) fail('directory.busy')();
    };
    const { visited } = await execute({ ...run, source: 'internal' }, { CheckRejects: flaky });
    expect(visited.filter((name) => name === 'CheckRejects')).toHaveLength(3);
    expect(visited.at(-1)).toBe('Summarize');
  });
});
