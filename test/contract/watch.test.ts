/**
 * What operators are told of: every function, queue, table, machine, rule and stream of the template has an alarm for each way in which it can fail, so
 * that a new one can't lack its own; whatever an alarm, the dashboard or a saved query names is there, by the names that AWS documents.
 */
import { readFileSync } from 'node:fs';
import { QUERIES } from '#infra/constructs/watch/queries.ts';
import { FUNCTIONS } from '#infra/functions.ts';
import { TABLE_NAMES } from '#infra/tables.ts';
import { METRICS } from '#lambdas/shared/metrics.ts';
import { deployedAs } from '../support/cloud.ts';
import { FULL, FULL_REGION } from '../support/full-deployment.ts';

const WEBHOOK = { webhookUrl: 'https://hooks.example.com/x', webhookSecret: 'hook' };
const NAME = 'landfall';
const assembly = deployedAs({ name: NAME, region: 'eu-central-1', configuration: WEBHOOK });
/** What is measured in us-east-1 alone. */
const edge = deployedAs({ name: NAME, region: 'us-east-1', configuration: FULL }, ['EdgeWatch']);

type Dimension = { readonly Name: string; readonly Value: string };
type Stat = {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly Dimension[];
  };
};
type AlarmProperties = {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Metrics?: readonly { readonly Expression?: string; readonly MetricStat?: Stat }[];
  readonly TreatMissingData?: string;
  readonly AlarmActions?: readonly string[];
  readonly OKActions?: readonly string[];
};
type Measured = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

const dimensionsOf = (dimensions: readonly Dimension[] = []) =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));

function measuredBy({ Namespace, MetricName, Dimensions, Metrics = [] }: AlarmProperties): Measured[] {
  const single =
    Namespace === undefined ? [] : [{ namespace: Namespace, name: MetricName!, dimensions: dimensionsOf(Dimensions) }];
  const math = Metrics.flatMap(({ MetricStat }) =>
    MetricStat
      ? [
          {
            namespace: MetricStat.Metric.Namespace,
            name: MetricStat.Metric.MetricName,
            dimensions: dimensionsOf(MetricStat.Metric.Dimensions),
          },
        ]
      : [],
  );
  return [...single, ...math];
}

const alarms = assembly.of<AlarmProperties>('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
const composites = assembly
  .of<AlarmProperties & { readonly AlarmRule: string }>('AWS::CloudWatch::CompositeAlarm')
  .map(({ properties }) => properties);
const measured = alarms.flatMap(measuredBy);

/**
 * Namespace -> metric -> sets of dimensions, as AWS documents them: infra/constructs/watch/metrics.ts names the pages. Of each dimension whose
 * resource it is.
 */
const DOCUMENTED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'AWS/Lambda': {
    Errors: ['FunctionName'],
    Throttles: ['', 'FunctionName'],
    Duration: ['FunctionName'],
    Invocations: ['FunctionName'],
    IteratorAge: ['FunctionName'],
    AsyncEventsDropped: ['FunctionName'],
    DeadLetterErrors: ['FunctionName'],
    ConcurrentExecutions: ['', 'FunctionName'],
    ClaimedAccountConcurrency: [''],
  },
  'AWS/SQS': { ApproximateNumberOfMessagesVisible: ['QueueName'], ApproximateAgeOfOldestMessage: ['QueueName'] },
  'AWS/DynamoDB': {
    ReadThrottleEvents: ['TableName', 'GlobalSecondaryIndexName,TableName'],
    WriteThrottleEvents: ['TableName', 'GlobalSecondaryIndexName,TableName'],
    ConsumedReadCapacityUnits: ['TableName', 'GlobalSecondaryIndexName,TableName'],
    ConsumedWriteCapacityUnits: ['TableName', 'GlobalSecondaryIndexName,TableName'],
  },
  'AWS/States': Object.fromEntries(
    [
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      'ExecutionThrottled',
    ].map((name) => [name, ['StateMachineArn']]),
  ),
  'AWS/Events': { FailedInvocations: ['RuleName', 'EventBusName,RuleName'] },
  'AWS/ApiGateway': { Count: ['ApiId'], '4xx': ['ApiId'], '5xx': ['ApiId'], Latency: ['ApiId'] },
  'AWS/SES': { 'Reputation.BounceRate': [''], 'Reputation.ComplaintRate': [''] },
  'AWS/SNS': { NumberOfNotificationsFailed: ['TopicName'] },
  'AWS/CloudFront': Object.fromEntries(
    ['Requests', '4xxErrorRate', '5xxErrorRate'].map((name) => [name, ['DistributionId,Region']]),
  ),
  'AWS/CertificateManager': { DaysToExpiry: ['CertificateArn'] },
  Landfall: Object.fromEntries(Object.keys(METRICS).map((name) => [name, ['deployment']])),
};

