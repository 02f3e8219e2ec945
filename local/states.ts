/**
 * Step Functions: aws-local-stepfunctions behind the few API calls that are used. A Distributed Map, which the library lacks, is
 * lowered onto it. Executions are kept on disk; one that a stop cut off starts again, since every state is idempotent.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateMachine } from 'aws-local-stepfunctions';
import pMap from 'p-map';
import { type Actions, ServiceError } from './aws-json.ts';
import type { Functions } from './functions.ts';
import { type Assembly, REGION } from './template.ts';

type State = Record<string, unknown> & { Type: string };
type Definition = { StartAt: string; States: Record<string, State>; ProcessorConfig?: { Mode?: string } };
type Handlers = Record<string, (input: never) => Promise<unknown>>;
type Execution = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  input: string;
  startDate: number;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
};
type Machine = { DefinitionString: string; DefinitionSubstitutions?: Record<string, string>; StateMachineName: string };
type Rule = {
  EventPattern: { source: string[]; detail: { status: string[]; stateMachineArn: string[] } };
  Targets: { Arn: string }[];
  State: string;
};
type MapTask = {
  input: unknown;
  reader: { Bucket: string; Key: string };
  writer?: { Bucket: string; Prefix: string };
  concurrency: number;
};

const seconds = () => Date.now() / 1000;
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

export class States {
  private readonly definitions = new Map<string, Definition>();
  private readonly executions = new Map<string, Execution>();
  private readonly aborts = new Map<string, () => void>();
  private readonly rules: Rule[];
  private readonly functions: Functions;
  private readonly s3: string;
  private readonly folder: string;
  private stopping = false;

  /** `s3`: the endpoint from which plans are read and to which results are written. `folder` keeps the executions. */
  constructor(assembly: Assembly, functions: Functions, s3: string, folder: string) {
    this.functions = functions;
    this.s3 = s3;
    this.folder = folder;
    this.rules = assembly.of('AWS::Events::Rule').map(({ properties }) => properties as unknown as Rule);
    for (const { properties } of assembly.of('AWS::StepFunctions::StateMachine')) {
      const { DefinitionString, DefinitionSubstitutions = {}, StateMachineName } = properties as Machine;
      const bound = DefinitionString.replace(
        /\$\{(\w+)\}/gu,
        (placeholder, name: string) => DefinitionSubstitutions[name] ?? placeholder,
      );
      const unbound = /\$\{(\w+)\}/u.exec(bound);
      if (unbound) throw new Error(`The state machine's placeholder ${unbound[1]} is not bound.`);
      this.definitions.set(StateMachineName, JSON.parse(bound) as Definition);
    }
    mkdirSync(folder, { recursive: true });
  }

  /** Goes on with what was running when the deployment stopped. */
  resume(): void {
    for (const file of readdirSync(this.folder)) {
      const execution = JSON.parse(readFileSync(join(this.folder, file), 'utf8')) as Execution;
      this.executions.set(execution.executionArn, execution);
      if (execution.status === 'RUNNING') this.run(execution);
    }
  }

  stop(): void {
    this.stopping = true;
    for (const abort of this.aborts.values()) abort();
  }

  readonly actions: Actions = {
    StartExecution: (given) => {
      const {
        stateMachineArn,
        name,
        input = '{}',
      } = given as { stateMachineArn: string; name: string; input?: string };
      if (!this.definitions.has(stateMachineArn.split(':').at(-1)!))
        throw new ServiceError('StateMachineDoesNotExist', 'There is no such machine.');
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = this.executions.get(executionArn);
      if (before && (before.status !== 'RUNNING' || before.input !== input))
        throw new ServiceError('ExecutionAlreadyExists', 'The name is taken.');
      const execution: Execution = before ?? {
        executionArn,
        stateMachineArn,
        name,
        status: 'RUNNING',
        input,
        startDate: seconds(),
      };
      if (!before) this.run(this.save(execution));
      return { executionArn, startDate: execution.startDate };
    },
    DescribeExecution: ({ executionArn }) => this.find(executionArn),
    StopExecution: ({ executionArn }) => {
      this.aborts.get(this.find(executionArn).executionArn)?.();
      return { stopDate: seconds() };
    },
  };

  private find(arn: unknown): Execution {
    const found = this.executions.get(String(arn));
    if (!found) throw new ServiceError('ExecutionDoesNotExist', 'There is no such execution.');
    return found;
  }

  private save(execution: Execution): Execution {
    this.executions.set(execution.executionArn, execution);
    writeFileSync(join(this.folder, `${execution.name}.json`), JSON.stringify(execution));
    return execution;
  }

  private run(execution: Execution): void {
    const { executionArn, stateMachineArn, name, startDate } = execution;
    const machine = stateMachineArn.split(':').at(-1)!;
    const input: unknown = JSON.parse(execution.input);
    const Execution = {
      Id: executionArn,
      Name: name,
      Input: input,
      StartTime: new Date(startDate * 1000).toISOString(),
    };
    const { result, abort } = this.start(this.definitions.get(machine)!, input, {
      Execution,
      StateMachine: { Id: stateMachineArn, Name: machine },
    });
    this.aborts.set(executionArn, abort);
    const end = (changes: Partial<Execution>) => {
      this.aborts.delete(executionArn);
      if (!this.stopping) void this.announce(this.save({ ...execution, ...changes, stopDate: seconds() }));
    };
    result.then(
      (output) => end({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: Error) =>
        end({
          status: error.name.startsWith('ExecutionAborted') ? 'ABORTED' : 'FAILED',
          error: error.name,
          cause: error.message,
        }),
    );
  }

  private start(
    definition: Definition,
    input: unknown,
    context: object,
  ): { result: Promise<unknown>; abort: () => void } {
    const taskResourceLocalHandlers: Handlers = {};
    const States = Object.entries(definition.States).map(([name, state]) => [
      name,
      this.lower(name, state, taskResourceLocalHandlers, context),
    ]);
    const machine = new StateMachine({ ...definition, States: Object.fromEntries(States) } as never, {
      validationOptions: { checkArn: false, checkPaths: false },
    });
    return machine.run(input as never, {
      context: context as never,
      overrides: { taskResourceLocalHandlers: taskResourceLocalHandlers as never },
    });
  }

  /** A Task calls its function; a Distributed Map becomes a Task that runs its children here. */
  private lower(name: string, state: State, handlers: Handlers, context: object): State {
    if (state.Type === 'Task') {
      handlers[name] = async ({ FunctionName, Payload }: { FunctionName: string; Payload: unknown }) => ({
        StatusCode: 200,
        Payload: await this.functions.invoke(FunctionName, Payload),
      });
    }
    const {
      ItemProcessor,
      ItemReader,
      ItemSelector,
      ItemBatcher,
      ResultWriter,
      MaxConcurrency = 5,
      MaxConcurrencyPath,
      Label: _,
      ...rest
    } = state;
    const {
      ToleratedFailurePercentage = 0,
      ToleratedFailureCount = 0,
      ...common
    } = rest as State & Record<string, number>;
    const processor = ItemProcessor as Definition | undefined;
    if (processor?.ProcessorConfig?.Mode !== 'DISTRIBUTED') return state;
    if (ItemBatcher) throw new Error(`${name}: the embedded deployment batches no items.`);
    const { ProcessorConfig: __, ...child } = processor;
    // An ItemSelector is a Pass state in front of the child.
    const select = { Type: 'Pass', Parameters: ItemSelector, Next: child.StartAt };
    const definition = ItemSelector
      ? { ...child, StartAt: 'SelectItem', States: { SelectItem: select, ...child.States } }
      : child;
    handlers[name] = async (task: MapTask) => {
      const answer = await fetch(`${this.s3}/${task.reader.Bucket}/${task.reader.Key}`);
      if (!answer.ok) throw named('States.ItemReaderFailed', `Reading ${task.reader.Key}: ${answer.status}`);
      const items = (await answer.text())
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown);
      const tolerated = Math.max(ToleratedFailureCount, Math.floor((items.length * ToleratedFailurePercentage) / 100));
      let failures = 0;
      const runItem = async (Value: unknown, Index: number) => {
        const input = ItemSelector ? task.input : Value;
        return this.start(definition, input, { ...context, Map: { Item: { Index, Value } } }).result.then(
          (Output) => ({ Status: 'SUCCEEDED', Output }),
          (error: Error) => {
            failures += 1;
            if (failures > tolerated)
              throw named('States.ExceedToleratedFailureThreshold', `${failures} of ${items.length} items failed.`);
            return { Status: 'FAILED', Error: error.name, Cause: error.message };
          },
        );
      };
      const results = await pMap(items, runItem, { concurrency: Math.max(1, task.concurrency) });
      if (!task.writer) return results;
      const ResultWriterDetails = {
        Bucket: task.writer.Bucket,
        Key: `${task.writer.Prefix}/${crypto.randomUUID()}/manifest.json`,
      };
      await fetch(`${this.s3}/${ResultWriterDetails.Bucket}/${ResultWriterDetails.Key}`, {
        method: 'PUT',
        body: JSON.stringify(results),
      });
      return { ResultWriterDetails };
    };
    const parametersOf = (value: unknown) => (value as { Parameters: unknown }).Parameters;
    const Parameters = {
      'input.$': '$',
      reader: parametersOf(ItemReader),
      ...(ResultWriter ? { writer: parametersOf(ResultWriter) } : {}),
      ...(MaxConcurrencyPath ? { 'concurrency.$': MaxConcurrencyPath } : { concurrency: MaxConcurrency }),
    };
    return { ...common, Type: 'Task', Resource: 'arn:aws:states:::embedded:map', Parameters };
  }

  /** EventBridge: the rules on an execution's status. */
  private async announce({ startDate, stopDate = 0, ...execution }: Execution): Promise<void> {
    const detail = { ...execution, startDate: startDate * 1000, stopDate: stopDate * 1000 };
    const event = {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      region: REGION,
      resources: [detail.executionArn],
      detail,
    };
    for (const { EventPattern, Targets, State } of this.rules) {
      const { status, stateMachineArn } = EventPattern.detail;
      if (State !== 'ENABLED' || !status.includes(detail.status) || !stateMachineArn.includes(detail.stateMachineArn))
        continue;
      for (const { Arn } of Targets) await this.functions.invoke(Arn, event).catch(() => undefined);
    }
  }
}
