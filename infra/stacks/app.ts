/**
 * The only description of the deployment: `cdk deploy` gives it to CloudFormation, `npm start` to the embedded engines.
 */
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { App, Aspects, Names, Stack, Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { checkPlace } from '../configuration/adoption.ts';
import { deploymentName } from '../configuration/name.ts';
import { readConfiguration } from '../configuration/read.ts';
import { warn } from '../configuration/warnings.ts';
import { BUILD } from '../paths.ts';
import { EDGE_REGION, EdgeLogsStack, EdgeStack, type EdgeSuffix, edgeName, needsEdge, withEdge } from './edge.ts';
import { EdgeWatchStack, needsEdgeWatch } from './edge-watch.ts';
import { StatefulStack } from './stateful.ts';
import { StatelessStack } from './stateless.ts';

type Options = {
  outdir?: string;
  built?: string;
  context?: Record<string, unknown>;
  configurationFile?: string;
  anywhere?: boolean;
};

/**
 * The app, not yet synthesized. `outdir`: the cloud assembly's folder (default: what the cdk CLI asks for). `built`: the
 * folder with functions/ and console/. `context` as on the cdk command line. `configurationFile`: what is read where the context names
 * no other. `anywhere`: whatever the configuration says, the templates name no account and no region, as the embedded deployment needs them.
 * @throws ConfigurationError with all that is wrong in the configuration
 */
export function createApp(options: Options = {}): App {
  const { built = BUILD, configurationFile, anywhere = false, ...props } = options;
  const app = new App({ analyticsReporting: false, ...props });
  const configuration = readConfiguration(app.node, configurationFile);
  const account = configuration.account ?? process.env['CDK_DEFAULT_ACCOUNT'];
  const region = configuration.region ?? process.env['CDK_DEFAULT_REGION'];
  const inAccount = account && !anywhere ? { account } : {};
  const env = { ...inAccount, ...(region && !anywhere ? { region } : {}) };
  checkPlace(configuration.adopt, env);
  const name = deploymentName(configuration);
  const edgeEnv = { ...inAccount, region: EDGE_REGION };
  const edgeStackName = edgeName(configuration, 'edge', env.region);
  const edge = needsEdge(configuration)
    ? new EdgeStack(app, 'Edge', configuration, { env: edgeEnv, stackName: edgeStackName })
    : undefined;
  const stateful = new StatefulStack(app, 'Stateful', configuration, {
    env,
    stackName: `${name}-stateful`,
    terminationProtection: true,
  });
  const stackName = `${name}-stateless`;
  const behindEdge = withEdge(configuration, edgeStackName);
  const stateless = new StatelessStack(app, 'Stateless', behindEdge, stateful, built, { env, stackName });
  // What it reads of that stack's outputs is no reference that the CDK would see.
  if (edge) stateless.addStackDependency(edge);
  const { region: home } = env;
  if (home !== undefined) {
    const after = { stackName, region: home };
    const propsOf = (suffix: EdgeSuffix) => ({ env: edgeEnv, stackName: edgeName(configuration, suffix, home) });
    const behind = [
      ...(configuration.siteAccessLog
        ? [new EdgeLogsStack(app, 'EdgeLogs', configuration, after, propsOf('edge-logs'))]
        : []),
      ...(needsEdgeWatch(configuration, home)
        ? [new EdgeWatchStack(app, 'EdgeWatch', behindEdge, after, propsOf('edge-watch'))]
        : []),
    ];
    for (const stack of behind) stack.addStackDependency(stateless);
  }
  warn(stateless, configuration);
  Tags.of(app).add('application', name);
  Aspects.of(app).add({ visit: nameAfterDeployment });
  return app;
}

/** With the stack's name and the region at most 128 characters. */
const MAX_NAME = 64;

/** IAM is one list for all regions: the names that the CDK makes up for policies tell neither the deployment nor the region. */
function nameAfterDeployment(node: IConstruct): void {
  if (!(node instanceof CfnPolicy)) return;
  let stack = Stack.of(node);
  // A nested stack has a name that CloudFormation makes up.
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  const { stackName, region } = stack;
  node.policyName = `${stackName}-${region}-${Names.uniqueResourceName(node, { maxLength: MAX_NAME })}`;
}
