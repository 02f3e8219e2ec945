/** What each alarm watches. docs/operations.md has a row and a runbook for each (test/contract/operations.test.ts); why so: docs/decisions/alarms.md. */
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { FUNCTIONS } from '../../functions.ts';
import { ofAccount, ofApi, ofFunction, ofMachine, ofMail, ofQueue, ofRule, ofTopic, own, sumOf } from './metrics.ts';
import { undeliveredAlarms } from './topic.ts';
import type { AlarmOf, Watched } from './watched.ts';

/** Entries wait at most a second where all is well. */
const BEHIND_MS = 15 * 60_000;
const BEHIND_SECONDS = 15 * 60;
/** Dead letters are kept for 14 days. */
const DEAD_LETTERS_SECONDS = 10 * 86_400;
const HOUR = 60;
const DAY = 24 * HOUR;
/** An upgrade takes half an hour for a million users. */
const UPGRADE_HOURS = 12;
/** SES reviews an account at 5 % and 0.1 % ("Reputation metrics messages", SES developer guide). */
const BOUNCE_RATE = 0.04;
const COMPLAINT_RATE = 0.0008;
/** Of the account's own limits. */
const NEAR = 0.9;

const SCHEDULED = Object.entries(FUNCTIONS).flatMap(([name, { source }]) => (source === 'schedule' ? [name] : []));
/** Lambda puts the event of an asynchronous call aside first: EventBridge's rules call so. */
const ASYNCHRONOUS = [...SCHEDULED, 'record-failure'];

const visible = (queue: Parameters<typeof ofQueue>[0], means: string): AlarmOf => ({
  metric: ofQueue(queue, 'ApproximateNumberOfMessagesVisible'),
  told: true,
  means,
});
const waiting = (queue: Parameters<typeof ofQueue>[0], means: string): AlarmOf => ({
  metric: ofQueue(queue, 'ApproximateAgeOfOldestMessage'),
  threshold: BEHIND_SECONDS,
  told: true,
  means,
  runbook: 'QueuesWaiting',
});
const behind = ({ functions }: Watched, name: string, means: string): AlarmOf => ({
  metric: ofFunction(functions.get(name), 'IteratorAge', { statistic: 'Maximum' }),
  threshold: BEHIND_MS,
  told: true,
  means,
});
const ended = (machine: Watched['migration'], means: string): AlarmOf => ({
  metric: sumOf(
    (['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'] as const).map((name) => ofMachine(machine, name)),
    'failed, timed out, aborted',
  ),
  means,
});
/** A schedule's function was not called in this time. A new deployment has not been called yet: it is over within that time. */
const silent =
  (name: string, minutes: number) =>
  ({ functions }: Watched): AlarmOf => ({
    metric: ofFunction(functions.get(name), 'Invocations', { minutes }),
    below: true,
    silence: 'wrong',
    told: true,
    runbook: 'SchedulesSilent',
    means: `The schedule of ${name} has not called it for ${minutes} minutes`,
  });

