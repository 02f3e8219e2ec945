/**
 * The deployment as CloudFormation would make it on AWS: both templates of a synth with every reference resolved, for a deployment's
 * name and a region. Functions and pages are stand-ins; nothing is bundled.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, readAssembly } from '#infra/cloud-assembly/assembly.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { createApp } from '#infra/stacks/app.ts';

export const ACCOUNT = '123456789012';

/** A folder with functions/ and console/, as createApp wants it. */
export function builtStandIns(): string {
  const built = mkdtempSync(join(tmpdir(), 'landfall-built-'));
  for (const name of Object.keys(FUNCTIONS)) {
    mkdirSync(join(built, 'functions', name), { recursive: true });
    writeFileSync(join(built, 'functions', name, 'index.mjs'), `export const handler = () => '${name}';`);
  }
  mkdirSync(join(built, 'console', 'assets'), { recursive: true });
  writeFileSync(join(built, 'console', 'assets', 'a-1f3e.js'), 'export {};');
  writeFileSync(join(built, 'console', 'index.html'), '<!doctype html>');
  return built;
}

let built: string | undefined;
const synthesized = new Map<string, string>();

/** The folder of the cloud assembly of a deployment of this name; synthesized once. */
function synthesizedAs(name: string): string {
  built ??= builtStandIns();
  const known = synthesized.get(name) ?? mkdtempSync(join(tmpdir(), 'landfall-cdk-'));
  if (!synthesized.has(name)) createApp({ outdir: known, built, context: { 'landfall:name': name } }).synth();
  synthesized.set(name, known);
  return known;
}

/** `region` also decides the partition. */
export type Place = { readonly name: string; readonly region: string };
const partitionOf = (region: string) => (region.startsWith('cn-') ? 'aws-cn' : 'aws');
const suffixOf = (region: string) => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** The templates of a deployment, resolved as CloudFormation does it in this region. */
export function deployedAs({ name, region }: Place): Assembly {
  const arn = (service: string, rest: string) => `arn:${partitionOf(region)}:${service}:${region}:${ACCOUNT}:${rest}`;
  const suffix = suffixOf(region);
  return readAssembly(synthesizedAs(name), ['Stateful', 'Stateless'], {
    region,
    account: ACCOUNT,
    parameters: { PublicOriginUrl: '', 'AWS::Partition': partitionOf(region), 'AWS::URLSuffix': suffix },
    // Cut short as CloudFormation does it; S3's names are in lower case.
    nameOf: (stack, id, type) => {
      const made = `${name}-${stack}-${id}`.slice(0, 60);
      return type === 'AWS::S3::Bucket' ? made.toLowerCase() : made;
    },
    attributes: {
      'AWS::S3::Bucket.RegionalDomainName': (bucket) => `${bucket}.s3.${region}.${suffix}`,
      'AWS::S3::Bucket.Arn': (bucket) => `arn:${partitionOf(region)}:s3:::${bucket}`,
      'AWS::SQS::Queue.Ref': (queue) => `https://sqs.${region}.${suffix}/${ACCOUNT}/${queue}`,
      'AWS::SQS::Queue.Arn': (queue) => arn('sqs', queue),
      'AWS::SNS::Topic.Ref': (topic) => arn('sns', topic),
      'AWS::DynamoDB::Table.Arn': (table) => arn('dynamodb', `table/${table}`),
      'AWS::DynamoDB::Table.StreamArn': (table) => arn('dynamodb', `table/${table}/stream/0`),
      'AWS::SecretsManager::Secret.Ref': (secret) => arn('secretsmanager', `secret:${secret}`),
      'AWS::Lambda::Function.Arn': (lambda) => arn('lambda', `function:${lambda}`),
      'AWS::StepFunctions::StateMachine.Ref': (machine) => arn('states', `stateMachine:${machine}`),
      'AWS::KMS::Key.Arn': (key) => arn('kms', `key/${key}`),
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
