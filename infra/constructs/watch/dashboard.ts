/** One page for an operator at night: what is wrong, the run under way, logons, mails, and what all of it stands on. Each row's title is named in runbooks. */
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Row,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { MetricName } from '#lambdas/shared/metrics.ts';
import { FUNCTIONS } from '../../functions.ts';
import { TABLE_NAMES } from '../../tables.ts';
import {
  type Over,
  ofAccount,
  ofApi,
  ofDistribution,
  ofFunction,
  ofMachine,
  ofMail,
  ofQueue,
  ofTable,
  own,
} from './metrics.ts';
import { type QUERIES, readBy } from './queries.ts';
import type { Watched } from './watched.ts';

/** A page is 24 wide. */
const WIDTH = 24;

const title = (name: string, text: string): Row =>
  new Row(new TextWidget({ markdown: `## ${name}\n${text}`, width: WIDTH, height: 2 }));

const graph = (name: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget =>
  new GraphWidget({ title: name, left: [...left], right: [...right], width: 8, height: 6 });

/** `alarms`: those that are told of; `parts`: of what these are made. */
export type Alarms = { readonly alarms: readonly IAlarm[]; readonly parts: readonly IAlarm[] };

/** Runs: what Step Functions says of executions, and what the functions say. */
function runs({ name, migration, campaign, functions }: Watched): Row[] {
  const executions = (of: Watched['migration'], label: string) =>
    (
      [
        'ExecutionsStarted',
        'ExecutionsSucceeded',
        'ExecutionsFailed',
        'ExecutionsTimedOut',
        'ExecutionsAborted',
      ] as const
    ).map((one) => ofMachine(of, one, { label: `${label}: ${one.replace('Executions', '').toLowerCase()}` }));
  const query = {
    of: 'runs',
    lines: [
      'fields @timestamp, run, attempt, service, event, part, code, outcome',
      'filter ispresent(run)',
      'sort @timestamp desc',
      'limit 20',
    ],
  } as const satisfies (typeof QUERIES)[string];
  return [
    title('The run under way', 'Saved query **One run** shows a run from its upload to its mails.'),
    new Row(
      graph('Executions', [...executions(migration, 'runs'), ...executions(campaign, 'campaigns')]),
      graph('Records of packages', ownOf(name, ['RecordsImported', 'RecordsRejected'])),
      new LogQueryWidget({
        title: 'Last lines of runs',
        logGroupNames: readBy(query).map((one) => functions.get(one).logGroup.logGroupName),
        queryLines: [...query.lines],
        view: LogQueryVisualizationType.TABLE,
        width: 8,
        height: 6,
      }),
    ),
  ];
}

const ownOf = (name: string, names: readonly MetricName[], over: Over = {}): IMetric[] =>
  names.map((one) => own(name, one, { label: one, ...over }));

const people = ({ name, api, distribution }: Watched): Row[] => [
  title('Logons and recoveries', 'Saved queries **Logons by reason** and **Sources that fail**.'),
  new Row(
    graph(
      'Logons',
      ownOf(name, ['LogonsSucceeded', 'LogonsFailed', 'PasscodesRefused', 'RequestsThrottled', 'TokensDisabled']),
    ),
    graph(
      'Forgot Your Password, people home',
      ownOf(name, ['RecoveriesAsked', 'RecoveriesMailed', 'RecoveriesFinished', 'PeopleHome']),
    ),
    graph(
      'API',
      (['Count', '4xx', '5xx'] as const).map((one) => ofApi(api, one, { label: one })),
      (['p50', 'p90', 'p99'] as const).map((statistic) =>
        ofApi(api, 'Latency', { statistic, label: `latency ${statistic}` }),
      ),
    ),
  ),
  new Row(
    graph(
      'Distribution: requests, errors in percent',
      [ofDistribution(distribution, 'Requests', { label: 'requests' })],
      (['4xxErrorRate', '5xxErrorRate'] as const).map((one) =>
        ofDistribution(distribution, one, { statistic: 'Average', label: one }),
      ),
    ),
  ),
];

const mails = ({ name }: Watched): Row[] => [
  title('Mails and reputation', 'Saved queries **Mails by outcome**, **One mail** and **Campaigns**.'),
  new Row(
    graph(
      'Mails',
      ownOf(name, ['MailsSent', 'MailsRefused', 'MailsUncertain', 'MailsBounced', 'MailsComplained', 'MailsStopped']),
    ),
    graph(
      'Reputation of the account',
      [ofMail('Reputation.BounceRate', { statistic: 'Maximum', label: 'bounce rate (5 % is reviewed)' })],
      [ofMail('Reputation.ComplaintRate', { statistic: 'Maximum', label: 'complaint rate (0.1 % is reviewed)' })],
    ),
    graph(
      'Quota and campaigns',
      ownOf(name, ['MailQuotaUsed'], { statistic: 'Maximum' }),
      ownOf(name, ['CampaignHoursLate'], { statistic: 'Maximum' }),
    ),
  ),
];

function queues({ stateful, mail, unrecorded, undelivered }: Watched): Row[] {
  const waiting = [
    [stateful.uploadQueue, 'uploads'],
    [mail.outgoing.queue, 'mails'],
    [mail.returned.queue, 'mail events'],
  ] as const;
  const dead = [
    [stateful.uploadDeadLetters, 'uploads'],
    [mail.outgoing.deadLetters, 'mails'],
    [mail.returned.deadLetters, 'mail events'],
    [unrecorded, 'unrecorded failures'],
    ...(undelivered ? ([[undelivered, 'webhook']] as const) : []),
  ] as const;
  return [
    title('Queues', 'A dead letter is moved back by `redrive` (runbooks).'),
    new Row(
      graph(
        'Messages',
        waiting.map(([of, label]) => ofQueue(of, 'ApproximateNumberOfMessagesVisible', { label })),
      ),
      graph(
        'Age of the oldest, s',
        waiting.map(([of, label]) => ofQueue(of, 'ApproximateAgeOfOldestMessage', { label })),
      ),
      graph(
        'Dead letters',
        dead.map(([of, label]) => ofQueue(of, 'ApproximateNumberOfMessagesVisible', { label })),
      ),
    ),
  ];
}

const tables = ({ name, stateful, functions }: Watched): Row[] => [
  title('Tables and streams', 'Reads, writes and their throttles; the age of what the streams’ functions were given.'),
  new Row(
    graph(
      'Throttled',
      TABLE_NAMES.flatMap((one) => [
        ofTable(stateful[one], 'ReadThrottleEvents', { label: `${one}: reads` }),
        ofTable(stateful[one], 'WriteThrottleEvents', { label: `${one}: writes` }),
      ]),
      ownOf(name, ['TablesFailed']),
    ),
    graph(
      'Capacity used (a cost)',
      TABLE_NAMES.map((one) => ofTable(stateful[one], 'ConsumedWriteCapacityUnits', { label: `${one}: writes` })),
      TABLE_NAMES.map((one) => ofTable(stateful[one], 'ConsumedReadCapacityUnits', { label: `${one}: reads` })),
    ),
    graph(
      'Age of changes, ms',
      ['audit-append', 'follow-people'].map((one) =>
        ofFunction(functions.get(one), 'IteratorAge', { statistic: 'Maximum', label: one }),
      ),
      ownOf(name, ['UpgradeHours'], { statistic: 'Maximum' }),
    ),
  ),
];

const functionsOf = ({ name, functions }: Watched): Row[] => {
  const each = (metric: 'Errors' | 'Throttles' | 'Invocations') =>
    Object.keys(FUNCTIONS).map((one) => ofFunction(functions.get(one), metric, { label: one }));
  return [
    title('Functions', 'Saved queries **Failures**, **Failures of services** and **Time-outs and memory**.'),
    new Row(
      graph('Errors', each('Errors'), ownOf(name, ['KeysFailed', 'NearTimeouts'])),
      graph('Throttles', each('Throttles'), [
        ofAccount('ConcurrentExecutions', { label: 'concurrent executions of the account' }),
      ]),
      graph('Invocations (a cost)', each('Invocations')),
    ),
  ];
};

/** @param name of the deployment, and of the dashboard */
export function dashboard(scope: Construct, watched: Watched, { alarms, parts }: Alarms): Dashboard {
  const { name } = watched;
  const health = [
    title(
      `${name}`,
      'What to do says docs/operations.md: each alarm’s name is that of its runbook. Red is wrong, grey has no data yet.',
    ),
    new Row(
      new AlarmStatusWidget({ title: 'Health', alarms: [...alarms], width: 14, height: 8 }),
      new AlarmStatusWidget({ title: 'Functions and tables', alarms: [...parts], width: 10, height: 8 }),
    ),
  ];
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    defaultInterval: Duration.hours(12),
    widgets: [
      ...health,
      ...runs(watched),
      ...people(watched),
      ...mails(watched),
      ...queues(watched),
      ...tables(watched),
      ...functionsOf(watched),
    ].map((row) => [row]),
  });
}