type Named = { readonly StateMachineName?: string; readonly Name?: string };
/** As CloudFormation names it where the template does not. */
const physical = ({ name, properties }: { readonly name: string; readonly properties: Named }) =>
  properties.StateMachineName ?? properties.Name ?? name;
const namesOf = (type: string) => assembly.of<Named>(type).map(physical);
/** Ref names some by what the template calls them, and some by an id of their own. */
const idsOf = (type: string) => assembly.of(type).map(({ name }) => name);
/** Dimension -> what there is of it in the template. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  FunctionName: namesOf('AWS::Lambda::Function'),
  QueueName: namesOf('AWS::SQS::Queue'),
  TableName: namesOf('AWS::DynamoDB::Table'),
  GlobalSecondaryIndexName: ['journey', 'list', 'clock', 'byDay'],
  StateMachineArn: namesOf('AWS::StepFunctions::StateMachine').map(
    (name) => `arn:aws:states:eu-central-1:123456789012:stateMachine:${name}`,
  ),
  RuleName: namesOf('AWS::Events::Rule'),
  EventBusName: [...namesOf('AWS::Events::EventBus'), ...idsOf('AWS::Events::EventBus')],
  ApiId: idsOf('AWS::ApiGatewayV2::Api'),
  TopicName: [...namesOf('AWS::SNS::Topic'), ...edge.of('AWS::SNS::Topic').map(({ name }) => name)],
  // The other stacks' outputs, which the stack of us-east-1 reads.
  DistributionId: [...idsOf('AWS::CloudFront::Distribution'), `${NAME}-stateless.DistributionId`],
  CertificateArn: [`${NAME}-edge-${FULL_REGION}.CertificateArn`],
  Region: ['Global'],
  deployment: [NAME],
};

/** What of these is no metric that AWS documents, or is about nothing that is there. */
const faultsOf = (metrics: readonly Measured[]): string[] =>
  metrics.flatMap(({ namespace, name, dimensions }) => {
    const sets = DOCUMENTED[namespace]?.[name];
    const set = Object.keys(dimensions).sort().join(',');
    if (!sets?.includes(set)) return [`${namespace} ${name} by ${set}`];
    return Object.entries(dimensions).flatMap(([dimension, value]) =>
      VALUES[dimension]!.includes(value) ? [] : [`${namespace} ${name}: no ${dimension} ${value}`],
    );
  });

test('every metric of an alarm is one that AWS documents, of a resource that is there', () => {
  expect(measured.length).toBeGreaterThan(100);
  expect(faultsOf(measured)).toEqual([]);
});

