import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { DIMENSION, METRICS, NAMESPACE } from '#lambdas/shared/metrics.ts';
import { builtStandIns } from '#test/support/cloud.ts';
import { leftOut } from '../cloud-assembly/supported-properties.ts';
import { FUNCTIONS } from '../functions.ts';
import { createApp } from './app.ts';

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: unknown };
type Resources = Record<string, { Type: string; Properties: Record<string, unknown>; DeletionPolicy?: string }>;

let stateful: Template;
let stateless: Template;
let routes: Template;
let watch: Template;

const built = builtStandIns();
const make = (context: Record<string, string> = {}) =>
  createApp({ outdir: mkdtempSync(join(tmpdir(), 'landfall-cdk-')), built, context });

beforeAll(() => {
  const app = make();
  const template = (...path: string[]) =>
    Template.fromStack(path.reduce<IConstruct>((scope, id) => scope.node.findChild(id), app) as Stack);
  stateful = template('Stateful');
  stateless = template('Stateless');
  routes = template('Stateless', 'Api', 'Routes');
  watch = template('Stateless', 'Watch');
}, 60_000);

const all = (template: Template, type: string): Resources => template.findResources(type) as Resources;

test('every route of the function list is a route of the API, and operators sign theirs', () => {
  const made = Object.values(all(routes, 'AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
    Properties['RouteKey'],
    Properties['AuthorizationType'],
  ]);
  const wanted = Object.values(FUNCTIONS).flatMap((spec) => spec.routes ?? []);
  const authorization = (route: string) => (route.includes(' /api/operator/') ? 'AWS_IAM' : 'NONE');
  expect(new Map(made as [string, string][])).toEqual(new Map(wanted.map((route) => [route, authorization(route)])));
});

test('the tables are on demand, backed up, encrypted with a customer-managed key, and retained when the stack goes', () => {
  for (const [, table] of Object.entries(all(stateful, 'AWS::DynamoDB::Table'))) {
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        DeletionProtectionEnabled: true,
      },
    });
  }
  stateful.resourceCountIs('AWS::DynamoDB::Table', 6);
});

test('the index of people and the table that finds them leave the tables of earlier releases in place', () => {
  const tables = Object.entries(all(stateful, 'AWS::DynamoDB::Table'));
  // Logical id, key and name decide whether CloudFormation replaces a table: these are those of the first release.
  const [directory] = tables.filter(([id]) => id === 'Directory98167B95');
  expect(directory?.[1].Properties).not.toHaveProperty('TableName');
  expect(directory?.[1].Properties).toMatchObject({
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    // CloudFormation makes one index of a table in one update.
    GlobalSecondaryIndexes: [
      {
        IndexName: 'journey',
        KeySchema: [
          { AttributeName: 'peopleOf', KeyType: 'HASH' },
          { AttributeName: 'journey', KeyType: 'RANGE' },
        ],
        Projection: {
          ProjectionType: 'INCLUDE',
          NonKeyAttributes: ['userId', 'externalId', 'tokens', 'source', 'enabled', 'packedAt'],
        },
      },
    ],
  });
  const [search] = tables.filter(([id]) => /^Search[0-9A-F]{8}$/u.test(id));
  expect(search?.[1].Properties).not.toHaveProperty('TimeToLiveSpecification');
});

test('uploads reach the queue without a custom resource, and packages are deleted after a day (U5)', () => {
  stateful.hasResourceProperties('AWS::S3::Bucket', {
    NotificationConfiguration: {
      QueueConfigurations: [
        { Event: 's3:ObjectCreated:*', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] } } },
      ],
    },
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 1, Status: 'Enabled' })]) },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    VersioningConfiguration: Match.absent(),
  });
  for (const template of [stateful, stateless, routes, watch]) {
    const types = Object.values(template.toJSON()['Resources'] as Resources).map(({ Type }) => Type);
    // CloudFormation alone can't copy the consoles' files into their bucket, nor empty it.
    const known = ['Custom::CDKBucketDeployment', 'Custom::S3AutoDeleteObjects'];
    expect(types.filter((type) => type.startsWith('Custom::') && !known.includes(type))).toEqual([]);
  }
});

