/**
 * What CloudWatch counts, once: each metric by the log events that carry it. A line with such an event is in the embedded metric format (AWS:
 * "Specification: Embedded metric format", CloudWatch user guide), so that CloudWatch Logs makes the metric of it, and no metric filter is needed.
 * Alarms and dashboard are made of the same list (infra/constructs/watch). One dimension, the deployment: each further one would be a metric more
 * for each of its values. Values are counts; a user, a serial or a source is never one.
 */
import type { Fields } from './log-fields.ts';

export const NAMESPACE = 'Landfall';
export const DIMENSION = 'deployment';

type Unit = 'Count' | 'Percent' | 'None';
type Counted = {
  readonly events: readonly string[];
  /** Of a line with one of these events; undefined where it does not count. */
  readonly value: (fields: Fields) => number | undefined;
  readonly unit?: Unit;
  /** What it is, for people. */
  readonly means: string;
};

const one = (): number => 1;
const where =
  (field: keyof Fields, ...values: readonly string[]) =>
  (fields: Fields): number | undefined =>
    values.includes(String(fields[field])) ? 1 : undefined;
const number =
  (field: keyof Fields) =>
  (fields: Fields): number | undefined => {
    const value = fields[field];
    return typeof value === 'number' ? value : undefined;
  };
/** Of a failure: by the service that did not do what it was asked, or by our own code for that. */
const failing =
  (services: readonly string[], codes: readonly string[]): Counted['value'] =>
  ({ awsService, code }) =>
    services.includes(String(awsService)) || codes.includes(String(code)) ? 1 : undefined;
/** Both conditions. */
const and =
  (first: Counted['value'], second: Counted['value']): Counted['value'] =>
  (fields) =>
    first(fields) === undefined ? undefined : second(fields);

const FAILED = ['api.failed', 'task.failed', 'upload.failed', 'mail.failed', 'mail.event_failed'] as const;
/** Of several events on one mail the first: the notice is marked once. */
const FIRST = where('outcome', 'marked', 'own');
const RECOVERY = where('kind', 'forgot-password');

export const METRICS = {
  // Users
  LogonsSucceeded: { events: ['logon.done'], value: where('outcome', 'success'), means: 'logons that began a session' },
  LogonsFailed: { events: ['logon.done'], value: where('outcome', 'failure'), means: 'logons that were refused' },
  PasscodesRefused: {
    events: ['logon.done'],
    value: where('reason', 'passcode.wrong', 'passcode.replayed', 'tokencode.wrong'),
    means: 'of these, for their passcode',
  },
  RequestsThrottled: { events: ['api.throttled'], value: one, means: 'requests of a source that had made too many' },
  TokensDisabled: { events: ['token.disabled_by_failures'], value: one, means: 'tokens that failures have suspended' },
  RecoveriesAsked: { events: ['mail.done'], value: RECOVERY, means: 'requests of Forgot Your Password' },
  RecoveriesMailed: {
    events: ['mail.done'],
    value: and(RECOVERY, where('outcome', 'sent')),
    means: 'of these, those that were mailed',
  },
  RecoveriesFinished: { events: ['recovery.done'], value: one, means: 'passwords that users set by it' },
  PeopleHome: {
    events: ['people.home'],
    value: number('count'),
    means: 'imported people with a password of their own',
  },
  // Imports
  RecordsImported: {
    events: ['part.ingested'],
    value: number('count'),
    means: 'records of packages that were looked at',
  },
  RecordsRejected: { events: ['part.ingested'], value: number('rejected'), means: 'of these, rejected' },
  // Mails
  MailsSent: {
    events: ['mail.done', 'mail.sent'],
    value: where('outcome', 'sent'),
    means: 'mails that the mail service has taken',
  },
  MailsRefused: {
    events: ['mail.done', 'mail.sent'],
    value: where('outcome', 'refused'),
    means: 'mails that it refused for good',
  },
  MailsUncertain: {
    events: ['mail.done', 'mail.sent'],
    value: where('outcome', 'uncertain'),
    means: 'mails of which it is not known',
  },
  MailsBounced: { events: ['mail.returned'], value: and(FIRST, where('kind', 'bounced')), means: 'mails that bounced' },
  MailsComplained: {
    events: ['mail.returned'],
    value: and(FIRST, where('kind', 'complained')),
    means: 'mails that were called spam',
  },
  MailsStopped: { events: ['mail.stopped'], value: one, means: 'times that mails were stopped' },
  MailQuotaUsed: {
    events: ['mail.quota'],
    value: number('percent'),
    unit: 'Percent',
    means: 'of the mails that the account may send in 24 hours',
  },
  CampaignHoursLate: {
    events: ['campaign.round'],
    value: number('hours'),
    unit: 'None',
    means: 'hours that a campaign is expected to end after its last day',
  },
  // Faults
  TablesFailed: {
    events: FAILED,
    value: failing(['DynamoDB'], ['directory.busy', 'operations.busy', 'audit.busy']),
    means: 'failures for a table that did not answer, after all retries',
  },
  KeysFailed: {
    events: FAILED,
    value: failing(['KMS', 'SecretsManager'], ['keys.unknown', 'keys.unusable', 'seed.unreadable']),
    means: 'failures for a key or a secret',
  },
  NearTimeouts: { events: ['invocation.slow'], value: one, means: 'invocations that nearly ran out of time' },
  UpgradeHours: {
    events: ['upgrade.open'],
    value: number('hours'),
    unit: 'None',
    means: 'hours since an upgrade began that has not ended',
  },
  UpgradeDamaged: { events: ['upgrade.damaged'], value: number('count'), means: 'items that an upgrade can’t read' },
  PeopleUnreadable: { events: ['people.unreadable'], value: one, means: 'items of people that can’t be read' },
  PeopleDiffered: { events: ['people.differed'], value: one, means: 'differences that a recount has mended' },
  AuditTampered: { events: ['audit.tampered'], value: one, means: 'changes of the outbox that no function makes' },
  BrokenGlass: { events: ['admin.break_glass'], value: one, means: 'administrators made in an emergency' },
  SecondWays: {
    events: ['administration.second_way'],
    value: one,
    means: 'second ways in, given by a sole administrator',
  },
} as const satisfies Readonly<Record<string, Counted>>;
export type MetricName = keyof typeof METRICS;

const byEvent = new Map<string, (Counted & { readonly name: string })[]>();
for (const [name, metric] of Object.entries<Counted>(METRICS))
  for (const event of metric.events) byEvent.set(event, [...(byEvent.get(event) ?? []), { ...metric, name }]);

/** The part of a line that makes its metrics; nothing of a line that counts nothing. @param now Unix ms */
export function metricsOf(event: string, fields: Fields, now: number): Record<string, unknown> {
  const values = (byEvent.get(event) ?? []).flatMap(({ name, value, unit = 'Count' }) => {
    const counted = value(fields);
    return counted === undefined ? [] : [{ name, unit, counted }];
  });
  const deployment = process.env['DEPLOYMENT_NAME'];
  if (values.length === 0 || deployment === undefined) return {};
  return {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [[DIMENSION]],
          Metrics: values.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
    [DIMENSION]: deployment,
    ...Object.fromEntries(values.map(({ name, counted }) => [name, counted])),
  };
}
