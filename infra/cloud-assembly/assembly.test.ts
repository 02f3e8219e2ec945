import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from './assembly.ts';
import {
  corsOf,
  functionsOf,
  machinesOf,
  mailEventsOf,
  notificationsOf,
  routesOf,
  subscriptionsOf,
} from './description.ts';

type Resources = Record<string, { Type: string; Properties?: object }>;
const target = {
  region: 'eu-central-1',
  account: '000000000000',
  parameters: { Origin: 'http://here' },
  variables: { PUBLIC_ORIGIN: 'http://here' },
  attributes: { 'AWS::SQS::Queue.Ref': (name: string) => `http://queues/${name}` },
};

/** An assembly of one stack for each of these. */
function assemblyOf(...stacks: { Resources: Resources; Outputs?: object; Conditions?: object; Mappings?: object }[]) {
  const directory = mkdtempSync(join(tmpdir(), 'landfall-assembly-'));
  const source = { source: { path: 'asset.1' }, destinations: { any: { objectKey: 'code.zip' } } };
  for (const [index, template] of stacks.entries()) {
    writeFileSync(join(directory, `S${index}.template.json`), JSON.stringify(template));
    writeFileSync(join(directory, `S${index}.assets.json`), JSON.stringify({ files: { any: source } }));
  }
  const names = stacks.map((_stack, index) => `S${index}`);
  return { directory, ...readAssembly(directory, names, target) };
}
const resolved = (value: unknown, Conditions = {}) =>
  assemblyOf({
    Resources: { Probe: { Type: 'Probe', Properties: { value } }, Queue1234ABCD: { Type: 'AWS::SQS::Queue' } },
    Conditions,
    Mappings: { Zones: { aws: { zone: 'Z2' } } },
  }).of<{ value: unknown }>('Probe')[0]!.properties.value;

test.each([
  [{ Ref: 'Origin' }, 'http://here'],
  [{ Ref: 'AWS::Region' }, 'eu-central-1'],
  [{ Ref: 'Queue1234ABCD' }, 'http://queues/landfall-Queue'],
  [{ 'Fn::GetAtt': ['Queue1234ABCD', 'Arn'] }, 'arn:aws:sqs:eu-central-1:000000000000:landfall-Queue'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }]] }, 'a-aws'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own
  [{ 'Fn::Sub': '${AWS::AccountId}/x' }, '000000000000/x'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  [{ 'Fn::FindInMap': ['Zones', { Ref: 'AWS::Partition' }, 'zone'] }, 'Z2'],
  [{ 'Fn::GetStackOutput': { StackName: 'edge', OutputName: 'Arn', Region: 'us-east-1' } }, 'edge.Arn'],
  [{ deep: [{ Ref: 'Origin' }] }, { deep: ['http://here'] }],
])('readAssembly resolves %j as CloudFormation would', (value, wanted) => {
  expect(resolved(value)).toEqual(wanted);
});

test('a variable that the target knows has its value in each function that has it, and in no other', () => {
  const lambda = (Variables?: object) => ({
    Type: 'AWS::Lambda::Function',
    Properties: Variables ? { Environment: { Variables } } : {},
  });
  const { of } = assemblyOf({
    Resources: {
      A: lambda({ PUBLIC_ORIGIN: 'https://logon.example.com', OTHER: 'other' }),
      B: lambda({ OTHER: 'other' }),
      C: lambda(),
    },
  });
  expect(of('AWS::Lambda::Function').map(({ properties }) => properties)).toEqual([
    { Environment: { Variables: { PUBLIC_ORIGIN: 'http://here', OTHER: 'other' } } },
    { Environment: { Variables: { OTHER: 'other' } } },
    {},
  ]);
});

