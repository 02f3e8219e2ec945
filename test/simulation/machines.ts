/**
 * Step Functions: the definitions of statemachines/ on the virtual clock, with what the service does to them: retries with full jitter, catches,
 * time-outs, Distributed Maps whose Express children run at least once, stops, and executions that are told of late or twice.
 */
import { functionIn } from '#local/aws/names.ts';
import { asStateError } from '#local/aws-json.ts';
import { checkState } from '#local/quotas.ts';
import type { Faults } from './faults.ts';
import type { Lambda } from './lambda.ts';
import type { Scheduler } from './scheduler.ts';
import {
  catches,
  type Definition,
  fill,
  holds,
  type Json,
  place,
  type Retrier,
  readPath,
  type State,
  StateError,
} from './states-language.ts';
import type { Trace } from './trace.ts';

export type { Definition };

export type Execution = {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startDate: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
};

/** An execution that ended from outside: nothing of it goes on. */
class Ended extends Error {
  readonly status: 'TIMED_OUT' | 'ABORTED';
  constructor(status: 'TIMED_OUT' | 'ABORTED') {
    super(status);
    this.status = status;
  }
}

/** An Express child lives no longer. */
const EXPRESS_MS = 5 * 60_000;

export type Storage = {
  read(bucket: string, key: string): string | undefined;
  write(bucket: string, key: string, text: string): void;
};

