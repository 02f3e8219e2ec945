/** What CloudFormation's functions and references in a template stand for. */

export type Properties = Readonly<Record<string, unknown>>;
export type Template = {
  readonly Resources: Readonly<
    Record<string, { Type: string; Properties?: Properties; DeletionPolicy?: string; Condition?: string }>
  >;
  readonly Parameters?: Readonly<Record<string, { Default?: unknown }>>;
  readonly Conditions?: Properties;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string }; Condition?: string }>>;
};
/** Where the assembly is deployed to. */
export type Target = {
  readonly region: string;
  readonly account: string;
  /** Values of the templates' parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Variables of functions that the target alone knows, in place of what the template says: where the consoles are. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Values that the target alone knows, such as "AWS::SQS::Queue.Ref" (a queue's URL), by a resource's physical name. */
  readonly attributes: Readonly<Record<string, (name: string) => string>>;
  /**
   * How CloudFormation names what the template gives no name; default: the logical id without CDK's hash. `stack`: its id, with that of each nested
   * stack behind a slash.
   */
  readonly nameOf?: (stack: string, id: string, type: string) => string;
};

type Resolve = (value: unknown) => unknown;
type Intrinsic = (argument: never, resolve: Resolve) => unknown;

/** The ARNs of the types that this app refers to. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic.Ref': 'sns:',
  'AWS::SQS::Queue.Arn': 'sqs:',
  'AWS::DynamoDB::Table.Arn': 'dynamodb:table/',
  'AWS::KMS::Key.Arn': 'kms:key/',
  'AWS::SecretsManager::Secret.Ref': 'secretsmanager:secret:',
  'AWS::Lambda::Function.Arn': 'lambda:function:',
  'AWS::StepFunctions::StateMachine.Ref': 'states:stateMachine:',
  'AWS::Events::Rule.Arn': 'events:rule/',
  'AWS::Events::EventBus.Arn': 'events:event-bus/',
  'AWS::Logs::LogGroup.Arn': 'logs:log-group:',
};

/** What stands behind a function's ARN. A template is read as deployed for the first time: each version is the first. */
const QUALIFIERS: Readonly<Record<string, (properties: Properties) => string>> = {
  'AWS::Lambda::Version.Ref': () => FIRST_VERSION,
  'AWS::Lambda::Alias.Ref': ({ Name }) => String(Name),
};
const FIRST_VERSION = '1';

/** What lies outside one template. */
export type Surroundings = {
  /** What the stacks before it export. */
  readonly exported: ReadonlyMap<string, string>;
  /** The physical name of a resource. */
  readonly physical: (id: string, type: string) => string;
  /** The output of a nested stack by the logical id of its resource. */
  readonly output: (id: string, name: string) => string;
};

/**
 * Resolves the values of a template. `holds`: whether the condition of this name, if any, is true.
 * @throws (both) Error that names what can't be resolved
 */
export function resolver(stack: string, template: Template, target: Target, surroundings: Surroundings) {
  const { region, account } = target;
  const defaults = Object.entries(template.Parameters ?? {}).filter(([, { Default }]) => Default !== undefined);
  const parameters: Target['parameters'] = {
    ...Object.fromEntries(defaults.map(([id, { Default }]) => [id, String(Default)])),
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    ...target.parameters,
  };
  const unknown = (what: string): never => {
    throw new Error(`The template ${stack} refers to ${what}, which can't be resolved.`);
  };
  const attribute = (id: string, attributeName: string): string => {
    const parameter = parameters[id];
    if (parameter !== undefined) return parameter;
    const { Type, Properties = {} } = template.Resources[id] ?? unknown(id);
    if (Type === 'AWS::CloudFormation::Stack' && attributeName.startsWith('Outputs.'))
      return surroundings.output(id, attributeName.slice('Outputs.'.length));
    const qualifier = QUALIFIERS[`${Type}.${attributeName}`]?.(Properties);
    if (qualifier !== undefined) return `${functionArn(Properties['FunctionName'])}:${qualifier}`;
    const name = String(Properties['StateMachineName'] ?? Properties['AlarmName'] ?? surroundings.physical(id, Type));
    const key = `${Type}.${attributeName}`;
    const given = target.attributes[key]?.(name);
    if (given !== undefined) return given;
    if (key === 'AWS::S3::Bucket.Arn') return `arn:aws:s3:::${name}`;
    const [service, ...resource] = ARNS[key]?.split(':') ?? [];
    if (key === 'AWS::Lambda::Version.Version') return FIRST_VERSION;
    if (service) return `arn:aws:${service}:${region}:${account}:${resource.join(':')}${name}`;
    return attributeName === 'Ref' ? name : `${name}.${attributeName}`;
  };
  /** A version and an alias name their function by a reference to it. */
  const functionArn = (name: unknown): string => {
    const { Ref: id } = Object(name) as { readonly Ref?: string };
    return id === undefined ? unknown(`the function ${JSON.stringify(name)}`) : attribute(id, 'Arn');
  };
  const intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (id: string) => attribute(id, 'Ref'),
    'Fn::GetAtt': ([id, name]: [string, string]) => attribute(id, name),
    'Fn::Join': ([separator, parts]: [string, unknown], resolve) => (resolve(parts) as string[]).join(separator),
    'Fn::Select': ([index, list]: [string, unknown], resolve) => (resolve(list) as string[])[Number(index)],
    'Fn::Split': ([separator, text]: [string, unknown], resolve) => String(resolve(text)).split(separator),
    'Fn::Sub': (text: string) => text.replace(/\$\{([\w:]+)\}/gu, (_match, id: string) => attribute(id, 'Ref')),
    // Of a stack that is not read here: what CloudFront alone takes from it.
    'Fn::GetStackOutput': ({ StackName, OutputName }: { StackName: string; OutputName: string }) =>
      `${StackName}.${OutputName}`,
    'Fn::ImportValue': (name: string) => surroundings.exported.get(name) ?? unknown(name),
    'Fn::FindInMap': (names: unknown, resolve) => {
      const [map = '', key = '', second = ''] = resolve(names) as readonly string[];
      return template.Mappings?.[map]?.[key]?.[second] ?? unknown(`${map}.${key}.${second}`);
    },
    'Fn::Equals': (pair: unknown, resolve) => ((given) => given[0] === given[1])(resolve(pair) as unknown[]),
    'Fn::Not': (list: unknown, resolve) => !(resolve(list) as unknown[])[0],
    'Fn::If': ([name, yes, no]: [string, unknown, unknown], resolve) => resolve(holds(name) ? yes : no),
  };
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const [name = '', argument] = Object.entries(value)[0] ?? [];
    const intrinsic = intrinsics[name] ?? (name.startsWith('Fn::') ? unknown(name) : undefined);
    if (intrinsic) return intrinsic(argument as never, resolve);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
  const holds = (condition: string | undefined): boolean =>
    condition === undefined || resolve(template.Conditions?.[condition] ?? unknown(condition)) === true;
  return { resolve, holds };
}