test('Fn::If gives the value that its condition chooses', () => {
  const given = { Given: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Origin' }, ''] }] } };
  expect(resolved({ 'Fn::If': ['Given', 'yes', 'no'] }, given)).toBe('yes');
  const none = { Given: { 'Fn::Equals': [{ Ref: 'Origin' }, ''] } };
  expect(resolved({ 'Fn::If': ['Given', 'yes', 'no'] }, none)).toBe('no');
});

test.each([
  [{ Ref: 'Unknown' }],
  [{ 'Fn::Cidr': [] }],
  [{ 'Fn::ImportValue': 'nothing' }],
  [{ 'Fn::If': ['No', 1, 2] }],
])('readAssembly refuses %j, which refers to nothing that is known', (value) => {
  expect(() => resolved(value)).toThrow(/template S0 refers to .*can't be resolved/u);
});

test('a stack can import what the stack before it exports', () => {
  const Outputs = { Table: { Value: { Ref: 'Table' }, Export: { Name: 'the-table' } } };
  const first = { Resources: { Table: { Type: 'AWS::DynamoDB::Table' } }, Outputs };
  const second = { Resources: { Probe: { Type: 'Probe', Properties: { of: { 'Fn::ImportValue': 'the-table' } } } } };
  const assembly = assemblyOf(first, second);
  expect(assembly.of('Probe')[0]!.properties).toEqual({ of: 'landfall-Table' });
  expect(assembly.outputs).toEqual({ Table: 'landfall-Table' });
});

/** A template that is an asset of the assembly's only stack, as the CDK nests it. */
const nestedIn = (Parameters: object) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: { 'Fn::Join': ['', ['https://s3/', { Ref: 'AWS::Region' }, '/code.zip']] }, Parameters },
});
const Given = { Type: 'String' };

function withNested(parent: object, template: object) {
  const directory = mkdtempSync(join(tmpdir(), 'landfall-assembly-'));
  const source = { source: { path: 'inner.json' }, destinations: { any: { objectKey: 'code.zip' } } };
  writeFileSync(join(directory, 'S.template.json'), JSON.stringify(parent));
  writeFileSync(join(directory, 'S.assets.json'), JSON.stringify({ files: { any: source } }));
  writeFileSync(join(directory, 'inner.json'), JSON.stringify(template));
  return readAssembly(directory, ['S'], target);
}

test('a nested stack is given its parameters, and its outputs come out, whichever is read first', () => {
  const parent = {
    Resources: {
      Probe: {
        Type: 'Probe',
        Properties: { of: { 'Fn::GetAtt': ['InNestedStackInNestedStackResource1234ABCD', 'Outputs.Out'] } },
      },
      InNestedStackInNestedStackResource1234ABCD: nestedIn({ Given: { Ref: 'Queue' } }),
      Queue: { Type: 'AWS::SQS::Queue' },
    },
  };
  const inner = {
    Parameters: { Given, More: { Type: 'String', Default: 'x' } },
    Resources: {
      Topic: {
        Type: 'AWS::SNS::Topic',
        Properties: { a: { Ref: 'Given' }, b: { Ref: 'More' }, c: { Ref: 'AWS::Region' } },
      },
    },
    Outputs: { Out: { Value: { Ref: 'Topic' } } },
  };
  const assembly = withNested(parent, inner);
  expect(assembly.of('Probe')[0]!.properties).toEqual({
    of: 'arn:aws:sns:eu-central-1:000000000000:landfall-In-Topic',
  });
  expect(assembly.of('AWS::SNS::Topic')).toEqual([
    {
      type: 'AWS::SNS::Topic',
      name: 'landfall-In-Topic',
      properties: { a: 'http://queues/landfall-Queue', b: 'x', c: 'eu-central-1' },
    },
  ]);
  expect(assembly.of('AWS::CloudFormation::Stack')).toHaveLength(1);
  expect(assembly.outputs).toEqual({});
});

test.each([
  [
    'a parameter that it does not have',
    { Other: '1' },
    { Parameters: { Given }, Resources: {} },
    /no parameter Other/u,
  ],
  [
    'a parameter of the stack around it that it was not given',
    {},
    { Resources: { Probe: { Type: 'Probe', Properties: { of: { Ref: 'Origin' } } } } },
    /refers to Origin/u,
  ],
  [
    'a parameter that is its own output',
    { Given: { 'Fn::GetAtt': ['In', 'Outputs.Out'] } },
    { Resources: {} },
    /depends on itself/u,
  ],
])('readAssembly refuses a nested stack with %s', (_what, parameters, inner, message) => {
  expect(() => withNested({ Resources: { In: nestedIn(parameters) } }, inner)).toThrow(message);
});

