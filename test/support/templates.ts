/** The templates of a synth as they are, nested ones among them, and what an update of one to the other would do. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly UpdatePolicy?: Readonly<Record<string, unknown>>;
};
export type Template = {
  readonly Description?: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
};
type Output = { readonly Value: unknown; readonly Description?: string; readonly Export?: { readonly Name: string } };
/** By a stack's id; a nested one by its path without slashes, such as StatelessWatch. */
export type Templates = Readonly<Record<string, Template>>;

/** What `createApp({outdir}).synth()` left in the folder. */
export function templatesIn(outdir: string): Templates {
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/(?:[0-9A-F]{8}\.nested)?\.template\.json$/u, ''),
      JSON.parse(readFileSync(join(outdir, file), 'utf8')) as Template,
    ]),
  );
}

/** Each resource with its stack: "Stateful/Directory98167B95". */
export const resourcesOf = (templates: Templates): readonly (readonly [path: string, resource: TemplateResource])[] =>
  Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, resource]) => [`${stack}/${id}`, resource] as const),
  );

/**
 * What is lost where CloudFormation makes a new resource of the type and removes the old one. Of a type that is missing here the new one is as good: it
 * holds nothing, and its name and address are known to the templates alone.
 */
export const LOST: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'the address that operators call and that their policies name',
  'AWS::CertificateManager::Certificate': 'its validation',
  'AWS::CloudFormation::Stack':
    'everything in it, and the update itself where the old one still holds what the new one needs',
  'AWS::CloudFront::Distribution': 'the address where the users are',
  'AWS::CloudWatch::Dashboard': 'the address that operators keep',
  'AWS::DynamoDB::Table': 'its items',
  'AWS::Events::EventBus': 'the rules that others have added',
  'AWS::IAM::ManagedPolicy': 'the roles and users that it is attached to',
  'AWS::KMS::Key': 'all that is encrypted with it',
  'AWS::Lambda::EventSourceMapping': 'its place in the stream',
  'AWS::Lambda::Function': 'its versions, which running executions name',
  'AWS::Logs::LogGroup': 'its logs',
  'AWS::S3::Bucket': 'its objects, and the name that administrators upload to',
  'AWS::SES::ConfigurationSet': "the sender's reputation so far",
  'AWS::SES::EmailIdentity': 'its verification',
  'AWS::SNS::Subscription': 'its confirmation by mail',
  'AWS::SNS::Topic': 'its subscriptions, which are confirmed by mail',
  'AWS::SQS::Queue': 'the messages in it',
  'AWS::SecretsManager::Secret': 'the keys in it',
  'AWS::StepFunctions::StateMachine': 'the executions that run, and the ARN that functions start',
  'AWS::WAFv2::WebACL': 'what it has counted',
};

let spec: ReturnType<typeof loadAwsServiceSpecSync> | undefined;
const replacing = new Map<string, readonly string[]>();

/** The properties whose change makes CloudFormation replace a resource of the type, by AWS's own schema. @throws Error where it has no such type */
function replacingOf(type: string): readonly string[] {
  spec ??= loadAwsServiceSpecSync();
  const known = replacing.get(type);
  if (known) return known;
  const [found] = spec.lookup('resource', 'cloudFormationType', 'equals', type);
  if (!found) throw new Error(`CloudFormation's specification has no type ${type}.`);
  const names = Object.entries(found.properties).filter(
    ([, { causesReplacement = 'no' }]) => causesReplacement !== 'no',
  );
  const sorted = names.map(([name]) => name).sort();
  replacing.set(type, sorted);
  return sorted;
}

/** Pseudo parameters and their values. */
export type Pseudo = Readonly<Record<string, string>>;

/** Texts that stand beside one another are one. */
function together(parts: readonly unknown[]): unknown[] {
  const done: unknown[] = [];
  for (const part of parts) {
    const last = done.at(-1);
    if (typeof last === 'string' && typeof part === 'string') done[done.length - 1] = last + part;
    else done.push(part);
  }
  return done;
}

/** A value as it stands in the template of a stack whose place the synth knows: the CDK writes region and account out there. */
function placed(value: unknown, pseudo: Pseudo): unknown {
  if (Array.isArray(value)) return value.map((item) => placed(item, pseudo));
  if (value === null || typeof value !== 'object') return value;
  const { Ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown[]] };
  if (Ref !== undefined) return pseudo[Ref] ?? value;
  if (join?.[0] === '') {
    const parts = together(join[1].map((part) => placed(part, pseudo)));
    return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, placed(item, pseudo)]));
}

/** A resource that no update may replace: the values of the properties whose change would do so. */
export type Kept = { readonly type: string; readonly replacing: Readonly<Record<string, unknown>> };

/** Everything of the templates that no update may replace or remove. @param pseudo where their synth knew no place: the place to compare them in */
export function keptOf(templates: Templates, pseudo: Pseudo = {}): Readonly<Record<string, Kept>> {
  const kept = resourcesOf(templates).filter(([, { Type }]) => LOST[Type] !== undefined);
  return Object.fromEntries(
    kept.map(([path, { Type: type, Properties = {} }]) => {
      const given = replacingOf(type).filter((name) => Properties[name] !== undefined);
      const values = given.map((name) => [name, placed(Properties[name], pseudo)] as const);
      return [path, { type, replacing: Object.fromEntries(values) }];
    }),
  );
}

/** What an update would do to what is kept, a sentence each. */
export function losses(before: Readonly<Record<string, Kept>>, after: Readonly<Record<string, Kept>>): string[] {
  return Object.entries(before).flatMap(([path, { type, replacing: was }]) => {
    const lost = `lost: ${LOST[type]}`;
    const now = after[path];
    if (now?.type !== type) return [`${path} (${type}) would be removed; ${lost}.`];
    const names = [...new Set([...Object.keys(was), ...Object.keys(now.replacing)])];
    const changed = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(now.replacing[name]));
    return changed.map((name) => {
      const [from, to] = [was[name], now.replacing[name]].map((value) => JSON.stringify(value) ?? 'none');
      return `${path} (${type}) would be replaced, since ${name} changes from ${from} to ${to}; ${lost}.`;
    });
  });
}
