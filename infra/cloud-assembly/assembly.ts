/**
 * Reads the cloud assembly that CDK synthesized: resources with every reference resolved, as CloudFormation would resolve
 * it, and the folder of every file asset.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Properties = Readonly<Record<string, unknown>>;
type Template = {
  readonly Resources: Readonly<Record<string, { Type: string; Properties?: Properties; DeletionPolicy?: string }>>;
  readonly Conditions?: Properties;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
};
type Assets = {
  files: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
};
type Resolve = (value: unknown) => unknown;
type Intrinsic = (argument: never, resolve: Resolve) => unknown;

export type Resource<P = Properties> = {
  readonly type: string;
  readonly name: string;
  readonly properties: P;
  /** What becomes of it when the stack is deleted: `Retain` keeps it. */
  readonly deletion?: string;
};

/** Where the assembly is deployed to. */
export type Target = {
  readonly region: string;
  readonly account: string;
  /** Values of the templates' parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Values that the target alone knows, such as "AWS::SQS::Queue.Ref" (a queue's URL), by a resource's physical name. */
  readonly attributes: Readonly<Record<string, (name: string) => string>>;
  /** How CloudFormation names what the template gives no name; default: the logical id without CDK's hash. */
  readonly nameOf?: (stack: string, id: string, type: string) => string;
};

export type Assembly = {
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Names of what the stacks export. */
  readonly exports: readonly string[];
  /** Object key of an asset (a function's Code.S3Key) -> its folder or file. */
  readonly assets: ReadonlyMap<string, string>;
  /** All resources of a type; P is the type of their properties, which is not checked. */
  readonly of: <P = Properties>(type: string) => Resource<P>[];
};

/** Reads these stacks, in the order in which they would be deployed. @throws Error naming an unknown id, function or export. */
export function readAssembly(directory: string, stacks: readonly string[], target: Target): Assembly {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'));
  const resources: Resource[] = [];
  const outputs: Record<string, string> = {};
  const exported = new Map<string, string>();
  const assets = new Map<string, string>();
  for (const stack of stacks) {
    const template = read(`${stack}.template.json`) as Template;
    const resolve = resolver(stack, template, target, exported);
    for (const [id, { Type: type, Properties = {}, DeletionPolicy }] of Object.entries(template.Resources)) {
      const name = target.nameOf?.(stack, id, type) ?? nameOf(id, type);
      const deletion = DeletionPolicy === undefined ? {} : { deletion: DeletionPolicy };
      resources.push({ type, name, properties: resolve(Properties) as Properties, ...deletion });
    }
    for (const [id, { Value, Export }] of Object.entries(template.Outputs ?? {})) {
      outputs[id] = String(resolve(Value));
      if (Export) exported.set(Export.Name, outputs[id]);
    }
    for (const { source, destinations } of Object.values((read(`${stack}.assets.json`) as Assets).files)) {
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
    }
  }
  const of = <P>(type: string) => resources.filter((resource) => resource.type === type) as Resource<P>[];
  return { resources, outputs, exports: [...exported.keys()], assets, of };
}

/** A physical name: the logical id without CDK's hash, as S3's rules for names want it where it is a bucket's. */
function nameOf(id: string, type: string): string {
  const stem = id.replace(/[0-9A-F]{8}$/u, '');
  return `landfall-${type === 'AWS::S3::Bucket' ? stem.toLowerCase() : stem}`;
}

/** The ARNs of the types that this app refers to. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic.Ref': 'sns:',
  'AWS::SQS::Queue.Arn': 'sqs:',
  'AWS::DynamoDB::Table.Arn': 'dynamodb:table/',
  'AWS::SecretsManager::Secret.Ref': 'secretsmanager:secret:',
  'AWS::Lambda::Function.Arn': 'lambda:function:',
  'AWS::StepFunctions::StateMachine.Ref': 'states:stateMachine:',
};

function resolver(stack: string, template: Template, target: Target, exported: ReadonlyMap<string, string>): Resolve {
  const { region, account } = target;
  const pseudo = { 'AWS::Region': region, 'AWS::AccountId': account, 'AWS::Partition': 'aws' };
  const parameters: Target['parameters'] = { ...pseudo, 'AWS::URLSuffix': 'amazonaws.com', ...target.parameters };
  const unknown = (what: string): never => {
    throw new Error(`The template ${stack} refers to ${what}, which can't be resolved.`);
  };
  const attribute = (id: string, attributeName: string): string => {
    const parameter = parameters[id];
    if (parameter !== undefined) return parameter;
    const { Type, Properties = {} } = template.Resources[id] ?? unknown(id);
    const name = String(Properties['StateMachineName'] ?? target.nameOf?.(stack, id, Type) ?? nameOf(id, Type));
    const key = `${Type}.${attributeName}`;
    const given = target.attributes[key]?.(name);
    if (given !== undefined) return given;
    if (key === 'AWS::S3::Bucket.Arn') return `arn:aws:s3:::${name}`;
    const [service, ...resource] = ARNS[key]?.split(':') ?? [];
    if (service) return `arn:aws:${service}:${region}:${account}:${resource.join(':')}${name}`;
    return attributeName === 'Ref' ? name : `${name}.${attributeName}`;
  };
  const intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (id: string) => attribute(id, 'Ref'),
    'Fn::GetAtt': ([id, name]: [string, string]) => attribute(id, name),
    'Fn::Join': ([separator, parts]: [string, unknown], resolve) => (resolve(parts) as string[]).join(separator),
    'Fn::Select': ([index, list]: [string, unknown], resolve) => (resolve(list) as string[])[Number(index)],
    'Fn::Split': ([separator, text]: [string, unknown], resolve) => String(resolve(text)).split(separator),
    'Fn::Sub': (text: string) => text.replace(/\$\{([\w:]+)\}/gu, (_match, id: string) => attribute(id, 'Ref')),
    'Fn::ImportValue': (name: string) => exported.get(name) ?? unknown(name),
    'Fn::Equals': (pair: unknown, resolve) => ((given) => given[0] === given[1])(resolve(pair) as unknown[]),
    'Fn::Not': (list: unknown, resolve) => !(resolve(list) as unknown[])[0],
    'Fn::If': ([name, yes, no]: [string, unknown, unknown], resolve) =>
      resolve(resolve(template.Conditions?.[name] ?? unknown(name)) ? yes : no),
  };
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const [name = '', argument] = Object.entries(value)[0] ?? [];
    const intrinsic = intrinsics[name] ?? (name.startsWith('Fn::') ? unknown(name) : undefined);
    if (intrinsic) return intrinsic(argument as never, resolve);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  return resolve;
}
