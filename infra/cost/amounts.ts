/** What AWS charges for counted work, and for a month of what stands. */
import { METRICS } from '#lambdas/shared/metrics.ts';
import type { Assembly } from '../cloud-assembly/assembly.ts';
import { FUNCTIONS } from '../functions.ts';
import type { Counts } from './counts.ts';
import type { Amounts, Price } from './prices.ts';

const GB = 1e9;
const MONTH_HOURS = 730;
const MONTH_SECONDS = MONTH_HOURS * 3600;
/** States of a run and of a campaign that call no function: Choice, Wait, Pass, Map. For each call at most so many transitions. */
const TRANSITIONS_A_STATE = 3;
/** What Step Functions takes for a small execution: 64 MB, its duration rounded up to 100 ms. */
const EXPRESS_GB = 64 / 1024;
/** A poller of a queue asks with long polling; Lambda begins with so many (AWS Lambda: Using Lambda with Amazon SQS). */
const POLLERS = 5;
const LONG_POLL_SECONDS = 20;

const MEMORY_MB = 512;
/** From so many megabytes on a function has a whole processor, and below in proportion (AWS Lambda: Configure function memory). */
const WHOLE_PROCESSOR_MB = 1769;
const memoryMb = (name: string): number => FUNCTIONS[name]?.memoryMegabytes ?? MEMORY_MB;
type Work = Counts['functions'][string];
/** Of all its invocations together: the processor by its share, and what it waits for services. */
export const secondsOf = ([name, { ms, waits }]: readonly [string, Work]): number =>
  ((ms * WHOLE_PROCESSOR_MB) / Math.min(memoryMb(name), WHOLE_PROCESSOR_MB) + waits) / 1000;
/** The states that a Distributed Map runs once a part or range. */
const MAPPED = /-(?:part|range)$|^(?:move-users|sort-keys)$/u;
const ASYMMETRIC = /^kms .* (?:Sign|GetPublicKey)$/u;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The charges for counted work. `traced`: the share of invocations that X-Ray records. */
export function amountsOf(counts: Counts, traced: number): Amounts {
  const functions = Object.entries(counts.functions);
  const invocations = sum(functions.map(([, one]) => one.invocations));
  const callsOf = (pattern: RegExp) =>
    sum(Object.entries(counts.calls).flatMap(([name, calls]) => (pattern.test(name) ? [calls] : [])));
  const mapped = functions.filter(([name]) => MAPPED.test(name));
  const states = functions.filter(([name]) => FUNCTIONS[name]?.state !== undefined && !MAPPED.test(name));
  const queued = functions.filter(([name]) => FUNCTIONS[name]?.source?.endsWith('queue') ?? false);
  const children = sum(mapped.map(([, one]) => one.invocations));
  // An import's own data key is opened with the export key, an RSA key.
  const opened = counts.functions['read-manifest']?.invocations ?? 0;
  return {
    'lambda.requests': invocations,
    'lambda.gb-seconds': sum(functions.map((one) => (secondsOf(one) * memoryMb(one[0])) / 1024)),
    'dynamodb.write units': counts.units.write,
    'dynamodb.read units': counts.units.read,
    's3.writes and lists': callsOf(/^s3 (?:PUT|POST|GET list)/u) + children,
    's3.reads': callsOf(/^s3 (?:GET$|HEAD)/u),
    'sqs.requests': callsOf(/^sqs /u) + 2 * sum(queued.map(([, one]) => one.invocations)),
    'ses.mails': callsOf(/^ses POST/u),
    'kms.requests': Math.max(0, callsOf(/^kms /u) - callsOf(ASYMMETRIC) - opened),
    'kms.asymmetric requests': callsOf(ASYMMETRIC) + opened,
    'secrets.requests': callsOf(/^secretsmanager /u),
    'states.transitions': TRANSITIONS_A_STATE * sum(states.map(([, one]) => one.invocations)) + children,
    'states.express requests': children,
    'states.express gb-seconds': EXPRESS_GB * sum(mapped.map((one) => one[1].invocations / 10 + secondsOf(one))),
    'events.events': callsOf(/^events /u),
    'api.requests': counts.requests,
    'cloudfront.requests': counts.requests,
    'cloudfront.functions': counts.requests,
    'cloudwatch.log gb': counts.logBytes / GB,
    'xray.traces': invocations * traced,
  };
}

/** How often in a month a schedule calls. @throws Error where the expression is not a rate */
export function callsAMonth(expression: string): number {
  const [, number, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/u.exec(expression) ?? [];
  if (unit === undefined) throw new Error(`How often does ${expression} call?`);
  const seconds = { minute: 60, hour: 3600, day: 86_400 }[unit as 'minute' | 'hour' | 'day'];
  return MONTH_SECONDS / (Number(number) * seconds);
}

type AlarmProperties = { readonly Metrics?: readonly { readonly MetricStat?: object }[] };
/** An alarm is charged by the metrics that it reads. */
const metricsOf = ({ properties: { Metrics } }: { readonly properties: AlarmProperties }): number =>
  Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;

/** The charges of a month for what the templates make, while nothing happens. */
export function standing({ of }: Pick<Assembly, 'of'>): Amounts {
  const count = (type: string) => of(type).length;
  type Mapping = { EventSourceArn: string };
  const queues = of<Mapping>('AWS::Lambda::EventSourceMapping').filter(({ properties }) =>
    properties.EventSourceArn.includes(':sqs:'),
  );
  type WebAcl = { Rules?: readonly unknown[] };
  const lists = of<WebAcl>('AWS::WAFv2::WebACL');
  const amounts: Record<string, number> = {
    'kms.key-months': count('AWS::KMS::Key'),
    'secrets.secret-months': count('AWS::SecretsManager::Secret'),
    'cloudwatch.alarm-months': sum(of<AlarmProperties>('AWS::CloudWatch::Alarm').map(metricsOf)),
    'cloudwatch.composite alarm-months': count('AWS::CloudWatch::CompositeAlarm'),
    'cloudwatch.dashboard-months': count('AWS::CloudWatch::Dashboard'),
    // Where each of them counts something in the month: at most.
    'cloudwatch.metric-months': Object.keys(METRICS).length,
    'sqs.requests': (queues.length * POLLERS * MONTH_SECONDS) / LONG_POLL_SECONDS,
    'waf.list-months': lists.length,
    'waf.rule-months': sum(lists.map(({ properties }) => properties.Rules?.length ?? 0)),
  };
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount > 0)) as Amounts;
}

export function together(...all: readonly Amounts[]): Amounts {
  const names = [...new Set(all.flatMap((amounts) => Object.keys(amounts)))].sort() as Price[];
  return Object.fromEntries(names.map((name) => [name, sum(all.map((amounts) => amounts[name] ?? 0))]));
}
