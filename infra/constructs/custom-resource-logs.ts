/** The logs of the functions that the CDK adds to a stack: they copy the consoles' files and empty their bucket. */
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnResource, RemovalPolicy, type Stack } from 'aws-cdk-lib/core';

/**
 * Gives each function of the stack that names no log group one that goes with the stack: what Lambda makes by itself stays behind, for ever. Called when
 * the stack holds all that it will.
 */
export function logCustomResources(stack: Stack, retention: RetentionDays): void {
  const without = stack.node
    .findAll()
    .filter(
      (node): node is CfnResource =>
        CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::Lambda::Function',
    )
    .filter((node) => !(node instanceof CfnFunction && node.loggingConfig));
  if (without.length === 0) return;
  const log = new LogGroup(stack, 'CustomResourcesLog', { retention, removalPolicy: RemovalPolicy.DESTROY });
  for (const one of without) one.addPropertyOverride('LoggingConfig', { LogGroup: log.logGroupName });
}
