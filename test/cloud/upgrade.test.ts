/**
 * The update of a deployment from the templates of an earlier commit to today's, by default and with everything switched on, as far as it can be read from both: what CloudFormation
 * would refuse in the middle of it, and what it would replace that holds data.
 */
import { FULL_ASSEMBLY } from './support/python.ts';
import { earlierTemplates, type Templates, templatesOf } from './support/templates.ts';

const before = earlierTemplates();
const AFTER = [
  ['the default configuration', templatesOf(process.env['LANDFALL_ASSEMBLY'] ?? 'cdk.out')],
  ['everything switched on', templatesOf(FULL_ASSEMBLY)],
] as const;

/** Where a type's name stands that only one resource of its kind can have, in an account or its region. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudFront::CachePolicy': 'CachePolicyConfig.Name',
  'AWS::CloudFront::Function': 'Name',
  'AWS::CloudFront::OriginAccessControl': 'OriginAccessControlConfig.Name',
  'AWS::CloudFront::OriginRequestPolicy': 'OriginRequestPolicyConfig.Name',
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig.Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::CodeDeploy::Application': 'ApplicationName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::ApiDestination': 'Name',
  'AWS::Events::Connection': 'Name',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::WAFv2::WebACL': 'Name',
};

/** What replaces a resource that holds data, or is refused (AWS: CloudFormation template reference, "Update requires"). */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::S3::Bucket': ['BucketName', 'ObjectLockEnabled'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::SecretsManager::Secret': ['Name'],
};

/** Each name that a template gives: "<type> <name>" -> "<stack>/<logical id>". */
function namesOf(templates: Templates): Map<string, string> {
  const found = Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const path = NAMES[Type]?.split('.') ?? [];
      const name = path.reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        Properties,
      );
      return path.length === 0 || name === undefined
        ? []
        : [[`${Type} ${JSON.stringify(name)}`, `${stack}/${id}`] as const];
    }),
  );
  return new Map(found);
}

const importsOf = (templates: Templates) =>
  [...JSON.stringify(Object.values(templates)).matchAll(/"Fn::ImportValue":"([^"]+)"/gu)].map(([, name]) => name!);

describe.each(AFTER)('to %s', (_to, after) => {
  const stateful = { before: before['Stateful']!, after: after['Stateful']! };

  test('each export that the earlier stateless stack imports is still there when the stateful stack is updated first', () => {
    const imported = new Set(importsOf(before));
    const exported = new Set(Object.values(stateful.after.Outputs ?? {}).map(({ Export }) => Export?.Name));
    expect(imported.size).toBeGreaterThan(10);
    expect([...imported].filter((name) => !exported.has(name))).toEqual([]);
  });

  test('the stateful stack keeps each of its resources, under its logical id, and replaces none', () => {
    const differ = Object.entries(stateful.before.Resources).flatMap(([id, { Type, Properties = {} }]) => {
      const now = stateful.after.Resources[id];
      if (now?.Type !== Type) return [`${id} (${Type}) is gone`];
      return (REPLACING[Type] ?? []).flatMap((name) =>
        JSON.stringify(Properties[name]) === JSON.stringify(now.Properties?.[name]) ? [] : [`${id}.${name} differs`],
      );
    });
    expect(differ).toEqual([]);
  });

  test('CloudFormation makes or removes one index of a table in one update', () => {
    type Table = { GlobalSecondaryIndexes?: { IndexName: string }[] };
    const indexesOf = (properties: unknown) =>
      new Set((properties as Table | undefined)?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
    for (const [id, { Type, Properties }] of Object.entries(stateful.before.Resources)) {
      if (Type !== 'AWS::DynamoDB::Table') continue;
      const [earlier, now] = [indexesOf(Properties), indexesOf(stateful.after.Resources[id]?.Properties)];
      const changed = [...earlier, ...now].filter((name) => !(earlier.has(name) && now.has(name)));
      expect([id, changed.length <= 1 || changed]).toEqual([id, true]);
    }
  });

  test('no new resource takes the name of one that is removed only afterwards', () => {
    const earlier = namesOf(before);
    expect(earlier.size).toBeGreaterThan(3);
    const taken = [...namesOf(after)].filter(([name, place]) => (earlier.get(name) ?? place) !== place);
    expect(taken.map(([name, place]) => `${place} wants ${name}, which ${earlier.get(name)} has`)).toEqual([]);
  });

  test('what landfall --stack reads is among the outputs of the same stack', () => {
    const outputs = Object.keys(after['Stateless']!.Outputs ?? {});
    expect(outputs).toEqual(expect.arrayContaining(['ApiEndpoint', 'ExportBucket', 'PublicOrigin']));
  });
});
