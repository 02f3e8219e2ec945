/**
 * The migration's state machine. Its definition is statemachines/migration.asl.json, whose placeholders stand for the
 * functions' ARNs (<State>Arn) and the buckets.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { FUNCTIONS } from '../functions.ts';
import { ROOT } from '../paths.ts';
import type { Functions } from './functions.ts';
import type { StatefulResources } from './stateful-resources.ts';

const DEFINITION = join(ROOT, 'statemachines', 'migration.asl.json');

export type MigrationProps = {
  readonly name: string;
  readonly functions: Functions;
  readonly stateful: StatefulResources;
};

export class Migration extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { name, functions, stateful }: MigrationProps) {
    super(scope, id);
    const arns = Object.fromEntries(
      Object.entries(FUNCTIONS).flatMap(([key, spec]) =>
        spec.state ? [[`${spec.state}Arn`, functions.get(key).functionArn]] : [],
      ),
    );
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(readFileSync(DEFINITION, 'utf8')),
      definitionSubstitutions: {
        ...arns,
        ExportBucket: stateful.exportBucket.bucketName,
        ReportBucket: stateful.reportBucket.bucketName,
      },
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          retention: RetentionDays.ONE_YEAR,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    for (const [key, spec] of Object.entries(FUNCTIONS)) if (spec.state) functions.get(key).grantInvoke(this.machine);
    this.grantMaps(name, stateful);

    // Not everything can be caught inside the machine (States.Runtime, an abort, a time-out): this rule sees the end of the execution itself.
    new Rule(this, 'ExecutionFailed', {
      description: 'Landfall: a migration ended other than by succeeding',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [this.machine.stateMachineArn] },
      },
      targets: [new LambdaTarget(functions.get('record-failure'))],
    });
  }

  /** A definition given as text brings no grants: those of its Distributed Maps, in a policy of their own, since they name the machine. */
  private grantMaps(name: string, { exportBucket, reportBucket, dataKey }: StatefulResources): void {
    const machine = this.machine.stateMachineArn;
    // Built from the name: the ARN is a token, in which nothing can be replaced. A Map's children are named after its run.
    const executions = [':', '/'].map((separator) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${name}${separator}*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    new Policy(this, 'Maps', {
      roles: [this.machine.role as never],
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine] }),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: executions }),
        new PolicyStatement({ actions: ['s3:GetObject'], resources: [exportBucket.arnForObjects('plans/*')] }),
        new PolicyStatement({
          actions: ['s3:PutObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
          resources: [reportBucket.arnForObjects('*')],
        }),
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [reportBucket.bucketArn, exportBucket.bucketArn],
        }),
        new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [dataKey.keyArn] }),
      ],
    });
  }
}
