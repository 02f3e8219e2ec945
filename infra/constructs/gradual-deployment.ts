/**
 * A release takes over step by step: CodeDeploy moves each alias to the new version, a part of the calls first, and moves it back where the calls of
 * that time fail. Runs and campaigns are not touched by it: they keep the versions that they began with.
 */
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaDeploymentConfig,
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Duration, NestedStack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { GradualDeploymentName } from '../configuration/values.ts';

const CONFIGURATIONS: Readonly<Record<Exclude<GradualDeploymentName, 'off'>, ILambdaDeploymentConfig>> = {
  canary10Percent5Minutes: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
  canary10Percent15Minutes: LambdaDeploymentConfig.CANARY_10PERCENT_15MINUTES,
  linear10PercentEvery1Minute: LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_1MINUTE,
  linear10PercentEvery3Minutes: LambdaDeploymentConfig.LINEAR_10PERCENT_EVERY_3MINUTES,
};

export type GradualDeploymentProps = {
  readonly pace: Exclude<GradualDeploymentName, 'off'>;
  /** By the function's name, such as start-run. */
  readonly aliases: ReadonlyMap<string, Alias>;
  /** How often the API answered with a fault of its own (5xx): a function that catches its error does not fail by Lambda's count. */
  readonly apiFaults: IMetric;
};

export class GradualDeployment extends Construct {
  constructor(scope: Construct, id: string, { pace, aliases, apiFaults }: GradualDeploymentProps) {
    super(scope, id);
    const application = new LambdaApplication(this, 'Application');
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') }) as IRole;
    // One for each alias: in the stack itself they would bring it near CloudFormation's quota (docs/decisions/nested-stacks.md).
    const alarms = new NestedStack(this, 'Alarms', { description: 'Landfall: alarms that take a deployment back' });
    const faults = takesBack(alarms, 'ApiFaults', apiFaults);
    for (const [name, alias] of aliases)
      new LambdaDeploymentGroup(this, name, {
        application,
        alias,
        role,
        deploymentConfig: CONFIGURATIONS[pace],
        // Those of the alias, whichever version answered.
        alarms: [
          takesBack(alarms, `${name}Errors`, alias.metricErrors({ period: Duration.minutes(1), statistic: 'Sum' })),
          faults,
        ],
      });
  }
}

/** It mails to no operator, and stops a deployment: in between, the alarms of Watch ring. */
function takesBack(scope: Construct, id: string, metric: IMetric): Alarm {
  return new Alarm(scope, id, {
    alarmDescription: 'Landfall: takes back the deployment that is going on (docs/operations.md, Upgrading)',
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
