/**
 * The deployment as CloudFormation would make it on AWS: both templates of a synth with every reference resolved, for a deployment's
 * name and a region. Functions and pages are stand-ins; nothing is bundled.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { createApp } from '#infra/stacks/app.ts';
import { builtStandIns } from '#infra/synth/stand-ins.ts';

export { builtStandIns };

export const ACCOUNT = '123456789012';

let built: string | undefined;
const synthesized = new Map<string, string>();

/** The folder of the cloud assembly of a deployment of this name; synthesized once. @param more of its configuration, by name */
function synthesizedAs(
  name: string,
  adopt: object | string = {},
  more: Readonly<Record<string, unknown>> = {},
): string {
  built ??= builtStandIns();
  const values = { ...more, name, adopt };
  const asked = JSON.stringify(values);
  const known = synthesized.get(asked) ?? mkdtempSync(join(tmpdir(), 'landfall-cdk-'));
  const context = Object.fromEntries(Object.entries(values).map(([key, value]) => [`landfall:${key}`, value]));
  if (!synthesized.has(asked)) createApp({ outdir: known, built, context }).synth();
  synthesized.set(asked, known);
  return known;
}

/** `region` also decides the partition. `adopt`: what the deployment adopts. */
export type Place = {
  readonly name: string;
  readonly region: string;
  readonly adopt?: object | string;
  /** More of its configuration, by name. */
  readonly configuration?: Readonly<Record<string, unknown>>;
};
const partitionOf = (region: string) => (region.startsWith('cn-') ? 'aws-cn' : 'aws');
const suffixOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** The templates of a deployment, resolved as CloudFormation does it in this region. */
export function deployedAs(
  { name, region, adopt, configuration }: Place,
  stacks: readonly string[] = ['Stateful', 'Stateless'],
): Assembly {
  const arn = (service: string, rest: string) => `arn:${partitionOf(region)}:${service}:${region}:${ACCOUNT}:${rest}`;
  const suffix = suffixOf(region);
  return readAssembly(synthesizedAs(name, adopt, configuration), stacks, {
    region,
    account: ACCOUNT,
    parameters: { 'AWS::Partition': partitionOf(region), 'AWS::URLSuffix': suffix },
    // Cut short as CloudFormation does it; S3's names are in lower case.
    nameOf: (stack, id, type) => {
      const made = `${name}-${stack.replaceAll('/', '-')}-${id}`.slice(0, 60);
      return type === 'AWS::S3::Bucket' ? made.toLowerCase() : made;
    },
    attributes: {
      'AWS::S3::Bucket.RegionalDomainName': (bucket) => `${bucket}.s3.${region}.${suffix}`,
      'AWS::S3::Bucket.Arn': (bucket) => `arn:${partitionOf(region)}:s3:::${bucket}`,
      'AWS::SQS::Queue.Ref': (queue) => `https://sqs.${region}.${suffix}/${ACCOUNT}/${queue}`,
      'AWS::SQS::Queue.Arn': (queue) => arn('sqs', queue),
      'AWS::SQS::Queue.QueueName': (queue) => queue,
      'AWS::SNS::Topic.TopicName': (topic) => topic,
      'AWS::CloudWatch::Alarm.Arn': (alarm) => arn('cloudwatch', `alarm:${alarm}`),
      'AWS::SNS::Topic.Ref': (topic) => arn('sns', topic),
      'AWS::DynamoDB::Table.Arn': (table) => arn('dynamodb', `table/${table}`),
      'AWS::DynamoDB::Table.StreamArn': (table) => arn('dynamodb', `table/${table}/stream/0`),
      'AWS::SecretsManager::Secret.Ref': (secret) => arn('secretsmanager', `secret:${secret}-AbCdEf`),
      'AWS::Lambda::Function.Arn': (lambda) => arn('lambda', `function:${lambda}`),
      'AWS::StepFunctions::StateMachine.Ref': (machine) => arn('states', `stateMachine:${machine}`),
      'AWS::KMS::Key.Arn': (key) => arn('kms', `key/${key}`),
      'AWS::Logs::LogGroup.Arn': (group) => arn('logs', `log-group:${group}:*`),
      'AWS::CloudFront::Distribution.DomainName': () => 'd111111abcdef8.cloudfront.net',
      'AWS::ApiGatewayV2::Api.ApiEndpoint': (api) => `https://${api}.execute-api.${region}.${suffix}`,
    },
  });
}

export type Statement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
};

type LambdaProperties = { Description?: string; Role: string; Environment?: { Variables: Record<string, string> } };

/** A function of infra/functions.ts: its variables, and what its role is allowed. @throws Error where there is none */
export function deployedFunction(assembly: Assembly, name: string) {
  const found = assembly
    .of<LambdaProperties>('AWS::Lambda::Function')
    .find(({ properties }) => properties.Description === `Landfall ${name}`);
  if (!found) throw new Error(`The template has no function ${name}.`);
  const role = found.properties.Role.replace(/\.Arn$/u, '');
  const statements = assembly
    .of<{ Roles?: string[]; PolicyDocument: { Statement: Statement[] } }>('AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles?.includes(role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  return { environment: found.properties.Environment?.Variables ?? {}, statements };
}

const pattern = (text: string) =>
  new RegExp(`^${text.replaceAll(/[.+^$()|[\]{}\\]/gu, String.raw`\$&`).replaceAll('*', '.*')}$`, 'u');

/** Whether an Allow of these covers the action on the resource (IAM's patterns; conditions and denials are not looked at). */
export const allows = (statements: readonly Statement[], action: string, resource: string): boolean =>
  statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      [Action].flat().some((one) => pattern(one).test(action)) &&
      [Resource].flat().some((one) => pattern(one).test(resource)),
  );
