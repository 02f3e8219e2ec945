/**
 * A state machine of statemachines/. Placeholders of its definition stand for the functions' ARNs (<State>Arn) and for what else is given.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FUNCTIONS, type MachineName, machinesOf } from '../functions.ts';
import { ROOT } from '../paths.ts';
import type { Functions } from './functions.ts';

export type StateMachineOptions = {
  /** Its name in the account. */
  readonly name: string;
  readonly machine: MachineName;
  readonly functions: Functions;
  /** Of ends that EventBridge could not hand over. */
  readonly unrecorded: IQueue;
  readonly substitutions?: Readonly<Record<string, string>>;
};

/** The machine, in this scope, with the rule that records how an execution ended that no state could catch. */
export function stateMachine(scope: Construct, options: StateMachineOptions): StateMachine {
  const { name, machine, functions, unrecorded, substitutions = {} } = options;
  const of = Object.entries(FUNCTIONS).filter(([, spec]) => machinesOf(spec).includes(machine));
  const made = new StateMachine(scope, 'Machine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(readFileSync(join(ROOT, 'statemachines', `${machine}.asl.json`), 'utf8')),
    definitionSubstitutions: {
      ...Object.fromEntries(of.map(([key, { state }]) => [`${state!}Arn`, functions.version(key).functionArn])),
      ...substitutions,
    },
    tracingEnabled: functions.tracing,
    logs: {
      destination: new LogGroup(scope, 'Log', {
        retention: functions.logRetention,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ERROR,
      includeExecutionData: false,
    },
  });
  // Every version: a run that the release before began, and the children of its Distributed Maps, go on with those of its own definition. The
  // definitions of the releases without versions name none.
  for (const [key] of of) functions.get(key).grantInvoke(made);
  // Not everything can be caught inside the machine (States.Runtime, an abort, a time-out): this rule sees the end of the execution itself.
  new Rule(scope, 'ExecutionFailed', {
    description: `Landfall: a ${machine} ended other than by succeeding`,
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [made.stateMachineArn] },
    },
    targets: [new LambdaTarget(functions.live('record-failure'), { deadLetterQueue: unrecorded })],
  });
  return made;
}
