/**
 * The only description of the deployment: `cdk deploy` gives it to CloudFormation, `npm start` to the embedded engines.
 */
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { App, Aspects, Names, Stack, Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { readConfiguration } from '../configuration.ts';
import { BUILD } from '../paths.ts';
import { StatefulStack } from './stateful.ts';
import { StatelessStack } from './stateless.ts';

type Options = { outdir?: string; built?: string; context?: Record<string, string> };

/**
 * The app, not yet synthesized. `outdir`: the cloud assembly's folder (default: what the cdk CLI asks for). `built`: the
 * folder with functions/ and console/. `context` as on the cdk command line.
 */
export function createApp(options: Options = {}): App {
  const { built = BUILD, ...props } = options;
  const app = new App({ analyticsReporting: false, ...props });
  const configuration = readConfiguration(app.node);
  const env = {
    ...(process.env['CDK_DEFAULT_ACCOUNT'] ? { account: process.env['CDK_DEFAULT_ACCOUNT'] } : {}),
    ...(process.env['CDK_DEFAULT_REGION'] ? { region: process.env['CDK_DEFAULT_REGION'] } : {}),
  };
  const stateful = new StatefulStack(app, 'Stateful', configuration, {
    env,
    stackName: `${configuration.name}-stateful`,
    terminationProtection: true,
  });
  const stackName = `${configuration.name}-stateless`;
  new StatelessStack(app, 'Stateless', configuration, stateful, built, { env, stackName });
  Tags.of(app).add('application', configuration.name);
  Aspects.of(app).add({ visit: nameAfterDeployment });
  return app;
}

/** With the stack's name and the region at most 128 characters. */
const MAX_NAME = 64;

/** IAM is one list for all regions: the names that the CDK makes up for policies tell neither the deployment nor the region. */
function nameAfterDeployment(node: IConstruct): void {
  if (!(node instanceof CfnPolicy)) return;
  const { stackName, region } = Stack.of(node);
  node.policyName = `${stackName}-${region}-${Names.uniqueResourceName(node, { maxLength: MAX_NAME })}`;
}
