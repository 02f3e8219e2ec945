/**
 * Saved queries of CloudWatch Logs Insights, by their names in runbooks (docs/operations.md). The fields are those of lambdas/shared/log-fields.ts; words in
 * capitals stand for what is at hand. A query reads at most 50 log groups (AWS: StartQuery).
 */
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { FUNCTIONS, type FunctionSpec } from '../../functions.ts';
import type { Functions } from '../functions.ts';

type Of = 'all' | 'runs' | 'requests';
type Query = { readonly of: Of; readonly lines: readonly string[] };

const isOf: Readonly<Record<Of, (spec: FunctionSpec) => boolean>> = {
  all: () => true,
  // From the upload to the mail, and what the mail's events bring back.
  runs: ({ state, source }) => state !== undefined || (source !== undefined && source !== 'audit-outbox'),
  requests: ({ routes }) => routes !== undefined,
};

export const QUERIES: Readonly<Record<string, Query>> = {
  'One run': {
    of: 'runs',
    lines: [
      'fields @timestamp, service, event, attempt, part, code, outcome, count, notice, errorName',
      "filter run = 'RUN'",
      'sort @timestamp asc',
      'limit 10000',
    ],
  },
  'One request': {
    of: 'all',
    lines: [
      'fields @timestamp, service, event, level, code, errorName, awsService, awsOperation, @message',
      "filter requestId = 'ID' or apiRequestId = 'ID' or @message like 'RequestId: ID'",
      'sort @timestamp asc',
    ],
  },
  'One mail': {
    of: 'runs',
    lines: [
      'fields @timestamp, service, event, run, kind, outcome, notice, messageId, mail',
      "filter notice = 'ID' or messageId = 'ID' or mail = 'ID' or queueMessage = 'ID'",
      'sort @timestamp asc',
    ],
  },
  Failures: {
    of: 'all',
    lines: [
      "filter level = 'ERROR' or level = 'WARN'",
      'stats count(*) as times, latest(requestId) as lastRequest, latest(@timestamp) as last by service, event, code, errorName',
      'sort times desc',
    ],
  },
  'Failures of services': {
    of: 'all',
    lines: [
      'filter ispresent(awsService)',
      'stats count(*) as times, latest(requestId) as lastRequest by awsService, awsOperation, errorName, service',
      'sort times desc',
    ],
  },
  'Time-outs and memory': {
    of: 'all',
    lines: [
      'fields @timestamp, @log, service, seconds, run, part, @message',
      "filter event = 'invocation.slow' or @message like 'Task timed out' or @message like 'Runtime.OutOfMemory' or @message like 'Runtime.ExitError'",
      'sort @timestamp desc',
      'limit 200',
    ],
  },
  'Slowest functions': {
    of: 'all',
    lines: [
      "filter @type = 'REPORT'",
      'stats count(*) as times, pct(@duration, 50) as half, pct(@duration, 99) as slowest, max(@maxMemoryUsed / @memorySize) as memory by @log',
      'sort slowest desc',
    ],
  },
  'Logons by reason': {
    of: 'requests',
    lines: ["filter event = 'logon.done'", 'stats count(*) as times by outcome, reason', 'sort times desc'],
  },
  'Sources that fail': {
    of: 'requests',
    lines: [
      "filter (event = 'logon.done' and outcome = 'failure') or event = 'api.throttled'",
      'stats count(*) as times by source',
      'sort times desc',
      'limit 50',
    ],
  },
  'Mails by outcome': {
    of: 'runs',
    lines: [
      "filter event = 'mail.done' or event = 'mail.sent' or event = 'mail.returned'",
      'stats count(*) as times by event, kind, outcome, bin(1h)',
    ],
  },
  Campaigns: {
    of: 'runs',
    lines: [
      'fields @timestamp, run, event, outcome, hours, percent, code',
      "filter event = 'campaign.round' or event = 'mail.quota' or event = 'mail.stopped'",
      'sort @timestamp desc',
      'limit 200',
    ],
  },
  'Unreadable items': {
    of: 'all',
    lines: [
      "filter event = 'people.unreadable' or code = 'stored.damaged' or event = 'upgrade.damaged'",
      'stats count(*) as times by item, field, user, service',
      'sort times desc',
    ],
  },
};

/** The functions whose logs the query reads. */
export const readBy = ({ of }: Query): readonly string[] =>
  Object.entries(FUNCTIONS).flatMap(([name, spec]) => (isOf[of](spec) ? [name] : []));

/** "Sources that fail" -> "QuerySourcesThatFail" */
const idOf = (name: string): string =>
  `Query${name.replace(/(?:^|[^A-Za-z]+)([A-Za-z])/gu, (_match, letter: string) => letter.toUpperCase())}`;

export function saveQueries(scope: Construct, deployment: string, functions: Functions): void {
  for (const [name, query] of Object.entries(QUERIES))
    new CfnQueryDefinition(scope, idOf(name), {
      // A slash makes a folder of it in the console.
      name: `${deployment}/${name}`,
      queryString: query.lines.join('\n| '),
      logGroupNames: readBy(query).map((one) => functions.get(one).logGroup.logGroupName),
    });
}