test('in us-east-1 there are alarms on the distribution, on its certificate and on their topic, which an address hears of', () => {
  const made = edge.of<AlarmProperties>('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
  expect(faultsOf(made.flatMap(measuredBy))).toEqual([]);
  expect(made.flatMap(measuredBy).map(({ name }) => name)).toEqual([
    '5xxErrorRate',
    'DaysToExpiry',
    'NumberOfNotificationsFailed',
  ]);
  const [topic] = edge.of('AWS::SNS::Topic');
  for (const { AlarmName, AlarmActions, OKActions, TreatMissingData } of made) {
    expect([AlarmName, AlarmActions, OKActions]).toEqual([
      AlarmName,
      OKActions,
      [expect.stringContaining(topic!.name)],
    ]);
    // A certificate is measured once a day, and no more once it has ended: then the alarm stays as it is.
    expect(TreatMissingData).toBe(AlarmName.endsWith('CertificateExpires') ? 'ignore' : 'notBreaching');
  }
  expect(edge.of('AWS::SNS::Subscription')).toMatchObject([{ properties: { Endpoint: FULL.alarmEmail } }]);
  const withoutDomain = { region: FULL_REGION, alarmEmail: FULL.alarmEmail };
  const other = deployedAs({ name: NAME, region: 'us-east-1', configuration: withoutDomain }, ['EdgeWatch']);
  expect(other.of('AWS::CloudWatch::Alarm')).toHaveLength(2);
});

test('every topic that alarms go to has an alarm on what SNS could not deliver', () => {
  const told = new Set(alarms.flatMap(({ AlarmActions = [] }) => AlarmActions).map((arn) => arn.split(':').at(-1)!));
  expect(told.size).toBe(1);
  for (const topic of told) expect(alarmed('NumberOfNotificationsFailed', 'TopicName', topic)).toBe(true);
});

/** Of each kind of resource, by which metrics each failure of it shows. */
const COVERED = [
  ['AWS::Lambda::Function', 'FunctionName', 'AWS/Lambda', ['Errors']],
  ['AWS::DynamoDB::Table', 'TableName', 'AWS/DynamoDB', ['ReadThrottleEvents', 'WriteThrottleEvents']],
  [
    'AWS::StepFunctions::StateMachine',
    'StateMachineArn',
    'AWS/States',
    ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted', 'ExecutionThrottled'],
  ],
  ['AWS::Events::Rule', 'RuleName', 'AWS/Events', ['FailedInvocations']],
  ['AWS::SQS::Queue', 'QueueName', 'AWS/SQS', ['ApproximateAgeOfOldestMessage']],
] as const;

test.each(COVERED)('every %s has an alarm for each way in which it can fail', (type, dimension, namespace, metrics) => {
  const resources = assembly.of<Named & { Description?: string }>(type).filter(
    // CDK's own functions copy and delete the consoles' files while a release is deployed, and the deployment says whether they failed.
    ({ properties }) => type !== 'AWS::Lambda::Function' || String(properties.Description).startsWith('Landfall '),
  );
  expect(resources.length).toBeGreaterThan(1);
  const missing = resources
    .map(physical)
    .flatMap((name) =>
      metrics
        .filter(
          (metric) =>
            !measured.some(
              (one) =>
                one.namespace === namespace &&
                one.name === metric &&
                one.dimensions[dimension]?.split(':').at(-1) === name,
            ),
        )
        .map((metric) => `${name}: ${metric}`),
    );
  expect(missing).toEqual([]);
});

test('an alarm is on the throttles of all functions together', () => {
  expect(measured).toContainEqual({ namespace: 'AWS/Lambda', name: 'Throttles', dimensions: {} });
});

const alarmed = (name: string, dimension: string, value: string) =>
  measured.some((one) => one.name === name && one.dimensions[dimension] === value);

test('every dead-letter queue has an alarm on what lies in it', () => {
  const queues = assembly.of<{ RedrivePolicy?: { deadLetterTargetArn: string } }>('AWS::SQS::Queue');
  const dead = queues.filter(({ properties }) => properties.RedrivePolicy === undefined);
  expect(dead.length).toBeGreaterThan(3);
  for (const { name } of dead)
    expect([name, alarmed('ApproximateNumberOfMessagesVisible', 'QueueName', name)]).toEqual([name, true]);
});

test('every function that reads a stream has an alarm on the age of what it was given, and every one that is called by a schedule on its silence', () => {
  const functions = assembly.of<{ Description?: string }>('AWS::Lambda::Function');
  const nameOf = (name: string) =>
    functions.find(({ properties }) => properties.Description === `Landfall ${name}`)!.name;
  const bySource = (...sources: string[]) =>
    Object.entries(FUNCTIONS).flatMap(([name, { source = '' }]) => (sources.includes(source) ? [nameOf(name)] : []));
  for (const name of bySource('audit-outbox', 'directory'))
    expect([name, alarmed('IteratorAge', 'FunctionName', name)]).toEqual([name, true]);
  for (const name of bySource('schedule')) {
    const silent = alarms.filter((one) =>
      measuredBy(one).some(({ name: of, dimensions }) => of === 'Invocations' && dimensions['FunctionName'] === name),
    );
    expect(silent).toMatchObject([{ TreatMissingData: 'breaching' }]);
    expect([name, alarmed('AsyncEventsDropped', 'FunctionName', name)]).toEqual([name, true]);
  }
});

test('an alarm on what is sent only where there is something to count is over by itself: none waits for a value that never comes', () => {
  for (const { AlarmName, TreatMissingData, Namespace, Metrics = [] } of alarms) {
    expect([AlarmName, TreatMissingData]).toEqual([AlarmName, expect.stringMatching(/^(?:notBreaching|breaching)$/u)]);
    // Alarms on these ignore what is missing, whatever they say: only FILL gives them a value.
    expect([AlarmName, Namespace]).not.toEqual([AlarmName, 'AWS/DynamoDB']);
    if (Metrics.some(({ MetricStat }) => MetricStat?.Metric.Namespace === 'AWS/DynamoDB'))
      expect(Metrics.map(({ Expression }) => Expression ?? '').join('')).toContain('FILL(m0, 0)');
  }
});

/** Cents (USD) a month, with a webhook. */
const COSTS = { alarmed: 1330, composite: 100, own: 870 };

test('an alarm has at most ten metrics, as CloudWatch allows, and what alarms cost a month is known', () => {
  for (const one of alarms) expect([one.AlarmName, measuredBy(one).length <= 10]).toEqual([one.AlarmName, true]);
  // docs/decisions/alarms.md: 0.10 USD for each metric of an alarm, 0.50 USD for each composite one, 0.30 USD for each of our own metrics with data.
  const cents: typeof COSTS = {
    alarmed: measured.length * 10,
    composite: composites.length * 50,
    own: Object.keys(METRICS).length * 30,
  };
  expect(cents).toEqual(COSTS);
});

test('one fault is one mail: an alarm of a family is told of by the one over all, every other one by itself', () => {
  const ofFamily = ({ AlarmName }: AlarmProperties) =>
    composites.some(({ AlarmRule }) => AlarmRule.includes(`:alarm:${AlarmName}"`));
  expect(alarms.filter(ofFamily).length).toBe(Object.keys(FUNCTIONS).length + TABLE_NAMES.length);
  for (const one of alarms)
    expect([one.AlarmName, one.AlarmActions === undefined]).toEqual([one.AlarmName, ofFamily(one)]);
  for (const { AlarmActions, OKActions, AlarmRule } of composites) {
    expect([AlarmActions, OKActions]).toEqual([expect.any(Array), expect.any(Array)]);
    // "CloudWatch quotas": the rule of a composite alarm, with names of resources as long as CloudFormation makes them.
    expect(AlarmRule.length).toBeLessThan(10_240);
  }
});

// biome-ignore lint/suspicious/noExplicitAny: the JSON of a dashboard
type Widget = { readonly type: string; readonly properties: any };
const [page] = assembly.of<{ DashboardBody: string; DashboardName: string }>('AWS::CloudWatch::Dashboard');
const widgets = (JSON.parse(page!.properties.DashboardBody) as { widgets: Widget[] }).widgets;

/** Of the dashboard's short form: "." stands for what the line before has there. */
function metricsOf({ properties }: Widget): Measured[] {
  let before: unknown[] = [];
  return ((properties.metrics ?? []) as unknown[][]).flatMap((line) => {
    const words = line
      .filter((word) => typeof word === 'string')
      .map((word, index) => (word === '.' ? String(before[index]) : word));
    before = words;
    const [namespace = '', name = '', ...rest] = words;
    const dimensions = Object.fromEntries(
      Array.from({ length: rest.length / 2 }, (_none, index) => [rest[index * 2]!, rest[index * 2 + 1]!]),
    );
    return [{ namespace, name, dimensions }];
  });
}

test('every metric of the dashboard is one that AWS documents, of a resource that is there', () => {
  const shown = widgets.filter(({ type }) => type === 'metric').flatMap(metricsOf);
  expect(shown.length).toBeGreaterThan(100);
  expect(faultsOf(shown)).toEqual([]);
  // "CloudWatch quotas": metrics of a dashboard, of a widget; widgets of a dashboard.
  expect(shown.length).toBeLessThanOrEqual(2500);
  for (const widget of widgets) expect(metricsOf(widget).length).toBeLessThanOrEqual(500);
  expect(widgets.length).toBeLessThanOrEqual(500);
});

test('the dashboard’s health row shows every alarm, and no more than a widget may', () => {
  const named = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms as string[]);
  expect(named.flat().length).toBe(alarms.length + composites.length);
  for (const one of named) expect(one.length).toBeLessThanOrEqual(100);
});