test('readAssembly refuses an output that a nested stack does not have, and one without a template', () => {
  const Probe = { Type: 'Probe', Properties: { of: { 'Fn::GetAtt': ['In', 'Outputs.Out'] } } };
  expect(() => withNested({ Resources: { Probe, In: nestedIn({}) } }, { Resources: {} })).toThrow(/has no output Out/u);
  const In = { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3/other.json' } };
  expect(() => withNested({ Resources: { In } }, { Resources: {} })).toThrow(
    /holds no template of the nested stack S\/In/u,
  );
});

test('what a condition leaves out is not there', () => {
  const Conditions = {
    Never: { 'Fn::Equals': [{ Ref: 'Origin' }, ''] },
    Always: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Origin' }, ''] }] },
  };
  const Resources = { A: { Type: 'Probe', Condition: 'Never' }, B: { Type: 'Probe', Condition: 'Always' } };
  const Outputs = { A: { Value: 'a', Condition: 'Never' }, B: { Value: 'b', Condition: 'Always' } };
  const assembly = assemblyOf({ Resources, Conditions, Outputs });
  expect(assembly.of('Probe').map(({ name }) => name)).toEqual(['landfall-B']);
  expect(assembly.outputs).toEqual({ B: 'b' });
});

test('the description names functions, routes, machines, notifications of buckets and their CORS rules', () => {
  const CorsRules = [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'] }];
  const Code = { S3Key: 'code.zip' };
  const fn = {
    Code,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 7,
    Environment: { Variables: { A: 'b' } },
  };
  const { directory, ...assembly } = assemblyOf({
    Resources: {
      Hello: { Type: 'AWS::Lambda::Function', Properties: fn },
      CustomUploader: { Type: 'AWS::Lambda::Function', Properties: { ...fn, Runtime: 'python3.13' } },
      Way: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { IntegrationUri: { 'Fn::GetAtt': ['Hello', 'Arn'] } },
      },
      Route: {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          RouteKey: 'GET /api/{id}',
          Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Way' }]] },
          AuthorizationType: 'AWS_IAM',
        },
      },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          StateMachineName: 'm',
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the state machine's own
          DefinitionString: '{"A":"${AArn}"}',
          DefinitionSubstitutions: { AArn: { 'Fn::GetAtt': ['Hello', 'Arn'] } },
        },
      },
      Out: { Type: 'AWS::S3::Bucket' },
      In: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          CorsConfiguration: { CorsRules },
          NotificationConfiguration: {
            QueueConfigurations: [
              { Queue: 'q', Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'uploads/' }] } } },
            ],
          },
        },
      },
    },
  });
  const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:landfall-Hello';
  expect(functionsOf(assembly)).toEqual([
    {
      name: 'landfall-Hello',
      file: join(directory, 'asset.1', 'index.cjs'),
      entry: 'handler',
      timeoutMs: 7000,
      memoryMegabytes: 128,
      environment: { A: 'b' },
    },
  ]);
  expect(routesOf(assembly)).toEqual([
    { routeKey: 'GET /api/{id}', method: 'GET', path: '/api/{id}', functionArn, signed: true },
  ]);
  expect(machinesOf(assembly)).toEqual(new Map([['m', { A: functionArn }]]));
  expect(notificationsOf(assembly)).toEqual([{ bucket: 'landfall-in', prefix: 'uploads/', queueArn: 'q' }]);
  expect([...corsOf(assembly)]).toEqual([
    ['landfall-out', []],
    ['landfall-in', CorsRules],
  ]);
});

test('machinesOf refuses a definition with a placeholder that nothing binds, by name', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the state machine's own
  const Properties = { StateMachineName: 'm', DefinitionString: '{"A":"${AArn}"}' };
  const assembly = assemblyOf({ Resources: { M: { Type: 'AWS::StepFunctions::StateMachine', Properties } } });
  expect(() => machinesOf(assembly)).toThrow(/placeholder AArn is not bound/u);
});

test('the description names what is published to a topic, and the queues that receive it', () => {
  const subscription = (Protocol: string, more: object = {}) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol, Endpoint: 'the endpoint', ...more },
  });
  const assembly = assemblyOf({
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Set: { Type: 'AWS::SES::ConfigurationSet' },
      Queue: subscription('sqs', { RawMessageDelivery: true }),
      Person: subscription('email'),
      Events: {
        Type: 'AWS::SES::ConfigurationSetEventDestination',
        Properties: {
          ConfigurationSetName: { Ref: 'Set' },
          EventDestination: { MatchingEventTypes: ['bounce'], SnsDestination: { TopicARN: { Ref: 'Topic' } } },
        },
      },
    },
  });
  const topicArn = 'arn:aws:sns:eu-central-1:000000000000:landfall-Topic';
  expect(subscriptionsOf(assembly)).toEqual([{ topicArn, queueArn: 'the endpoint' }]);
  expect(mailEventsOf(assembly)).toEqual([{ configurationSet: 'landfall-Set', types: ['bounce'], topicArn }]);
});
