/** What ends a migration on its way, or rejects a record of it. The state machine records it; no route answers with it. */
import { type Definitions, fact, known } from './definition.ts';

export const RUN = {
  'run.exists': {
    status: 409,
    means: 'The policy is “fail”, and the package brings users or tokens that are here already.',
    facts: { part: fact<string>(), users: fact<number>(), tokens: fact<number>() },
  },
  'run.parts_failed': {
    status: 409,
    means: 'Parts could not be ingested.',
    facts: { missing: fact<number>('how many') },
  },
  'run.too_many_rejects': {
    status: 409,
    means: 'More records were rejected than the settings tolerate.',
    facts: { rejected: fact<number>('how many') },
  },
  'run.needs_yes': {
    status: 409,
    means:
      'The run would change or disable a large share of the people of its source: a super-admin looks at it first.',
    facts: { people: fact<number>('of the source'), changed: known<number>(), gone: known<number>() },
  },
  'run.plan_too_large': {
    status: 409,
    means: 'The comparison of the export with its source has found more than one run can plan.',
    facts: {
      kind: fact<'duplicates' | 'renames' | 'missing'>('of what there is too much'),
      count: fact<number>(),
      limit: fact<number>(),
    },
  },
  'run.mapping_missing': { status: 500, means: 'The mapping of the security questions was not stored.' },
  'run.wave_missing': { status: 500, means: 'The list of the users of a wave was not stored.' },
  'run.report_missing': { status: 500, means: 'The report of a part is gone.', facts: { part: fact<number>() } },
  'run.busy': {
    status: 503,
    retryable: true,
    means: 'Others started migrations of the same package at the same moment.',
  },
  'campaign.taken_back': { status: 409, means: 'The run is being taken back: it mails no user any more.' },
  'campaign.stopped': {
    status: 409,
    means: 'Too many of the migration mails came back or were refused, so no more are sent.',
    facts: { sent: fact<number>(), bounced: fact<number>(), complained: fact<number>(), refused: known<number>() },
  },
  'campaign.list_expired': {
    status: 409,
    means: 'The list of the people whom the campaign tells is gone: it is kept for 400 days.',
    facts: { told: fact<number>('how many of the list were looked at'), listed: fact<number>() },
    advice: 'The list of this campaign has expired. Begin another campaign, to a list of the people who are left.',
  },
  'password.hash_unusable': { status: 422, means: 'A hash is no argon2id PHC string within the allowed costs.' },
} as const satisfies Definitions;