test('every saved query reads logs of the template, at most fifty, and only fields that lines have', () => {
  const groups = namesOf('AWS::Logs::LogGroup');
  const queries = assembly.of<{ Name: string; QueryString: string; LogGroupNames: string[] }>(
    'AWS::Logs::QueryDefinition',
  );
  expect(queries.map(({ properties }) => properties.Name).sort()).toEqual(
    Object.keys(QUERIES)
      .map((name) => `${NAME}/${name}`)
      .sort(),
  );
  for (const { properties } of queries) {
    expect(properties.LogGroupNames.length).toBeGreaterThan(0);
    expect(properties.LogGroupNames.length).toBeLessThanOrEqual(50);
    for (const group of properties.LogGroupNames) expect(groups).toContain(group);
  }
});

test('every saved query that a runbook names is there, and so is every row of the dashboard', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const named = (kind: string) =>
    [...page.matchAll(new RegExp(`${kind} \\*([^*]+)\\*`, 'gu'))].map((match) => match[1]!);
  expect(named('query').length).toBeGreaterThan(10);
  for (const query of named('query')) expect(Object.keys(QUERIES)).toContain(query);
  const titles = widgets
    .filter(({ type }) => type === 'text')
    .map(({ properties }) => /^## (.+)/u.exec(properties.markdown)?.[1]);
  expect(named('row').length).toBeGreaterThan(5);
  for (const row of named('row')) expect(titles).toContain(row);
});
