/** A cloud assembly as moto's CloudFormation can make it, for test/cloud/deploy/ alone: what moto lacks is left out, and listed here. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Template, templatesOf } from './templates.ts';

/** Types that moto's CloudFormation does not know, and what stays unproved by that. */
export const LACKING: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Integration': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Route': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Stage': 'the HTTP API is served by the embedded gateway only',
  'AWS::CertificateManager::Certificate': 'only AWS issues it',
  'AWS::CloudFront::Distribution': 'the site is served by the embedded gateway only',
  'AWS::CloudFront::Function': 'its code runs in infra/stacks/app.test.ts',
  'AWS::CloudFront::OriginAccessControl': 'only AWS tells whether the distribution may read the bucket',
  'AWS::CloudFront::ResponseHeadersPolicy': 'its headers are held by infra/stacks/app.test.ts',
  'AWS::CloudWatch::Alarm': 'its metric is read by cfn-lint and by test/contract/watch.test.ts only',
  'AWS::CloudWatch::CompositeAlarm': 'its rule is read by test/contract/watch.test.ts only',
  'AWS::CodeDeploy::Application': 'what stands on the aliases is held by infra/stacks/gradual.test.ts',
  'AWS::CodeDeploy::DeploymentGroup': 'what stands on the aliases is held by infra/stacks/gradual.test.ts',
  'AWS::Events::ApiDestination': 'the embedded deployment calls the webhook',
  'AWS::Events::Connection': 'only AWS reads its secret',
  'AWS::Lambda::Alias': 'the embedded deployment calls by it; here its function stands for it',
  'AWS::Logs::Delivery': 'only AWS tells whether the log reaches its bucket',
  'AWS::Logs::DeliveryDestination': 'only AWS tells whether the log reaches its bucket',
  'AWS::Logs::DeliverySource': 'only AWS tells whether the log reaches its bucket',
  'AWS::Logs::QueryDefinition': 'its query is read by test/contract/watch.test.ts only',
  'AWS::S3::BucketPolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SES::ConfigurationSet': 'only AWS tells whether SES takes it',
  'AWS::SES::ConfigurationSetEventDestination': 'only AWS tells whether SES may publish to the topic',
  'AWS::SES::EmailIdentity': 'only AWS verifies it',
  'AWS::SNS::Subscription': 'the delivery is played by the embedded deployment only',
  'AWS::SNS::TopicPolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SQS::QueuePolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SecretsManager::Secret': 'only AWS draws the secret',
  'AWS::WAFv2::WebACL': 'its rules are held by test/contract/configuration.test.ts; only AWS applies them',
};

/** Properties that moto's CloudFormation reads wrongly, so that it could not make the resource. */
export const MISREAD: readonly { readonly type: string; readonly property: string; readonly why: string }[] = [
  {
    type: 'AWS::KMS::Key',
    property: 'Tags',
    why: 'moto wants TagKey, as the API of KMS has it; CloudFormation has Key',
  },
];

/** Types of which moto's CloudFormation gives no text for a Ref, and the attribute that AWS gives for it. */
export const MISREFERRED: Readonly<Record<string, string>> = { 'AWS::Events::EventBus': 'Name' };

/** CDK's own resources, whose functions moto does not run: they copy the consoles' files, and empty the bucket at the end. */
export const isCustom = (type: string): boolean => type.startsWith('Custom::');

type Attributes = Readonly<Record<string, string>>;