test('no policy of a function allows every action or, but for what SES says of itself and tracing, every resource', () => {
  const policies = Object.values(all(stateless, 'AWS::IAM::Policy'));
  expect(policies.length).toBeGreaterThanOrEqual(Object.keys(FUNCTIONS).length);
  for (const { Properties } of policies) {
    for (const { Action, Resource } of (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement) {
      const actions = [Action].flat();
      expect(actions.filter((action) => action === '*' || action.endsWith(':*'))).toEqual([]);
      // The last two are for CDK's own function, which copies the consoles' files.
      const free =
        /^(ses:Get(?:SendQuota|AccountSendingEnabled|IdentityVerificationAttributes)$|dynamodb:ListStreams$|xray:|logs:|cloudfront:(?:Get|Create)Invalidation$)/u;
      if ([Resource].flat().includes('*')) expect(actions.filter((action) => !free.test(action))).toEqual([]);
    }
  }
});

test('events on bounces and complaints reach their queue, and only the services on that way may use it and its key', () => {
  const [destination] = Object.values(all(stateless, 'AWS::SES::ConfigurationSetEventDestination'));
  expect(destination!.Properties['EventDestination']).toMatchObject({ MatchingEventTypes: ['bounce', 'complaint'] });
  stateless.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs', RawMessageDelivery: true });
  const allowed = (template: Template, type: string, document: string, action: string) =>
    Object.values(all(template, type))
      .flatMap(
        ({ Properties }) => (Properties[document] as { Statement: (Statement & { Principal: object })[] }).Statement,
      )
      .filter(({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes(action))
      .flatMap(({ Principal, Condition }) =>
        'Service' in Principal ? [[Principal.Service, Condition !== undefined]] : [],
      );
  const [topic, queue, key] = ['AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::KMS::Key'];
  expect(allowed(stateless, topic!, 'PolicyDocument', 'sns:Publish')).toEqual(
    expect.arrayContaining([
      ['cloudwatch.amazonaws.com', true],
      ['ses.amazonaws.com', true],
    ]),
  );
  // SNS: the events, and those that it could not deliver. EventBridge: the ends of executions that it could not hand over, one rule a machine.
  expect(allowed(stateless, queue!, 'PolicyDocument', 'sqs:SendMessage')).toEqual([
    ['sns.amazonaws.com', true],
    ['sns.amazonaws.com', true],
    ['events.amazonaws.com', true],
    ['events.amazonaws.com', true],
  ]);
  const services = allowed(stateful, key!, 'KeyPolicy', 'kms:GenerateDataKey').map(([service]) => service);
  expect(services).toEqual(
    expect.arrayContaining(['sns.amazonaws.com', 'ses.amazonaws.com', 'cloudwatch.amazonaws.com', 's3.amazonaws.com']),
  );
});

test('only the function that reads manifests may use the private half of the export key', () => {
  const holders = Object.entries(FUNCTIONS).filter(([, spec]) => spec.uses.includes('exportKey:open'));
  expect(holders.map(([name]) => name)).toEqual(['read-manifest']);
});

test('every placeholder of the state machine is bound', () => {
  const [machine] = Object.values(all(stateless, 'AWS::StepFunctions::StateMachine'));
  const { DefinitionString, DefinitionSubstitutions } = machine!.Properties as {
    DefinitionString: string;
    DefinitionSubstitutions: object;
  };
  const placeholders = new Set([...DefinitionString.matchAll(/\$\{(\w+)\}/gu)].map((match) => match[1]));
  expect(placeholders.size).toBeGreaterThan(5);
  for (const name of placeholders) expect(Object.keys(DefinitionSubstitutions)).toContain(name);
});

test('functions run Node 24 on arm64, with an explicit log group, on their own bundle', () => {
  const functions = Object.values(all(stateless, 'AWS::Lambda::Function')).filter(({ Properties }) =>
    String(Properties['Description']).startsWith('Landfall '),
  );
  expect(functions).toHaveLength(Object.keys(FUNCTIONS).length);
  for (const { Properties } of functions) {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      LoggingConfig: { LogGroup: expect.anything() },
    });
  }
  const assets = functions.map(({ Properties }) => (Properties['Code'] as { S3Key: string }).S3Key);
  expect(new Set(assets).size).toBe(functions.length);
});

test('a wrong value of the configuration is refused by its name', () => {
  expect(() => make({ 'landfall:packageDays': 'many' })).toThrow(/packageDays/u);
  expect(() => make({ 'landfall:name': 'Not A Name' })).toThrow(/name/u);
});

test('an alarm counts the log lines on an administrator made with --break-glass, two ways given by a sole one and a token disabled by failures', () => {
  expect(all(watch, 'AWS::Logs::MetricFilter')).toEqual({});
  const counted = {
    BrokenGlass: 'admin.break_glass',
    SecondWays: 'administration.second_way',
    TokensDisabled: 'token.disabled_by_failures',
  } as const;
  for (const [MetricName, event] of Object.entries(counted)) {
    const { events } = METRICS[MetricName as keyof typeof counted];
    expect(events).toEqual([event]);
    watch.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName,
      Namespace: NAMESPACE,
      Dimensions: [{ Name: DIMENSION, Value: 'landfall' }],
      AlarmActions: Match.anyValue(),
    });
  }
});

test('after a rotation the distribution sends the key of the origin secret that the operator names', () => {
  for (const [context, key] of [
    [{}, 'k1'],
    [{ 'landfall:originKey': 'k2' }, 'k2'],
  ] as const) {
    const template = Template.fromStack(make(context).node.findChild('Stateless') as Stack);
    const [site] = Object.values(all(template, 'AWS::CloudFront::Distribution'));
    expect(JSON.stringify(site)).toContain(`:SecretString:${key}::`);
  }
  expect(() => make({ 'landfall:originKey': 'k 2' })).toThrow(/originKey/u);
});

