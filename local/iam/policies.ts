/**
 * The policies of the templates: of each role, of each resource that has one of its own, and who may invoke which function. Each is compiled
 * at the start, also where nothing here asks for it.
 */
import type { Assembly, Resource } from '#infra/cloud-assembly/assembly.ts';
import { ACCOUNT, nameIn, REGION } from '../aws/names.ts';
import type { Policies } from './judge.ts';
import { type Statement, statementsOf } from './policy.ts';

/** Of AWS's own policies those that are known here: what Lambda itself does with it, and no function. */
const KNOWN_MANAGED = ['AWSLambdaBasicExecutionRole'];

type Document = { PolicyDocument: object };
type Attached = Document & { Roles?: string[]; ManagedPolicyName?: string };
type Role = {
  ManagedPolicyArns?: string[];
  Policies?: (Document & { PolicyName: string })[];
  PermissionsBoundary?: unknown;
};
type Permission = {
  Action: string;
  FunctionName: string;
  Principal: string;
  SourceArn?: string;
  SourceAccount?: string;
};

const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const tableArn = (name: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
export const ruleArn = (name: string): string => `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`;
/** Of a route of an API (AWS: Control access to HTTP APIs with AWS IAM authorization). */
export const routeArn = (apiId: string, method: string, path: string): string =>
  `arn:aws:execute-api:${REGION}:${ACCOUNT}:${apiId}/$default/${method}${path}`;
export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
const keyArn = (name: string): string => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name.split('/').at(-1)}`;
/** The last part of a path or URL, which names a queue. */
const lastIn = (url: string): string => url.split('/').at(-1)!;

class Lists {
  readonly byName = new Map<string, Statement[]>();

  add(name: string, statements: readonly Statement[]): void {
    this.byName.set(name, [...(this.byName.get(name) ?? []), ...statements]);
  }
}

function invocationOf({ name, properties }: Resource<Permission>): [string, Statement[]] {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties;
  const Resource = FunctionName.startsWith('arn:') ? FunctionName : functionArn(FunctionName);
  const Condition = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
  };
  const statement = { Effect: 'Allow', Action, Resource, Principal: { Service: Principal }, Condition };
  const document = { Version: '2012-10-17', Statement: [statement] };
  return [Resource, statementsOf(document, name, 'resource')];
}

/** A policy of its own: type -> the document, and the ARNs of the resources that it belongs to. */
function resourcePolicies(assembly: Pick<Assembly, 'of'>): [arn: string, name: string, document: object][] {
  const of = <P>(type: string) => assembly.of<P>(type);
  return [
    ...of<{ KeyPolicy?: object }>('AWS::KMS::Key').flatMap(({ name, properties: { KeyPolicy } }) =>
      KeyPolicy ? [[keyArn(name), name, KeyPolicy] as [string, string, object]] : [],
    ),
    ...of<{ ResourcePolicy?: Document }>('AWS::DynamoDB::Table').flatMap(({ name, properties }) =>
      properties.ResourcePolicy
        ? [[tableArn(name), name, properties.ResourcePolicy.PolicyDocument] as [string, string, object]]
        : [],
    ),
    ...of<Document & { Bucket: string }>('AWS::S3::BucketPolicy').map(
      ({ name, properties }): [string, string, object] => [
        bucketArn(properties.Bucket),
        name,
        properties.PolicyDocument,
      ],
    ),
    ...of<Document & { Queues: string[] }>('AWS::SQS::QueuePolicy').flatMap(({ name, properties }) =>
      properties.Queues.map((url): [string, string, object] => [
        queueArn(lastIn(url)),
        name,
        properties.PolicyDocument,
      ]),
    ),
    ...of<Document & { Topics: string[] }>('AWS::SNS::TopicPolicy').flatMap(({ name, properties }) =>
      properties.Topics.map((arn): [string, string, object] => [arn, name, properties.PolicyDocument]),
    ),
  ];
}

/** @throws Error naming a policy that can't be judged here, or a role that another one has the name of */
export function policiesOf(assembly: Pick<Assembly, 'of'>): Policies {
  const identities = new Lists();
  for (const { name, properties } of assembly.of<Role>('AWS::IAM::Role')) {
    if (identities.byName.has(name)) throw new Error(`Two roles have the name ${name}.`);
    const { ManagedPolicyArns = [], Policies = [], PermissionsBoundary } = properties;
    const unknown = ManagedPolicyArns.find((arn) => !KNOWN_MANAGED.includes(lastIn(arn)));
    if (unknown) throw new Error(`The policy ${unknown} of ${name} can't be judged here: it is AWS's own.`);
    if (PermissionsBoundary) throw new Error(`The permissions boundary of ${name} can't be judged here.`);
    const inline = Policies.flatMap((policy) => statementsOf(policy.PolicyDocument, policy.PolicyName, 'identity'));
    identities.add(name, inline);
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])
    for (const { name, properties } of assembly.of<Attached>(type)) {
      const statements = statementsOf(properties.PolicyDocument, name, 'identity');
      for (const role of properties.Roles ?? []) identities.add(role, statements);
    }
  const resources = new Lists();
  for (const [arn, name, document] of resourcePolicies(assembly))
    resources.add(arn, statementsOf(document, name, 'resource'));
  for (const permission of assembly.of<Permission>('AWS::Lambda::Permission'))
    resources.add(...invocationOf(permission));
  return { account: ACCOUNT, identities: identities.byName, resources: resources.byName };
}

/** The managed policies for people, by name. */
export function managedPoliciesOf(assembly: Pick<Assembly, 'of'>): Map<string, Statement[]> {
  return new Map(
    assembly
      .of<Attached>('AWS::IAM::ManagedPolicy')
      .map(({ name, properties }) => [
        properties.ManagedPolicyName ?? name,
        statementsOf(properties.PolicyDocument, name, 'identity'),
      ]),
  );
}

type WithRole = { Role?: string; RoleArn?: string; AssumeRolePolicyDocument?: unknown };

/**
 * The role that the service takes for a function or a machine.
 * @throws Error where it has none, or one that does not trust the service
 */
export function roleOf(
  assembly: Pick<Assembly, 'of'>,
  { name, properties }: Resource<object>,
  service: string,
): string {
  const { Role, RoleArn } = properties as WithRole;
  const role = nameIn(lastIn((Role ?? RoleArn ?? '').replace(/\.Arn$/u, '')));
  const found = assembly.of<WithRole>('AWS::IAM::Role').find((one) => one.name === role);
  if (!found) throw new Error(`${name} has no role.`);
  const trust = JSON.stringify(found.properties.AssumeRolePolicyDocument ?? {});
  if (!trust.includes(`"Service":"${service}"`)) throw new Error(`The role of ${name} does not trust ${service}.`);
  return role;
}
