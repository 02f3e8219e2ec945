/**
 * Step Functions: the few API calls that are used, over executions that are kept on disk; an execution that a stop interrupted starts
 * again, since every state is idempotent. EventBridge: the rules on an execution's status.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readState, writeState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { machinesOf } from '#infra/cloud-assembly/description.ts';
import { type Actions, NamedError, nameIn, REGION } from './aws-json.ts';
import { type Definition, type Machine, prepareMachine, type Services } from './distributed-map.ts';

type Start = { executionArn: string; stateMachineArn: string; name: string; input: string; startDate: number };
type ActionInput = { executionArn: string; stateMachineArn: string; name: string; input?: string };
type End = { status: string; stopDate?: number; output?: string; error?: string; cause?: string };
/** Times in Unix seconds, as the API has them. */
type Execution = Start & End;
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
const kept: z.ZodType<Execution> = z.looseObject({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  input: z.string().refine(isJson),
  startDate: z.number(),
  status: z.string(),
});
type Rule = { EventPattern?: object; Targets: { Arn: string }[]; State: string };

const seconds = () => Date.now() / 1000;
const ENDS: Record<string, string> = { ExecutionAbortedError: 'ABORTED', ExecutionTimeoutError: 'TIMED_OUT' };

/** EventBridge: each field that the pattern names holds one of the values there. */
function matches(pattern: object, event: object): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = (event as Record<string, unknown>)[field];
    return Array.isArray(wanted) ? wanted.includes(value) : matches(wanted as object, Object(value) as object);
  });
}

/**
 * Runs the template's machines. `folder` keeps the executions; `resume` starts those again that a stop interrupted, and says which
 * can't be read.
 */
export function createStates(assembly: Assembly, services: Services, folder: string, say: (line: string) => void) {
  const rules = assembly.of<Rule>('AWS::Events::Rule').filter(({ properties }) => properties.State === 'ENABLED');
  const machines = new Map<string, Machine>();
  for (const [name, definition] of machinesOf<Definition>(assembly))
    machines.set(name, prepareMachine(definition, services));
  const executions = new Map<string, Execution>();
  const aborts = new Map<string, () => void>();
  let stopping = false;
  mkdirSync(folder, { recursive: true });

  const save = (execution: Execution) => {
    executions.set(execution.executionArn, execution);
    writeState(join(folder, `${execution.name}.json`), JSON.stringify(execution));
    return execution;
  };
  const announce = async (execution: Execution) => {
    const { executionArn, startDate, stopDate = 0 } = execution;
    const detail = { ...execution, startDate: startDate * 1000, stopDate: stopDate * 1000 };
    const type = { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', region: REGION };
    const event = { ...type, resources: [executionArn], detail };
    for (const { properties } of rules)
      if (properties.EventPattern && matches(properties.EventPattern, event))
        for (const { Arn } of properties.Targets) await services.invoke(Arn, event).catch(() => undefined);
  };
  const run = async (execution: Execution) => {
    const { executionArn: Id, stateMachineArn, name: Name, startDate } = execution;
    const machine = nameIn(stateMachineArn);
    const Input = JSON.parse(execution.input) as unknown;
    const Execution = { Id, Name, Input, StartTime: new Date(startDate * 1000).toISOString() };
    const context = { Execution, StateMachine: { Id: stateMachineArn, Name: machine } };
    const { result, abort } = machines.get(machine)!(Input, context);
    aborts.set(Id, abort);
    const end = await result.then(
      (output): End => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: Error): End => ({ status: ENDS[error.name] ?? 'FAILED', error: error.name, cause: error.message }),
    );
    aborts.delete(Id);
    if (stopping) return;
    await announce(save({ ...execution, ...end, stopDate: seconds() }));
  };
  const actions: Actions = {
    StartExecution: ({ stateMachineArn, name, input = '{}' }: ActionInput) => {
      if (!machines.has(nameIn(stateMachineArn)))
        throw new NamedError('StateMachineDoesNotExist', 'There is no such machine.');
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const before = executions.get(executionArn);
      if (before && (before.status !== 'RUNNING' || before.input !== input))
        throw new NamedError('ExecutionAlreadyExists', 'The name is taken.');
      if (before) return { executionArn, startDate: before.startDate };
      const startDate = seconds();
      void run(save({ executionArn, stateMachineArn, name, input, startDate, status: 'RUNNING' }));
      return { executionArn, startDate };
    },
    DescribeExecution: ({ executionArn }: ActionInput) => {
      const found = executions.get(executionArn);
      if (found) return found;
      throw new NamedError('ExecutionDoesNotExist', 'There is no such execution.');
    },
    StopExecution: ({ executionArn }: ActionInput) => {
      aborts.get(executionArn)?.();
      return { stopDate: seconds() };
    },
  };
  const resume = () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const execution = readState(join(folder, file), kept, say);
      if (!execution) continue;
      executions.set(execution.executionArn, execution);
      if (execution.status === 'RUNNING' && machines.has(nameIn(execution.stateMachineArn))) void run(execution);
    }
  };
  const stop = () => {
    stopping = true;
    for (const abort of aborts.values()) abort();
  };
  return { actions, resume, stop };
}
