/**
 * What is kept, where, and until when: each kind of data once. docs/security.md shows it (`npm run generate`); tests compare it with every key
 * that the adapters write, with what the template says of tables, buckets, queues and logs, and with what the embedded deployment removes
 * when its clock is moved (docs/decisions/retention.md).
 */
import type { TableName } from './tables.ts';

/** How a kind of data ends. */
export type End =
  /** By the item's `expiresAt`. `days`: at most so many after it was last written; absent where a setting or the item itself says. */
  | { readonly by: 'expiry'; readonly days?: number; readonly says: string }
  /** By a rule of the bucket, the queue or the log group. */
  | { readonly by: 'rule'; readonly says: string }
  /** With the person: by an erasure, or a rollback of the import that brought it. */
  | { readonly by: 'erasure'; readonly says?: string }
  /** As long as the deployment, and why. */
  | { readonly by: 'never'; readonly why: string };
/** `keys`: partition keys, a `#` behind those that go on; behind a slash, how the sort key begins. */
type Items = { readonly table: TableName; readonly keys: readonly string[] };
type Objects = {
  readonly bucket: 'ExportBucket' | 'ReportBucket' | 'SiteBucket';
  readonly prefixes: readonly string[];
};
/** `queues`: ids of the template, without its hash. */
type Queues = { readonly queues: readonly string[] };
/** `all`: of functions and state machines; `access`: of requests. */
type Logs = { readonly logs: 'all' | 'access' };
/** In the folder of the embedded deployment alone. */
type Files = { readonly files: readonly string[] };
export type Place = Items | Objects | Queues | Logs | Files;
export type Kind = {
  readonly what: string;
  /** What of it names a person. */
  readonly names?: string;
  readonly at: Place;
  readonly end: End;
};

/** Days of logs where the configuration says nothing (`logDays`, `accessLogDays`). */
export const LOG_DAYS = 365;
export const ACCESS_LOG_DAYS = 90;
/** As Step Functions keeps an execution that has ended. */
export const EXECUTION_DAYS = 90;
export const INBOX_DAYS = 90;
/** SQS's own, where the template says nothing. */
export const QUEUE_SECONDS = 4 * 86_400;

const DIRECTORY = (...keys: string[]): Items => ({ table: 'directory', keys });
const OPERATIONS = (...keys: string[]): Items => ({ table: 'operations', keys });
const [USER, SERIAL] = ['user key', 'serial'];
const erasure = { by: 'erasure' } as const;
const never = (why: string): End => ({ by: 'never', why });