/** The template without what moto lacks. `attributes`: values of what is left out, by "<type>.<attribute>". */
function without(template: Template, attributes: Attributes): Template {
  const left = new Map(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type in LACKING || isCustom(Type))
      .map(([id, { Type }]) => [id, Type]),
  );
  // What calls a function by its alias calls the function.
  const aliases = new Map(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::Lambda::Alias')
      .map(([id, { Properties }]) => [id, Properties as { FunctionName: { Ref: string }; Name: string }]),
  );
  const calledBy = (alias: { FunctionName: { Ref: string } }) => ({ 'Fn::GetAtt': [alias.FunctionName.Ref, 'Arn'] });
  /** The alias whose name with its function's a text is. */
  const qualified = (join: readonly [string, readonly unknown[]]) =>
    [...aliases].find(
      ([id, { Name }]) => join[1].at(-1) === `:${Name}` && JSON.stringify(join).includes(`{"Ref":"${id}"}`),
    )?.[1];
  const standIn = (id: string, attribute: string): unknown => {
    const known = attributes[`${left.get(id)}.${attribute}`];
    if (known !== undefined) return known;
    const alias = aliases.get(id);
    if (alias) return calledBy(alias);
    return attribute === 'Arn' || attribute === 'Ref' ? `arn:aws:moto:::${id}` : `${id}.${attribute}`;
  };
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (value === null || typeof value !== 'object') return value;
    const {
      Ref,
      'Fn::GetAtt': attribute,
      'Fn::Join': join,
    } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string]; 'Fn::Join'?: [string, unknown[]] };
    const alias = join && qualified(join);
    if (alias) return calledBy(alias);
    if (Ref !== undefined && left.has(Ref)) return standIn(Ref, 'Ref');
    const referred = MISREFERRED[template.Resources[Ref ?? '']?.Type ?? ''];
    if (referred !== undefined) return { 'Fn::GetAtt': [Ref, referred] };
    if (attribute !== undefined && left.has(attribute[0])) return standIn(...attribute);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item)]));
  };
  const kept = Object.entries(template.Resources).filter(([id]) => !left.has(id));
  const Resources = kept.map(([id, { DependsOn = [], Properties = {}, ...resource }]) => {
    const depends = [DependsOn].flat().filter((other) => !left.has(other));
    const read = Object.entries(Properties).filter(
      ([name]) => !MISREAD.some(({ type, property }) => type === resource.Type && property === name),
    );
    return [id, { ...resource, DependsOn: depends, Properties: rewrite(Object.fromEntries(read)) }];
  });
  return {
    ...template,
    Resources: Object.fromEntries(Resources),
    Outputs: rewrite(template.Outputs ?? {}),
  } as Template;
}

/** Copies the assembly to `to`, with the templates that moto can make. @param zones hosted zones of the templates -> those that moto has */
export function forMoto(assembly: string, to: string, attributes: Attributes, zones: Attributes): void {
  cpSync(assembly, to, { recursive: true });
  for (const [name, template] of Object.entries(templatesOf(to))) {
    const text = JSON.stringify(without(template, attributes));
    const there = Object.entries(zones).reduce((now, [zone, other]) => now.replaceAll(zone, other), text);
    writeFileSync(join(to, `${name}.template.json`), there);
  }
}

/** The types of the templates of an assembly. */
export function typesOf(assembly: string): string[] {
  const types = Object.values(templatesOf(assembly)).flatMap(({ Resources }) =>
    Object.values(Resources).map(({ Type }) => Type),
  );
  return [...new Set(types)].sort();
}

/** The template of a stack, or of a nested one by the name of its file. */
export const readTemplate = (assembly: string, name: string): Template => templatesOf(assembly)[name]!;

/** The nested stacks of a stack: logical id -> the name of its template, which is the asset that its address names. */
export function nestedIn(assembly: string, stack: string): ReadonlyMap<string, string> {
  const manifest = join(assembly, `${stack}.assets.json`);
  // A nested stack has none of its own, and nests nothing.
  if (!existsSync(manifest)) return new Map();
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    files: Record<string, { source: { path: string } }>;
  };
  const nested = Object.entries(readTemplate(assembly, stack).Resources).filter(
    ([, { Type }]) => Type === 'AWS::CloudFormation::Stack',
  );
  return new Map(
    nested.map(([id, { Properties }]) => {
      const address = JSON.stringify(Properties?.['TemplateURL']);
      const [, { source }] = Object.entries(files).find(([hash]) => address.includes(hash))!;
      return [id, source.path.replace('.template.json', '')];
    }),
  );
}
