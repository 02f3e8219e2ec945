/**
 * The only description of the deployment: `cdk deploy` gives it to CloudFormation, `npm start` to the embedded engines.
 */
import { App, Tags } from 'aws-cdk-lib';
import { readConfiguration } from './configuration.ts';
import { StatefulStack } from './stacks/stateful.ts';
import { StatelessStack } from './stacks/stateless.ts';

/** The app, not yet synthesized. `outdir`: the cloud assembly's folder (default: what the cdk CLI asks for). */
export function createApp(options: { outdir?: string } = {}): App {
  const app = new App({ analyticsReporting: false, ...options });
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
  new StatelessStack(app, 'Stateless', configuration, stateful, { env, stackName: `${configuration.name}-stateless` });
  Tags.of(app).add('application', configuration.name);
  return app;
}