/** Id -> what it watches; undefined where this deployment has nothing of the kind. An id stays what it is. */
export const ALARMS = {
  // Queues
  UploadsUnread: ({ stateful }) => visible(stateful.uploadDeadLetters, 'An upload could not be handled, several times'),
  UploadsWaiting: ({ stateful }) => waiting(stateful.uploadQueue, 'Uploads wait for a quarter of an hour'),
  MailsUnsent: ({ mail }) => visible(mail.outgoing.deadLetters, 'A user’s mail could not be sent, several times'),
  MailsWaiting: ({ mail }) => waiting(mail.outgoing.queue, 'Mails of users wait for a quarter of an hour'),
  MailEventsUnread: ({ mail }) =>
    visible(mail.returned.deadLetters, 'The event of a returned mail could not be handled'),
  MailEventsWaiting: ({ mail }) =>
    waiting(mail.returned.queue, 'Events of returned mails wait for a quarter of an hour'),
  MailEventsLost: ({ mail }) => ({
    metric: ofTopic(mail.returns, 'NumberOfNotificationsFailed'),
    means: 'Events of returned mails did not reach their queue',
  }),
  EventsUndelivered: ({ undelivered }) =>
    undelivered && visible(undelivered, 'The webhook did not take events for a day'),
  AlarmsUndelivered: ({ alarmTopic }) => undeliveredAlarms(alarmTopic),
  DeadLettersExpire: ({ stateful, mail, unrecorded, undelivered }) => ({
    metric: oldestOf([
      stateful.uploadDeadLetters,
      mail.outgoing.deadLetters,
      mail.returned.deadLetters,
      unrecorded,
      ...(undelivered ? [undelivered] : []),
    ]),
    threshold: DEAD_LETTERS_SECONDS,
    told: true,
    means: 'Dead letters that are ten days old are deleted in four days',
  }),

  // Runs and campaigns
  MigrationsFailed: ({ migration }) => ended(migration, 'A run failed, ran out of time or was stopped'),
  CampaignsFailed: ({ campaign }) => ended(campaign, 'A campaign failed, ran out of time or was stopped'),
  MachinesThrottled: ({ migration, campaign }) => ({
    metric: sumOf([ofMachine(migration, 'ExecutionThrottled'), ofMachine(campaign, 'ExecutionThrottled')], 'throttled'),
    threshold: 100,
    periods: 3,
    told: true,
    means: 'Runs or campaigns are slowed down by Step Functions',
  }),
  FailuresUnrecorded: ({ unrecorded }) => visible(unrecorded, 'The end of a failed run could not be recorded'),
  CampaignLate: ({ name }) => ({
    metric: own(name, 'CampaignHoursLate', { minutes: HOUR, statistic: 'Maximum' }),
    periods: 2,
    told: true,
    means: 'A campaign is expected to end after its last day',
  }),
  UpgradeStands: ({ name }) => ({
    metric: own(name, 'UpgradeHours', { minutes: HOUR, statistic: 'Maximum' }),
    threshold: UPGRADE_HOURS,
    told: true,
    means: 'The upgrade of what a release before has stored has not ended',
  }),
  UpgradeDamaged: ({ name }) => ({
    metric: own(name, 'UpgradeDamaged'),
    means: 'The upgrade met items that can’t be read',
    runbook: 'UpgradeStands',
  }),

  // Schedules, rules, asynchronous calls
  UpgradeSilent: silent('upgrade', 15),
  ClockPeopleSilent: silent('clock-people', 15),
  RemindersSilent: silent('remind-users', 3 * HOUR),
  RulesFailing: ({ rules }) => ({
    metric: sumOf(
      rules.map((rule) => ofRule(rule, 'FailedInvocations')),
      'not delivered',
    ),
    means: 'EventBridge could not call what a rule names',
    runbook: 'EventsDropped',
  }),
  EventsDropped: ({ functions }) => ({
    metric: sumOf(
      [
        ...ASYNCHRONOUS.map((name) => ofFunction(functions.get(name), 'AsyncEventsDropped')),
        ofFunction(functions.get('record-failure'), 'DeadLetterErrors'),
      ],
      'dropped',
    ),
    means: 'Lambda dropped events without calling their function',
  }),

  // Functions, API, keys
  NearTimeouts: ({ name }) => ({
    metric: own(name, 'NearTimeouts', { minutes: 15 }),
    threshold: 3,
    means: 'Functions nearly ran out of time',
  }),
  // One for all: they share the account's executions, so that a function that uses them up throttles another one.
  FunctionsThrottled: () => ({
    metric: ofAccount('Throttles', { minutes: 15, statistic: 'Sum' }),
    threshold: 100,
    told: true,
    means: 'Functions were throttled: the account’s concurrent executions are used up',
    runbook: 'ConcurrencyHigh',
  }),
  ConcurrencyHigh: ({ accountConcurrency }) => ({
    metric: ofAccount('ClaimedAccountConcurrency'),
    threshold: Math.floor(accountConcurrency * NEAR),
    periods: 3,
    told: true,
    means: 'The account’s concurrent executions are nearly used up',
  }),
  ApiErrors: ({ api }) => ({ metric: ofApi(api, '5xx'), means: 'The API answered with a fault of its own (5xx)' }),
  ApiSlow: ({ api }) => ({
    metric: ofApi(api, 'Latency', { statistic: 'p90' }),
    threshold: 5000,
    periods: 3,
    told: true,
    means: 'One request in ten takes five seconds or more',
  }),
  RequestsThrottled: ({ name }) => ({
    metric: own(name, 'RequestsThrottled', { minutes: 15 }),
    threshold: 100,
    means: 'Sources were turned away for too many attempts',
  }),
  TablesFailed: ({ name }) => ({
    metric: own(name, 'TablesFailed', { minutes: 15 }),
    threshold: 3,
    means: 'Tables left requests unanswered, after all retries',
    runbook: 'TablesThrottled',
  }),
  KeysFailed: ({ name }) => ({
    metric: own(name, 'KeysFailed', { minutes: 15 }),
    means: 'A key of KMS or a secret could not be used',
  }),

  // Mail
  MailsStopped: ({ name }) => ({
    metric: own(name, 'MailsStopped'),
    means: 'Mails were stopped: by the account, the sender or returned mails',
  }),
  MailsRefused: ({ name }) => ({
    metric: sumOf(
      (['MailsRefused', 'MailsUncertain'] as const).map((one) => own(name, one, { minutes: HOUR })),
      'refused, uncertain',
      HOUR,
    ),
    threshold: 10,
    means: 'Amazon SES refused mails, or left it open whether it took them',
  }),
  MailsReturned: ({ name }) => ({
    metric: returnedShare(name),
    threshold: 4,
    means: 'Of a day’s mails 4 % or more came back',
    runbook: 'ReputationFalls',
  }),
  BouncesHigh: () => ({
    metric: ofMail('Reputation.BounceRate', { minutes: HOUR, statistic: 'Maximum' }),
    threshold: BOUNCE_RATE,
    told: true,
    means: 'The account’s bounce rate is near 5 %, where Amazon SES reviews it',
    runbook: 'ReputationFalls',
  }),
  ComplaintsHigh: () => ({
    metric: ofMail('Reputation.ComplaintRate', { minutes: HOUR, statistic: 'Maximum' }),
    threshold: COMPLAINT_RATE,
    told: true,
    means: 'The account’s complaint rate is near 0.1 %, where Amazon SES reviews it',
    runbook: 'ReputationFalls',
  }),
  MailQuotaLow: ({ name }) => ({
    metric: own(name, 'MailQuotaUsed', { minutes: 15, statistic: 'Maximum' }),
    threshold: 95,
    told: true,
    means: 'The day’s quota of mails is nearly used up, and mails of users with it',
  }),

  // What an administrator, an operator or an attacker has done
  // A5: an administrator made although one was enabled.
  GlassBroken: ({ name }) => ({
    metric: own(name, 'BrokenGlass'),
    means: 'An administrator was created by --break-glass',
  }),
  // A9: a sole administrator gave one person two ways into the account within a day.
  SecondWaysGiven: ({ name }) => ({
    metric: own(name, 'SecondWays'),
    means: 'The only administrator gave a person two ways into the account',
  }),
  // T2: so many wrong passcodes in a row that a token was disabled. An attacker may be guessing.
  TokensDisabledByFailures: ({ name }) => ({
    metric: own(name, 'TokensDisabled'),
    means: 'Wrong passcodes in a row suspended a token',
  }),
  // L5: something else was done to the outbox of the audit than adding to it.
  AuditTampered: ({ name }) => ({ metric: own(name, 'AuditTampered'), means: 'The outbox of the audit was changed' }),
  // L5: a day without this function would lose entries: an alarm comes before.
  AuditBehind: (watched) => behind(watched, 'audit-append', 'Entries of the audit wait for a quarter of an hour'),

  // People
  // Lists and counts of people are as far behind as this function is.
  PeopleBehind: (watched) =>
    behind(watched, 'follow-people', 'Lists and counts of people are a quarter of an hour behind'),
  // One damaged item holds up no other, and is named: its person is neither listed nor counted as it should be.
  PeopleUnreadable: ({ name }) => ({
    metric: own(name, 'PeopleUnreadable'),
    means: 'An item of a person can’t be read',
  }),
  // What a recount found otherwise than it was kept: a change was missed.
  PeopleDiffered: ({ name }) => ({
    metric: own(name, 'PeopleDiffered'),
    means: 'A recount found people otherwise than listed',
  }),
} as const satisfies Readonly<Record<string, (watched: Watched) => AlarmOf | undefined>>;

/** Seconds. @param queues at most ten, as one alarm takes */
function oldestOf(queues: readonly Parameters<typeof ofQueue>[0][]): MathExpression {
  const usingMetrics = Object.fromEntries(
    queues.map((queue, index) => [`m${index}`, ofQueue(queue, 'ApproximateAgeOfOldestMessage', { minutes: HOUR })]),
  );
  return new MathExpression({
    expression: 'MAX(METRICS())',
    usingMetrics,
    label: 'oldest',
    period: Duration.minutes(HOUR),
  });
}

/** Percent, of a day with a hundred mails or more: of fewer the share says little. */
function returnedShare(name: string): MathExpression {
  const day = { minutes: DAY };
  return new MathExpression({
    expression: 'IF(FILL(sent, 0) >= 100, 100 * (FILL(bounced, 0) + FILL(complained, 0)) / sent, 0)',
    usingMetrics: {
      sent: own(name, 'MailsSent', day),
      bounced: own(name, 'MailsBounced', day),
      complained: own(name, 'MailsComplained', day),
    },
    label: 'percent returned',
    period: Duration.minutes(DAY),
  });
}
