/** A cloud assembly as moto's CloudFormation can make it, for test/cloud/deploy/ alone: what moto lacks is left out, and listed here. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Template, templatesOf } from './templates.ts';

/** Types that moto's CloudFormation does not know, and what stays unproved by that. */
export const LACKING: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Integration': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Route': 'the HTTP API is served by the embedded gateway only',
  'AWS::ApiGatewayV2::Stage': 'the HTTP API is served by the embedded gateway only',
  'AWS::CloudFront::Distribution': 'the site is served by the embedded gateway only',
  'AWS::CloudFront::Function': 'its code runs in infra/stacks/app.test.ts',
  'AWS::CloudFront::OriginAccessControl': 'only AWS tells whether the distribution may read the bucket',
  'AWS::CloudFront::ResponseHeadersPolicy': 'its headers are held by infra/stacks/app.test.ts',
  'AWS::CloudWatch::Alarm': 'its metric is read by cfn-lint and by test/contract/operations.test.ts only',
  'AWS::Logs::MetricFilter': 'its pattern is held by infra/stacks/app.test.ts',
  'AWS::S3::BucketPolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SES::ConfigurationSet': 'only AWS tells whether SES takes it',
  'AWS::SES::ConfigurationSetEventDestination': 'only AWS tells whether SES may publish to the topic',
  'AWS::SNS::Subscription': 'the delivery is played by the embedded deployment only',
  'AWS::SNS::TopicPolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SQS::QueuePolicy': 'the policy is judged by the embedded deployment only',
  'AWS::SecretsManager::Secret': 'only AWS draws the secret',
};

/** Properties that moto's CloudFormation reads wrongly, so that it could not make the resource. */
export const MISREAD: readonly { readonly type: string; readonly property: string; readonly why: string }[] = [
  {
    type: 'AWS::KMS::Key',
    property: 'Tags',
    why: 'moto wants TagKey, as the API of KMS has it; CloudFormation has Key',
  },
];

/** CDK's own resources, whose functions moto does not run: they copy the consoles' files, and empty the bucket at the end. */
const isCustom = (type: string) => type.startsWith('Custom::');

type Attributes = Readonly<Record<string, string>>;

/** The template without what moto lacks. `attributes`: values of what is left out, by "<type>.<attribute>". */
function without(template: Template, attributes: Attributes): Template {
  const left = new Map(
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type in LACKING || isCustom(Type))
      .map(([id, { Type }]) => [id, Type]),
  );
  const standIn = (id: string, attribute: string) =>
    attributes[`${left.get(id)}.${attribute}`] ??
    (attribute === 'Arn' || attribute === 'Ref' ? `arn:aws:moto:::${id}` : `${id}.${attribute}`);
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (value === null || typeof value !== 'object') return value;
    const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    if (Ref !== undefined && left.has(Ref)) return standIn(Ref, 'Ref');
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

/** Copies the assembly to `to`, with the templates that moto can make. */
export function forMoto(assembly: string, to: string, attributes: Attributes): void {
  cpSync(assembly, to, { recursive: true });
  for (const [name, template] of Object.entries(templatesOf(to)))
    writeFileSync(join(to, `${name}.template.json`), JSON.stringify(without(template, attributes)));
}

/** The types of the templates of an assembly. */
export function typesOf(assembly: string): string[] {
  const types = Object.values(templatesOf(assembly)).flatMap(({ Resources }) =>
    Object.values(Resources).map(({ Type }) => Type),
  );
  return [...new Set(types)].sort();
}

/** What a nested stack's template is read from: its file, for a test that compares resources. */
export const readTemplate = (assembly: string, name: string): Template =>
  JSON.parse(readFileSync(join(assembly, `${name}.template.json`), 'utf8')) as Template;