export const RETENTION: readonly Kind[] = [
  {
    what: 'users',
    names: 'all',
    at: DIRECTORY('USER#'),
    end: { by: 'erasure', says: 'until an erasure, or a rollback of the import that brought them' },
  },
  {
    what: 'tokens',
    names: 'assignee',
    at: DIRECTORY('TOKEN#'),
    end: { by: 'erasure', says: 'until an administrator deletes it, or an erasure, which unassigns it or deletes it' },
  },
  {
    what: 'who is an administrator',
    names: USER,
    at: DIRECTORY('ADMINISTRATORS', 'ADMINISTRATORS#VERSION'),
    end: { by: 'erasure', says: 'as long as the role' },
  },
  {
    what: 'settings, texts of mails, branding, questions, packers',
    names: 'who saved it last',
    at: DIRECTORY('SETTINGS', 'MAIL-TEXTS', 'BRANDING', 'QUESTIONS', 'QUESTIONS#', 'PACKERS'),
    end: never('the deployment works by them'),
  },
  { what: 'decoys', at: DIRECTORY('DECOY', 'DECOY-'), end: never('they stand in for users that do not exist (F1)') },
  {
    what: 'what finds a person',
    names: 'names, address, serials',
    at: { table: 'search', keys: ['PERSON#', 'FIND#', 'NAME#', 'FLAG#'] },
    end: erasure,
  },
  { what: "people's journeys", names: 'names, address', at: { table: 'journeys', keys: ['JOURNEY#'] }, end: erasure },
  {
    what: 'tokens that are used here',
    names: SERIAL,
    at: { table: 'journeys', keys: ['USED#'] },
    end: { by: 'erasure', says: 'until an erasure that deletes the token' },
  },
  {
    what: 'sums over the people, by source and day; the recount',
    at: { table: 'journeys', keys: ['TOTALS#', 'DAYS#', 'STATE'] },
    end: never('numbers alone'),
  },
  {
    what: 'sessions',
    names: USER,
    at: OPERATIONS('SESSION#'),
    end: { by: 'expiry', days: 8, says: 'the overall end of the session (a setting)' },
  },
  {
    what: 'links and steps of a recovery, and of logons',
    names: USER,
    at: OPERATIONS('CHALLENGE#'),
    end: { by: 'expiry', days: 8, says: 'minutes to hours (settings)' },
  },
  {
    what: 'counters of limits',
    names: 'user key, or the hash of an address',
    at: OPERATIONS('THROTTLE#'),
    end: { by: 'expiry', days: 32, says: 'the window of the limit and a minute' },
  },
  {
    what: 'failures of unknown user IDs',
    names: 'what was typed',
    at: OPERATIONS('DECOY#'),
    end: { by: 'expiry', days: 8, says: 'the window of the limit and an hour, or a day' },
  },
  {
    what: 'what recovery remembers',
    names: USER,
    at: OPERATIONS('RECOVERY#'),
    end: { by: 'erasure', says: 'as long as the user: a link that was used stays used' },
  },
  {
    what: 'links of migration mails',
    names: USER,
    at: OPERATIONS('LINK#', 'LINKS#'),
    end: { by: 'expiry', days: 90, says: '`mail.linkDays`' },
  },
  {
    what: 'claims of mails of the queue',
    at: OPERATIONS('MAIL#'),
    end: { by: 'expiry', days: 14, says: '14 days, as long as a queue keeps a message' },
  },
  {
    what: 'notices: what became of the mails of campaigns',
    names: 'user key, hashes of addresses',
    at: OPERATIONS('NOTICE#'),
    end: { by: 'erasure', says: 'as long as the user: none is told twice' },
  },
  {
    what: 'where a notice went with its person',
    at: OPERATIONS('MOVED#'),
    end: { by: 'expiry', days: 60, says: '60 days, longer than a mail can take to come back' },
  },
  {
    what: 'users and tokens as they were before a run',
    names: 'all',
    at: OPERATIONS('BEFORE#'),
    end: { by: 'expiry', says: '`corrections.beforeImageDays`' },
  },
  {
    what: 'what a rollback has done',
    names: 'user key, serials',
    at: OPERATIONS('ROLLBACK#'),
    end: { by: 'expiry', days: 365, says: 'a year, as before-images at most' },
  },
  {
    what: 'runs and campaigns, and their lists',
    names: 'user IDs that `pack` left out, until an erasure',
    at: OPERATIONS('MIGRATION#', 'MIGRATIONS', 'CAMPAIGNS', 'PACKAGE#'),
    end: never('they say what was done'),
  },
  {
    what: 'whom a campaign to a list tells',
    names: USER,
    at: OPERATIONS('MIGRATION#/LIST#'),
    end: { by: 'expiry', days: 400, says: '400 days, longer than a campaign goes on' },
  },
  {
    what: 'sources, their writers, queues and user IDs',
    names: 'user IDs that were given by hand',
    at: OPERATIONS('SOURCE#', 'SOURCES'),
    end: never('the next import of a source goes on where the last one ended'),
  },
  {
    what: 'approvals',
    names: 'who approved',
    at: OPERATIONS('APPROVAL#'),
    end: never('one of each source, which the next one replaces'),
  },
  {
    what: 'which campaign sends; how far the upgrade is',
    at: OPERATIONS('MAIL-LANE', 'UPGRADE'),
    end: never('one item each'),
  },
  {
    what: 'entries of the audit on their way',
    names: 'user keys, serials',
    at: { table: 'auditOutbox', keys: ['AUDIT#'] },
    end: { by: 'expiry', days: 7, says: '7 days' },
  },
  {
    what: 'the audit',
    names: 'user keys, serials',
    at: { table: 'audit', keys: ['CHAIN#'] },
    end: never('chained and signed: no role may change or remove an entry (L3, L5)'),
  },
  {
    what: 'packages, and what a run prepared of them',
    names: 'all, encrypted; `plans/` until its run ends',
    at: { bucket: 'ExportBucket', prefixes: ['uploads/', 'staged/', 'plans/'] },
    end: { by: 'rule', says: '`packageDays` of the deployment (default: 1); uploads that were never completed, 1 day' },
  },
  {
    what: 'reports',
    names: 'user IDs, names, serials, until an erasure',
    at: { bucket: 'ReportBucket', prefixes: ['reports/'] },
    end: { by: 'rule', says: '`reportDays` of the deployment (default: 400)' },
  },
  {
    what: "the consoles' files",
    at: { bucket: 'SiteBucket', prefixes: [''] },
    end: never('each release replaces them'),
  },
  {
    what: 'messages that wait',
    names: 'user key; keys of packages',
    at: { queues: ['UploadQueue', 'MailOutgoingQueue', 'MailReturnedQueue'] },
    end: { by: 'rule', says: '4 days, SQS’s own' },
  },
  {
    what: 'messages that failed',
    names: 'user key; keys of packages',
    at: {
      queues: [
        'UploadDeadLetters',
        'MailOutgoingDeadLetters',
        'MailReturnedDeadLetters',
        'EventsUndelivered',
        'Unrecorded',
      ],
    },
    end: { by: 'rule', says: '14 days' },
  },
  {
    what: 'logs',
    names: 'user keys, serials',
    at: { logs: 'all' },
    end: { by: 'rule', says: '`logDays` of the deployment (default: 365)' },
  },
  {
    what: 'access logs: of the API, and of the distribution where it is switched on',
    names: 'ARNs of operators; addresses of viewers, and paths',
    at: { logs: 'access' },
    end: { by: 'rule', says: '`accessLogDays` of the deployment (default: 90)' },
  },
  {
    what: 'executions of state machines',
    names: 'run ids alone',
    at: { files: ['executions/'] },
    end: { by: 'rule', says: '90 days after their end, as Step Functions keeps them' },
  },
  {
    what: 'the inbox of the embedded deployment',
    names: 'mails',
    at: { files: ['mails.ndjson'] },
    end: { by: 'rule', says: '90 days' },
  },
  {
    what: 'keys and secrets, the operator’s key, ports, places in streams',
    at: { files: ['keys.json', 'operator.json', 'ports.json', 'streams.json', 'deployment.json', 'mail-account.json'] },
    end: never('nothing could be read without the keys'),
  },
  {
    what: 'files that were found damaged',
    names: 'all',
    at: { files: ['*.damaged'] },
    end: never('set aside for the operator, who deletes them'),
  },
];
