/** The migration's state machine: statemachines/migration.asl.json, with what its Distributed Maps need. */
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type StateMachineOptions, stateMachine } from './state-machine.ts';
import type { StatefulResources } from './stateful-resources.ts';

export type MigrationProps = Pick<StateMachineOptions, 'name' | 'functions' | 'unrecorded'> & {
  readonly stateful: StatefulResources;
};

export class Migration extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { name, functions, unrecorded, stateful }: MigrationProps) {
    super(scope, id);
    this.machine = stateMachine(this, {
      name,
      machine: 'migration',
      functions,
      unrecorded,
      substitutions: {
        ExportBucket: stateful.exportBucket.bucketName,
        ReportBucket: stateful.reportBucket.bucketName,
      },
    });
    this.grantMaps(name, stateful);
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
