import { METRICS } from '#lambdas/shared/metrics.ts';
import type { Assembly, Resource } from '../cloud-assembly/assembly.ts';
import { FUNCTIONS } from '../functions.ts';
import { amountsOf, callsAMonth, standing, together } from './amounts.ts';
import { NOTHING } from './counts.ts';
import { dollarsOf, PRICES, serviceOf } from './prices.ts';

const of = (resources: readonly Partial<Resource>[]): Pick<Assembly, 'of'> => ({
  of: ((type: string) => resources.filter((one) => one.type === type)) as Assembly['of'],
});

test('a part of an import is an express execution, a transition and an object of results', () => {
  // 1,024 MB: so much of a processor that 20 s of its time take 34.55 s.
  const counted = { ...NOTHING, functions: { 'ingest-part': { invocations: 10, ms: 20_000, waits: 1000 } } };
  const seconds = (20 * 1769) / 1024 + 1;
  expect(amountsOf(counted, 1)).toMatchObject({
    'lambda.requests': 10,
    'lambda.gb-seconds': seconds,
    'states.transitions': 10,
    'states.express requests': 10,
    // 64 MB, each rounded up by at most 100 ms.
    'states.express gb-seconds': (1 + seconds) / 16,
    's3.writes and lists': 10,
    'xray.traces': 10,
  });
});

test('calls are charged as their services charge them', () => {
  const calls = {
    'kms TrentService GenerateDataKey': 7,
    'kms TrentService Sign': 3,
    's3 GET': 5,
    's3 GET list': 1,
    's3 PUT': 2,
    'secretsmanager secretsmanager GetSecretValue': 4,
    'ses POST': 6,
    'sqs AmazonSQS SendMessage': 8,
    'events AWSEvents PutEvents': 9,
  };
  const functions = {
    'send-mail': { invocations: 2, ms: 10, waits: 0 },
    'read-manifest': { invocations: 1, ms: 10, waits: 0 },
  };
  expect(amountsOf({ ...NOTHING, calls, functions, requests: 11, logBytes: 5e8 }, 0)).toMatchObject({
    // The export's own data key is opened by an RSA key.
    'kms.requests': 6,
    'kms.asymmetric requests': 4,
    's3.reads': 5,
    's3.writes and lists': 3,
    'secrets.requests': 4,
    'ses.mails': 6,
    // Each batch of messages is received and deleted.
    'sqs.requests': 8 + 4,
    'events.events': 9,
    'api.requests': 11,
    'cloudfront.requests': 11,
    'cloudwatch.log gb': 0.5,
    'xray.traces': 0,
  });
});

test('every name by which amounts tell a part of a run is a function of the deployment', () => {
  const mapped = Object.keys(FUNCTIONS).filter((name) => /-(?:part|range)$|^(?:move-users|sort-keys)$/u.test(name));
  expect(mapped).toEqual(expect.arrayContaining(['ingest-part', 'verify-part', 'compare-range', 'move-users']));
  for (const name of mapped) expect(FUNCTIONS[name]?.state).toBeDefined();
});

test('what stands is counted in the template: keys, secrets, the metrics of alarms and of log lines, and the polling of queues', () => {
  const mapping = (arn: string) => ({ type: 'AWS::Lambda::EventSourceMapping', properties: { EventSourceArn: arn } });
  const resources = [
    { type: 'AWS::KMS::Key' },
    { type: 'AWS::KMS::Key' },
    { type: 'AWS::CloudWatch::Alarm', properties: {} },
    { type: 'AWS::CloudWatch::Alarm', properties: { Metrics: [{ MetricStat: {} }, { MetricStat: {} }, {}] } },
    mapping('arn:aws:sqs:eu-central-1:123456789012:Mails'),
    mapping('arn:aws:dynamodb:eu-central-1:123456789012:table/Directory/stream/1'),
    { type: 'AWS::WAFv2::WebACL', properties: { Rules: [{}, {}] } },
  ];
  expect(standing(of(resources))).toEqual({
    'kms.key-months': 2,
    'cloudwatch.alarm-months': 3,
    'cloudwatch.metric-months': Object.keys(METRICS).length,
    // Five pollers, each asking every 20 seconds.
    'sqs.requests': 657_000,
    'waf.list-months': 1,
    'waf.rule-months': 2,
  });
});

test.each([
  ['rate(1 minute)', 43_800],
  ['rate(5 minutes)', 8760],
  ['rate(1 hour)', 730],
])('%s is called %d times a month', (expression, calls) => expect(callsAMonth(expression)).toBe(calls));
test('a schedule that is not a rate is not guessed', () => {
  expect(() => callsAMonth('cron(0 4 * * ? *)')).toThrow('How often');
});

test('amounts are added by their names, and priced', () => {
  const all = together({ 'ses.mails': 1000 }, { 'ses.mails': 1000, 'kms.key-months': 1 });
  expect(all).toEqual({ 'kms.key-months': 1, 'ses.mails': 2000 });
  expect(dollarsOf(all)).toBeCloseTo(1.2);
  expect(dollarsOf({})).toBe(0);
});

test('every price belongs to a service and is above zero', () => {
  for (const [name, { per, dollars }] of Object.entries(PRICES)) {
    expect(serviceOf(name)).toMatch(/^[a-z0-9]+$/u);
    expect(per * dollars).toBeGreaterThan(0);
  }
});