/** `announce`: an execution has ended. `machines`: by ARN. */
export function createMachines(
  scheduler: Scheduler,
  machines: ReadonlyMap<string, Definition>,
  lambda: Lambda,
  storage: Storage,
  faults: () => Faults,
  announce: (execution: Execution) => void,
  trace: Trace,
) {
  const { after, chance, now, random, sleep } = scheduler;
  const executions = new Map<string, Execution>();
  const ends = new Map<string, (error: Ended) => void>();

  type Running = {
    readonly context: Record<string, Json>;
    readonly over: () => boolean;
    readonly failed: () => boolean;
    /** Called with each state before it runs. */
    readonly enter?: (name: string, input: Json) => void;
  };
  /** Where an execution is, or ended. */
  const places = new Map<string, { readonly name: string; readonly input: Json }>();

  async function task(state: State, input: Json, { context }: Running): Promise<Json> {
    const { FunctionName, Payload } = fill(state.Parameters, input, context) as { FunctionName: string; Payload: Json };
    const call = lambda.invoke(functionIn(FunctionName), checkState(Payload)).catch((error: Error) => {
      throw asStateError(error);
    });
    const answered = call.then((answer) => ({ StatusCode: 200, Payload: checkState(answer) }));
    if (state.TimeoutSeconds === undefined) return answered;
    // The function goes on: nothing tells it that the state has given up.
    let cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = after(state.TimeoutSeconds! * 1000, () =>
        reject(new StateError('States.Timeout', 'The state timed out.')),
      );
    });
    return Promise.race([answered, late]).finally(cancel);
  }

  async function map(name: string, state: State, input: Json, running: Running): Promise<Json> {
    const { context } = running;
    const reader = fill(state.ItemReader!.Parameters, input, context) as { Bucket: string; Key: string };
    const text = storage.read(reader.Bucket, reader.Key);
    if (text === undefined) throw new StateError('States.ItemReaderFailed', `There is no ${reader.Key}.`);
    const items = text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Json);
    const limit = state.MaxConcurrencyPath
      ? Number(readPath(state.MaxConcurrencyPath, input, context))
      : (state.MaxConcurrency ?? 0);
    const tolerated = Math.max(
      state.ToleratedFailureCount ?? 0,
      Math.floor((items.length * (state.ToleratedFailurePercentage ?? 0)) / 100),
    );
    let [failures, stopped, next] = [0, false, 0];
    const results: Json[] = [];
    let exceeded: StateError | undefined;
    const child = async (index: number, ended: () => boolean): Promise<Json> => {
      const own = { ...context, Map: { Item: { Index: index, Value: items[index] } } };
      const started = now();
      const over = () => ended() || now() - started > EXPRESS_MS;
      const selected = state.ItemSelector ? fill(state.ItemSelector, input, own) : items[index];
      return walk(state.ItemProcessor!, selected, { context: own, over, failed: over });
    };
    const worker = async (): Promise<void> => {
      for (let index = next++; index < items.length && !stopped && !running.over(); index = next++) {
        // At least once: another copy may run at the same time, or when the first is done.
        if (chance(faults().copies))
          after(random(3_000), () => void child(index, running.failed).catch(() => undefined));
        try {
          results[index] = { Status: 'SUCCEEDED', Output: await child(index, () => running.over() || stopped) };
        } catch (error) {
          if (error instanceof Ended) throw error;
          failures += 1;
          results[index] = { Status: 'FAILED', Error: (error as Error).name, Cause: (error as Error).message };
          if (failures > tolerated) {
            stopped = true;
            exceeded ??= new StateError(
              'States.ExceedToleratedFailureThreshold',
              `${failures} of ${items.length} items failed in ${name}.`,
            );
          }
        }
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(limit || items.length, items.length)) }, worker));
    if (exceeded) throw exceeded;
    if (!state.ResultWriter) return results;
    const writer = fill(state.ResultWriter.Parameters, input, context) as { Bucket: string; Prefix: string };
    const Key = `${writer.Prefix}/${random(1 << 30).toString(16)}/manifest.json`;
    storage.write(writer.Bucket, Key, JSON.stringify(results));
    return { ResultWriterDetails: { Bucket: writer.Bucket, Key } };
  }

  async function withRetries(name: string, state: State, input: Json, running: Running): Promise<Json> {
    const tried = new Map<Retrier, number>();
    for (;;) {
      if (running.over()) throw new Ended('ABORTED');
      try {
        return await (state.Type === 'Map' ? map(name, state, input, running) : task(state, input, running));
      } catch (error) {
        if (error instanceof Ended) throw error;
        const retrier = state.Retry?.find(({ ErrorEquals }) => catches(ErrorEquals, error as Error));
        const before = retrier ? (tried.get(retrier) ?? 0) : 0;
        if (!retrier || before >= (retrier.MaxAttempts ?? 3)) throw error;
        tried.set(retrier, before + 1);
        const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds = Infinity, JitterStrategy } = retrier;
        const ms = Math.min(IntervalSeconds * BackoffRate ** before, MaxDelaySeconds) * 1000;
        await sleep(JitterStrategy === 'FULL' ? random(Math.ceil(ms)) : ms);
      }
    }
  }

  /** @throws StateError, FunctionError, Ended */
  async function walk(definition: Definition, start: Json, running: Running, at = definition.StartAt): Promise<Json> {
    const { context } = running;
    let [name, input] = [at, start];
    for (;;) {
      if (running.over()) throw new Ended('ABORTED');
      running.enter?.(name, input);
      const state = definition.States[name];
      if (!state) throw new Error(`There is no state ${name}.`);
      const given = state.InputPath ? readPath(state.InputPath, input, context) : input;
      let next = state.Next;
      let output: Json = given;
      switch (state.Type) {
        case 'Succeed':
          return given;
        case 'Fail':
          throw new StateError(
            state.ErrorPath ? String(readPath(state.ErrorPath, given, context)) : (state.Error ?? ''),
            state.CausePath ? String(readPath(state.CausePath, given, context)) : (state.Cause ?? ''),
          );
        case 'Choice':
          next = state.Choices!.find((one) => holds(one, given, context))?.Next ?? state.Default;
          break;
        case 'Wait':
          await sleep(
            1000 * (state.SecondsPath ? Number(readPath(state.SecondsPath, given, context)) : (state.Seconds ?? 0)),
          );
          break;
        case 'Pass':
          output = place(
            state.ResultPath,
            given,
            state.Parameters ? fill(state.Parameters, given, context) : (state.Result ?? given),
          );
          break;
        case 'Task':
        case 'Map':
          try {
            const result = await withRetries(name, state, given, running);
            const selected = state.ResultSelector ? fill(state.ResultSelector, result, context) : result;
            output = place(state.ResultPath, given, selected);
            if (state.OutputPath) output = readPath(state.OutputPath, output, context);
            checkState(output);
          } catch (error) {
            if (error instanceof Ended) throw error;
            const catcher = state.Catch?.find(({ ErrorEquals }) => catches(ErrorEquals, error as Error));
            if (!catcher) throw error;
            output = place(catcher.ResultPath, given, {
              Error: (error as Error).name,
              Cause: (error as Error).message,
            });
            next = catcher.Next;
          }
          break;
        default:
          throw new Error(`The simulation knows no state of the type ${state.Type}.`);
      }
      // What was caught goes on, also in a state that would have ended the execution.
      if (state.End && next === undefined) return output;
      [name, input] = [next!, output];
    }
  }

  async function run(execution: Execution): Promise<void> {
    const { executionArn: Id, stateMachineArn, name: Name } = execution;
    const definition = machines.get(stateMachineArn)!;
    const Input = JSON.parse(execution.input) as Json;
    const context = {
      Execution: { Id, Name, Input, StartTime: new Date(execution.startDate).toISOString() },
      StateMachine: { Id: stateMachineArn, Name: stateMachineArn.split(':').at(-1) },
    };
    let ended = false;
    const over = () => ended;
    const failed = () => over() && execution.status !== 'SUCCEEDED';
    const end = new Promise<never>((_resolve, reject) => {
      ends.set(Id, reject);
      if (definition.TimeoutSeconds) after(definition.TimeoutSeconds * 1000, () => reject(new Ended('TIMED_OUT')));
    });
    const from = places.get(Id) ?? { name: definition.StartAt, input: Input };
    const enter = (name: string, input: Json) => void places.set(Id, { name, input });
    trace(Name, `execution starts at ${from.name}`, '');
    try {
      const output = await Promise.race([
        walk(definition, from.input, { context, over, failed, enter }, from.name),
        end,
      ]);
      Object.assign(execution, { status: 'SUCCEEDED', output: JSON.stringify(output) });
    } catch (error) {
      const status = error instanceof Ended ? error.status : 'FAILED';
      Object.assign(execution, {
        status,
        ...(error instanceof Ended ? {} : { error: (error as Error).name, cause: (error as Error).message }),
      });
    }
    ended = true;
    ends.delete(Id);
    execution.stopDate = now();
    trace(Name, `execution ends: ${execution.status} ${execution.error ?? ''} ${execution.cause ?? ''}`, '');
    announce(execution);
  }

  return {
    executions,
    /** As StartExecution: undefined where the machine is unknown, 'taken' where the name is another execution's. */
    start(stateMachineArn: string, name: string, input: string): Execution | 'taken' | undefined {
      if (!machines.has(stateMachineArn)) return undefined;
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = executions.get(executionArn);
      if (before) return before.status === 'RUNNING' && before.input === input ? before : 'taken';
      const execution: Execution = { executionArn, stateMachineArn, name, input, startDate: now(), status: 'RUNNING' };
      executions.set(executionArn, execution);
      after(1 + random(50), () => void run(execution));
      return execution;
    },
    describe: (executionArn: string): Execution | undefined => executions.get(executionArn),
    stop(executionArn: string): Execution | undefined {
      const found = executions.get(executionArn);
      if (found?.status === 'RUNNING') ends.get(executionArn)?.(new Ended('ABORTED'));
      return found;
    },
    /** As RedriveExecution, which an operator may call: goes on with the state that did not end well. False where it can't be. */
    redrive(executionArn: string): boolean {
      const found = executions.get(executionArn);
      if (!found || found.status === 'RUNNING' || found.status === 'SUCCEEDED') return false;
      found.status = 'RUNNING';
      for (const field of ['stopDate', 'error', 'cause', 'output'] as const) delete found[field];
      after(1 + random(50), () => void run(found));
      return true;
    },
    running: () => [...executions.values()].filter(({ status }) => status === 'RUNNING'),
  };
}
