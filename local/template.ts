/** Reads the cloud assembly that CDK synthesized and resolves its references for the embedded engines. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REGION = 'eu-central-1';
/** The account that fauxqs answers for. */
export const ACCOUNT = '000000000000';
const PSEUDO: Readonly<Record<string, string>> = {
  Region: REGION,
  AccountId: ACCOUNT,
  Partition: 'aws',
  URLSuffix: 'amazonaws.com',
};

type Template = {
  readonly Resources: Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Export?: { Name: string } }>>;
};
export type Resource = {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
};
type Intrinsic = (argument: never, resolve: (value: unknown) => unknown) => unknown;

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** A name that a service would accept: S3's rules are the strictest. */
const nameOf = (id: string, type: string) => {
  const stem = id.replace(/[0-9A-F]{8}$/u, '');
  return type === 'AWS::S3::Bucket' ? `landfall-${stem.toLowerCase()}` : `landfall-${stem}`;
};

/** The resolved resources and outputs of the stacks, in the order in which they would be deployed. */
export class Assembly {
  readonly directory: string;
  readonly stacks: readonly string[];
  readonly resources: Resource[] = [];
  readonly outputs: Record<string, string> = {};
  private readonly exports = new Map<string, unknown>();

  /** `parameters`: the templates' parameters. `hosts`: where queues and routes are, as host:port. `keyId`: id of a KMS key by its name. */
  constructor(
    directory: string,
    stacks: readonly string[],
    parameters: Readonly<Record<string, string>>,
    hosts: { api: string; queues: string },
    keyId: (name: string) => string,
  ) {
    this.directory = directory;
    this.stacks = stacks;
    for (const stack of stacks) {
      const template = JSON.parse(readFileSync(join(directory, `${stack}.template.json`), 'utf8')) as Template;
      const attribute = (id: string, attributeName: string): string => {
        if (id.startsWith('AWS::')) return PSEUDO[id.slice(5)] ?? '';
        if (id in parameters) return parameters[id]!;
        const { Type, Properties } = template.Resources[id] ?? {};
        if (!Type) throw new Error(`The template ${stack} refers to ${id}, which it doesn't hold.`);
        const name = nameOf(id, Type);
        const known: Record<string, string> = {
          'AWS::SQS::Queue.Ref': `http://${hosts.queues}/${ACCOUNT}/${name}`,
          'AWS::SQS::Queue.Arn': arn('sqs', name),
          'AWS::S3::Bucket.Arn': `arn:aws:s3:::${name}`,
          'AWS::DynamoDB::Table.Arn': arn('dynamodb', `table/${name}`),
          'AWS::KMS::Key.Ref': Type === 'AWS::KMS::Key' ? keyId(name) : '',
          'AWS::SecretsManager::Secret.Ref': arn('secretsmanager', `secret:${name}`),
          'AWS::Lambda::Function.Arn': arn('lambda', `function:${name}`),
          'AWS::StepFunctions::StateMachine.Ref': arn(
            'states',
            `stateMachine:${String(Properties?.['StateMachineName'])}`,
          ),
          'AWS::ApiGatewayV2::Api.ApiEndpoint': `http://${hosts.api}`,
          'AWS::CloudFront::Distribution.DomainName': hosts.api,
        };
        return known[`${Type}.${attributeName}`] ?? (attributeName === 'Ref' ? name : `${name}.${attributeName}`);
      };
      const intrinsics: Record<string, Intrinsic> = {
        Ref: (id: string) => attribute(id, 'Ref'),
        'Fn::GetAtt': ([id, name]: [string, string]) => attribute(id, name),
        'Fn::Join': ([separator, parts]: [string, unknown], resolve) => (resolve(parts) as string[]).join(separator),
        'Fn::Select': ([index, list]: [string, unknown], resolve) => (resolve(list) as string[])[Number(index)],
        'Fn::Split': ([separator, text]: [string, unknown], resolve) => String(resolve(text)).split(separator),
        'Fn::Sub': (text: string) => text.replace(/\$\{([\w:]+)\}/gu, (_match, id: string) => attribute(id, 'Ref')),
        'Fn::ImportValue': (name: string) => this.exports.get(name),
        'Fn::Equals': (pair: unknown, resolve) => ((given) => given[0] === given[1])(resolve(pair) as unknown[]),
        'Fn::Not': (list: unknown, resolve) => !(resolve(list) as unknown[])[0],
        'Fn::If': ([name, yes, no]: [string, unknown, unknown], resolve) =>
          resolve(resolve(template.Conditions?.[name]) ? yes : no),
      };
      const resolve = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(resolve);
        if (value === null || typeof value !== 'object') return value;
        const [name = '', argument] = Object.entries(value)[0] ?? [];
        const intrinsic = intrinsics[name];
        if (intrinsic) return intrinsic(argument as never, resolve);
        if (name.startsWith('Fn::'))
          throw new Error(`The template ${stack} uses ${name}, which the embedded deployment doesn't read.`);
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
      };
      for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
        this.resources.push({
          type: Type,
          name: nameOf(id, Type),
          properties: resolve(Properties) as Resource['properties'],
        });
      }
      for (const [id, { Value, Export }] of Object.entries(template.Outputs ?? {})) {
        this.outputs[id] = String(resolve(Value));
        if (Export) this.exports.set(Export.Name, this.outputs[id]);
      }
    }
  }

  of(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }
}
