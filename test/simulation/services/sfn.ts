/**
 * The API of AWS Step Functions; what runs is the machines' business. Source: AWS Step Functions API reference. StartExecution is idempotent by
 * name while the execution runs; DescribeExecution is eventually consistent.
 */
import * as z from 'zod';
import { type Action, action, type JsonService, jsonService, Refusal } from './json.ts';
import { type Rarely, sometimes } from './rarely.ts';
import type { Service, Surroundings } from './service.ts';

export type Execution = {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  /** Unix milliseconds. */
  readonly startDate: number;
  readonly status: string;
  readonly stopDate?: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
};
export type Machines = {
  /** undefined where there is no such machine; 'taken' where the name is that of another execution, or of one that has ended. */
  start(stateMachineArn: string, name: string, input: string): Execution | 'taken' | undefined;
  describe(executionArn: string): Execution | undefined;
  /** Ends an execution; one that has ended stays as it is. */
  stop(executionArn: string): Execution | undefined;
};

const MAX_BYTES = 262_144;
/** How long an execution may be seen as it was before. */
const STALE_MS = 2_000;
/** API reference, StartExecution: name. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\u{FFFE}\u{FFFF}\p{Cs}]/u;

const FAULTS: JsonService['refused'] = {
  throttled: { name: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  internal: { name: 'InternalFailure', status: 500 },
  unavailable: { name: 'ServiceUnavailable', status: 503 },
};
const arn = z.string().min(1).max(2048);
const invalid = (issue: z.core.$ZodIssue) =>
  new Refusal('ValidationException', `1 validation error detected: ${issue.path.join('.')}: ${issue.message}`);

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > MAX_BYTES)
    throw new Refusal('InvalidExecutionInput', `Input must be at most ${MAX_BYTES} bytes.`);
  try {
    JSON.parse(input);
  } catch {
    throw new Refusal('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON.');
  }
}
/** @throws Refusal InvalidArn */
function checkArn(value: string, kind: string): void {
  if (!value.startsWith('arn:') || !value.includes(`:${kind}:`))
    throw new Refusal('InvalidArn', `Invalid Arn: '${value}'`);
}
const inSeconds = (ms: number): number => ms / 1000;

export function createSfn(world: Surroundings, machines: Machines, rarely: Rarely = sometimes(world)): Service {
  const { now } = world;
  const unknown = (name: string) => new Refusal('ExecutionDoesNotExist', `Execution Does Not Exist: '${name}'`);
  /** @throws Refusal */
  const seen = (executionArn: string): Execution => {
    checkArn(executionArn, 'execution');
    const found = machines.describe(executionArn);
    if (!found || (now() - found.startDate < STALE_MS && rarely())) throw unknown(executionArn);
    const { stopDate, output: _output, error: _error, cause: _cause, ...before } = found;
    return stopDate !== undefined && now() - stopDate < STALE_MS && rarely() ? { ...before, status: 'RUNNING' } : found;
  };
  const actions: Readonly<Record<string, Action>> = {
    StartExecution: action(
      'StartExecution',
      {
        input: z.strictObject({
          stateMachineArn: arn,
          name: z.string().min(1).max(80),
          input: z.string().default('{}'),
        }),
        run: ({ stateMachineArn, name, input }) => {
          checkArn(stateMachineArn, 'stateMachine');
          if (FORBIDDEN.test(name)) throw new Refusal('InvalidName', `Invalid Name: '${name}'`);
          checkInput(input);
          const started = machines.start(stateMachineArn, name, input);
          if (started === undefined)
            throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
          if (started === 'taken') throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`);
          return { executionArn: started.executionArn, startDate: inSeconds(started.startDate) };
        },
        own: {
          'too-many': () => {
            throw new Refusal('ExecutionLimitExceeded', 'The maximum number of running executions has been reached.');
          },
        },
      },
      invalid,
    ),
    DescribeExecution: action(
      'DescribeExecution',
      {
        input: z.strictObject({ executionArn: arn }),
        run: ({ executionArn }) => {
          const { startDate, stopDate, ...found } = seen(executionArn);
          return {
            ...found,
            startDate: inSeconds(startDate),
            ...(stopDate === undefined ? {} : { stopDate: inSeconds(stopDate) }),
          };
        },
      },
      invalid,
    ),
    StopExecution: action(
      'StopExecution',
      {
        input: z.strictObject({ executionArn: arn, error: z.string().optional(), cause: z.string().optional() }),
        run: ({ executionArn }) => {
          checkArn(executionArn, 'execution');
          if (!machines.stop(executionArn)) throw unknown(executionArn);
          return { stopDate: inSeconds(now()) };
        },
      },
      invalid,
    ),
  };
  return jsonService({ target: 'AWSStepFunctions', version: '1.0', actions, refused: FAULTS }, world);
}
