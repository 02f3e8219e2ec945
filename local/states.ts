/**
 * Step Functions: the few API calls that are used, over executions that are kept on disk; an execution that a stop interrupted starts
 * again, since every state is idempotent. EventBridge: the rules on an execution's status.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { readState, writeState } from '#cli/sample/state-file.ts';
import type { Assembly } from '#infra/cloud-assembly/assembly.ts';
import { machinesOf } from '#infra/cloud-assembly/description.ts';
import { NamedError, nameIn, REGION } from './aws/names.ts';
import type { Actions } from './aws-json.ts';
import { type Definition, type Machine, prepareMachine } from './distributed-map.ts';
import { matches } from './event-pattern.ts';
import type { Invoke } from './functions.ts';
import type { Permits } from './iam/permits.ts';
import { ruleArn } from './iam/policies.ts';

type Start = { executionArn: string; stateMachineArn: string; name: string; input: string; startDate: number };
type ActionInput = { executionArn: string; stateMachineArn: string; name: string; input?: string };
/** `announced`: false until the rules on its end have been called. */
type End = {
  status: string;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
  announced?: boolean | undefined;
};
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
  announced: z.boolean().optional(),
});
type Rule = { EventBusName?: string; EventPattern?: object; Targets: { Arn: string }[]; State: string };

/** `s3`: see distributed-map.ts. */
export type StatesServices = {
  readonly invoke: Invoke;
  readonly s3: string;
  readonly permits: Pick<Permits, 'invoke' | 'machine'>;
};

const seconds = () => Date.now() / 1000;
const ANNOUNCEMENTS = 3;
const PAUSE_MS = 1000;
const ENDS: Record<string, string> = { ExecutionAbortedError: 'ABORTED', ExecutionTimeoutError: 'TIMED_OUT' };

/**
 * Runs the template's machines. `folder` keeps the executions; `resume` starts those again that a stop interrupted, and says which
 * can't be read.
 */
export function createStates(
  assembly: Assembly,
  services: StatesServices,
  folder: string,
  say: (line: string) => void,
) {
  const rules = assembly.of<Rule>('AWS::Events::Rule').filter(({ properties }) => properties.State === 'ENABLED');
  const machines = new Map<string, Machine>();
  for (const [name, definition] of machinesOf<Definition>(assembly))
    machines.set(name, prepareMachine(definition, { ...services, permits: services.permits.machine(name) }));
  const executions = new Map<string, Execution>();
  const aborts = new Map<string, () => void>();
  let stopping = false;
  mkdirSync(folder, { recursive: true });

  const save = (execution: Execution) => {
    writeState(join(folder, `${execution.name}.json`), JSON.stringify(execution));
    executions.set(execution.executionArn, execution);
    return execution;
  };
  const announce = async (execution: Execution) => {
    const { executionArn, startDate, stopDate = 0 } = execution;
    const detail = { ...execution, startDate: startDate * 1000, stopDate: stopDate * 1000 };
    const type = { source: 'aws.states', 'detail-type': 'Step Functions Execution Status Change', region: REGION };
    const event = { ...type, resources: [executionArn], detail };
    const named = rules.filter(({ properties: { EventBusName, EventPattern } }) => {
      return EventBusName === undefined && EventPattern !== undefined && matches(EventPattern, event);
    });
    for (const { name, properties } of named)
      for (const { Arn } of properties.Targets) {
        services.permits.invoke('events.amazonaws.com', Arn, ruleArn(name));
        await services.invoke(Arn, event);
      }
  };
  /** The rules on an end are called until they have taken it: a few times now, and again at the next start. */
  const end = async ({ announced: _none, ...execution }: Execution) => {
    save({ ...execution, announced: false });
    for (let tries = 0; tries < ANNOUNCEMENTS && !stopping; tries += 1) {
      const taken = await announce(execution).then(
        () => true,
        () => false,
      );
      if (taken) return void save(execution);
      await setTimeout(PAUSE_MS, undefined, { ref: false });
    }
  };
  const run = async (execution: Execution) => {
    const { executionArn: Id, stateMachineArn, name: Name, startDate } = execution;
    const machine = nameIn(stateMachineArn);
    const Input = JSON.parse(execution.input) as unknown;
    const Execution = { Id, Name, Input, StartTime: new Date(startDate * 1000).toISOString() };
    const context = { Execution, StateMachine: { Id: stateMachineArn, Name: machine } };
    const { result, abort } = machines.get(machine)!(Input, context);
    aborts.set(Id, abort);
    const ended = await result.then(
      (output): End => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: Error): End => ({ status: ENDS[error.name] ?? 'FAILED', error: error.name, cause: error.message }),
    );
    aborts.delete(Id);
    // One that was stopped has ended already.
    if (stopping || executions.get(Id)?.status !== 'RUNNING') return;
    // Never before its start, whatever the clock was set to meanwhile.
    await end({ ...execution, ...ended, stopDate: Math.max(startDate, seconds()) });
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
      const stopDate = seconds();
      const execution = executions.get(executionArn);
      // On disk first: it would else go on after a kill, although it was said to be stopped.
      if (execution?.status === 'RUNNING') void end({ ...execution, status: 'ABORTED', stopDate });
      aborts.get(executionArn)?.();
      return { stopDate };
    },
  };
  const resume = () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const execution = readState(join(folder, file), kept, (line) =>
        say(`${line} Where its run had not ended, landfall run resume takes it up.`),
      );
      if (!execution) continue;
      executions.set(execution.executionArn, execution);
      if (execution.announced === false) void end(execution);
      if (execution.status === 'RUNNING' && machines.has(nameIn(execution.stateMachineArn))) void run(execution);
    }
  };
  /** Forgets the executions that ended before this, Unix ms, and that the rules have heard of. @returns how many */
  const expire = (before: number): number => {
    const over = [...executions.values()].filter(
      ({ status, stopDate = Number.POSITIVE_INFINITY, announced }) =>
        status !== 'RUNNING' && announced !== false && stopDate * 1000 < before,
    );
    for (const { executionArn, name } of over) {
      rmSync(join(folder, `${name}.json`), { force: true });
      executions.delete(executionArn);
    }
    return over.length;
  };
  const stop = () => {
    stopping = true;
    for (const abort of aborts.values()) abort();
  };
  return { actions, resume, expire, stop };
}