test('every answer of the distribution has the headers of S4, also where the API or the distribution itself answers', () => {
  const policies = Object.values(all(stateless, 'AWS::CloudFront::ResponseHeadersPolicy'));
  expect(policies).toHaveLength(2);
  for (const { Properties } of policies) {
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = Properties[
      'ResponseHeadersPolicyConfig'
    ] as Record<string, Record<string, never>>;
    expect(JSON.stringify(security)).not.toContain('unsafe');
    expect(JSON.stringify(security!['ContentSecurityPolicy'])).toContain("frame-ancestors 'none'");
    expect(security).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: true },
    });
    expect(custom).toMatchObject({
      Items: expect.arrayContaining([
        expect.objectContaining({ Header: 'cache-control', Value: 'no-store' }),
        { Header: 'cross-origin-resource-policy', Override: true, Value: 'same-origin' },
      ]),
    });
  }
  const [site] = Object.values(all(stateless, 'AWS::CloudFront::Distribution'));
  const { DefaultCacheBehavior, CacheBehaviors } = site!.Properties['DistributionConfig'] as {
    DefaultCacheBehavior: object;
    CacheBehaviors: object[];
  };
  for (const behavior of [DefaultCacheBehavior, ...CacheBehaviors])
    expect(behavior).toHaveProperty('ResponseHeadersPolicyId');
});

test('the pages may ask their own origin and the export bucket, and load from their own origin alone (S4)', () => {
  stateless.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
    ResponseHeadersPolicyConfig: {
      // The cache-control that a file is stored with replaces it.
      CustomHeadersConfig: {
        Items: Match.arrayWith([
          { Header: 'cache-control', Override: false, Value: 'no-store' },
          { Header: 'cross-origin-opener-policy', Override: true, Value: 'same-origin' },
          Match.objectLike({ Header: 'permissions-policy' }),
        ]),
      },
      SecurityHeadersConfig: {
        ContentSecurityPolicy: {
          ContentSecurityPolicy: {
            'Fn::Join': [
              '',
              [
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ",
                { 'Fn::ImportValue': Match.stringLikeRegexp('ExportBucket.*RegionalDomainName') },
                "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
              ],
            ],
          },
        },
      },
    },
  });
});

test('a function of the distribution chooses the page, and no error is answered with a page', () => {
  const [site] = Object.values(all(stateless, 'AWS::CloudFront::Distribution'));
  const { DefaultCacheBehavior, ...rest } = site!.Properties['DistributionConfig'] as Record<string, object>;
  expect(rest).toMatchObject({ DefaultRootObject: 'index.html' });
  expect(rest).not.toHaveProperty('CustomErrorResponses');
  expect(DefaultCacheBehavior).toMatchObject({
    Compress: true,
    FunctionAssociations: [{ EventType: 'viewer-request' }],
  });
  const codes = Object.values(all(stateless, 'AWS::CloudFront::Function')).map(({ Properties }) =>
    String(Properties['FunctionCode']),
  );
  const code = codes.find((text) => text.includes('/security'))!;
  const pageOf = (uri: string) =>
    (runInNewContext(`${code}\nhandler`) as (event: object) => { uri: string })({ request: { uri } }).uri;
  const pages = ['/security', '/security/', '/security/index.html', '/', '/securityx', '/assets/a.js'].map(pageOf);
  const security = '/security/index.html';
  expect(pages).toEqual([security, security, security, '/', '/securityx', '/assets/a.js']);
});

test("the consoles' files that are named by their hashes are cached for ever, and are deployed before the pages that name them", () => {
  const template = Template.fromStack(make().node.findChild('Stateless') as Stack);
  const deployed = template.findResources('Custom::CDKBucketDeployment') as Resources;
  const [assets, files] = ['assets', undefined].map((prefix) =>
    Object.entries(deployed).find(([, { Properties }]) => Properties['DestinationBucketKeyPrefix'] === prefix),
  );
  expect(Object.keys(deployed)).toHaveLength(2);
  expect(assets![1].Properties).toMatchObject({
    Prune: false,
    SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
  });
  expect(files![1].Properties).toMatchObject({ Exclude: ['assets/*'] });
  expect(files![1].Properties).not.toHaveProperty('SystemMetadata');
  expect((files![1] as { DependsOn?: string[] }).DependsOn).toContain(assets![0]);
  const known = Object.entries(template.toJSON()['Resources'] as Resources).map(([name, { Type, Properties }]) => {
    return { name, type: Type, properties: Properties };
  });
  expect(leftOut(known)).toContainEqual(expect.stringContaining('copies of the consoles'));
});
