/**
 * What AWS allows, once: the quotas that a migration of many users may meet, as the services' documentation gave them on QUOTAS_OF, each with
 * its page. `raise`: how an operator gets more; absent where AWS gives no more.
 */
import { VALUES } from '../configuration/values.ts';

export const QUOTAS_OF = '2026-12-01';

export type Quota = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly raise?: string;
};

/** A table's own quota, which warm throughput and doubling don't pass. */
const TABLE_WRITES = 40_000;

export const QUOTAS = {
  concurrency: {
    what: 'Lambda: concurrent executions of a new account',
    value: VALUES.accountConcurrency.parse(undefined),
    unit: 'executions',
    source: 'AWS Lambda: Lambda quotas',
    raise: 'Service Quotas, *Concurrent executions* (1,000 is usual), then `accountConcurrency`',
  },
  workers: {
    what: 'parts at once: `MaxConcurrency` of the Distributed Maps',
    value: VALUES.workerConcurrency.parse(undefined),
    unit: 'parts',
    source: 'the configuration; Step Functions takes 10,000 (Step Functions service quotas)',
    raise: '`workerConcurrency`, below `accountConcurrency`',
  },
  children: {
    what: 'Step Functions: starts of Express child executions',
    value: 1500,
    unit: 'a second',
    source: 'Step Functions service quotas, StartExecution of Express (6,000 in the largest regions)',
    raise: 'Service Quotas, *StartExecution*',
  },
  directoryWrites: {
    what: 'DynamoDB: writes of the table `directory`',
    value: 4000,
    unit: 'units a second',
    source: 'Amazon DynamoDB: warm throughput; doubled when half an hour was at the limit',
    raise: '`warmThroughput.directory`',
  },
  indexWrites: {
    what: 'DynamoDB: writes of the index `journey` of `directory`',
    value: 4000,
    unit: 'units a second',
    source: 'Amazon DynamoDB: warm throughput; doubled when half an hour was at the limit',
    raise: '`warmThroughput.directory`',
  },
  searchWrites: {
    what: 'DynamoDB: writes of the table `search`',
    value: 4000,
    unit: 'units a second',
    source: 'Amazon DynamoDB: warm throughput; doubled when half an hour was at the limit',
    raise: '`warmThroughput.search`',
  },
  journeysWrites: {
    what: 'DynamoDB: writes of the table `journeys`',
    value: 4000,
    unit: 'units a second',
    source: 'Amazon DynamoDB: warm throughput; doubled when half an hour was at the limit',
    raise: '`warmThroughput.journeys`',
  },
  tableWrites: {
    what: 'DynamoDB: writes of any one table, however often it doubles',
    value: TABLE_WRITES,
    unit: 'units a second',
    source: 'Amazon DynamoDB: service quotas, per-table write request units',
    raise: 'Service Quotas, *Table-level write throughput limit*',
  },
  partitionWrites: {
    what: 'DynamoDB: writes of one partition key, where user IDs all begin alike',
    value: 1000,
    unit: 'units a second',
    source: 'Amazon DynamoDB: designing partition keys; a split by heat comes too late for an import in order',
  },
  lanes: {
    what: 'Lambda: batches of a stream at once, of each of its shards',
    value: 4,
    unit: 'lanes a shard',
    source: 'AWS Lambda: parallelization factor (10 at most); a shard of the stream a partition of the table',
    raise: '`parallelizationFactor` in infra/stacks/stateless.ts, and `warmThroughput.directory`, which brings shards',
  },
  s3Reads: {
    what: 'S3: reads of a prefix',
    value: 5500,
    unit: 'a second',
    source: 'Amazon S3: best practices design patterns, optimizing performance',
  },
  kms: {
    what: 'KMS: cryptographic operations with symmetric keys',
    value: 20_000,
    unit: 'a second',
    source: 'AWS KMS: request quotas (10,000 to 100,000 by region)',
    raise: 'Service Quotas, *Cryptographic operations (symmetric) request rate*',
  },
  mailRate: {
    what: 'SES: mails a second of a new account out of the sandbox',
    value: 14,
    unit: 'a second',
    source: 'Amazon SES: service quotas, sending rate',
    raise: 'a request to SES, *Sending limits*',
  },
  mailDay: {
    what: 'SES: mails in 24 hours of a new account out of the sandbox',
    value: 50_000,
    unit: 'in 24 hours',
    source: 'Amazon SES: service quotas, sending quota',
    raise: 'a request to SES, *Sending limits*',
  },
} as const satisfies Readonly<Record<string, Quota>>;

export type QuotaName = keyof typeof QUOTAS;
export const QUOTA_NAMES = Object.keys(QUOTAS) as readonly QuotaName[];
export type Quotas = Readonly<Record<QuotaName, number>>;
export const quotaOf = (name: QuotaName): Quota => QUOTAS[name];

export const DEFAULTS = Object.fromEntries(QUOTA_NAMES.map((name) => [name, QUOTAS[name].value])) as Quotas;

/** What no rate can answer: by these something ends, and does not only wait. */
export const LIMITS = {
  childSeconds: { value: 300, source: 'Step Functions service quotas: duration of an Express execution' },
  historyEvents: { value: 25_000, source: 'Step Functions service quotas: execution history' },
  payloadBytes: { value: 262_144, source: 'Step Functions service quotas: input or result of a state' },
} as const;
