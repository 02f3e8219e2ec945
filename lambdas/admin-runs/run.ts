/** A migration as administrators see one. */
import * as z from 'zod';
import type * as migrations from '#adapters/runs/index.ts';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { invalid } from '#core/errors.ts';
import { CAMPAIGN_MAILS } from '#core/migration/mailing.ts';
import {
  ALL_STATES,
  DECIDED,
  DECISIONS,
  RUN_KINDS,
  RUN_STATUSES,
  type RunRecord,
  type RunView,
  SETTINGS_KEPT,
} from '#core/migration/record.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import { answers, audience, unixTime } from '../route/shapes.ts';
import { notices, totals } from './totals.ts';

const count = z.number();
export const kind = z.enum(RUN_KINDS);
const policy = z.enum(DUPLICATE_POLICIES).describe('What becomes of users that were here before');
export const logonSettings = z.strictObject({ selfService: z.string(), forgotPasswordLink: z.boolean() });
const yes = z.literal(true).optional();
/** What an import was asked for. */
const runOptions = z.strictObject({
  only: yes.describe('A wave: only listed users'),
  applyToTouched: yes.describe('Also to users and tokens that were used here'),
  disableGone: yes.describe('Disables whom a full export does not bring any more'),
  expectGone: count.optional().describe('At most so many may be gone'),
  older: yes.describe('Although a newer package of the source was imported'),
  tell: z.enum(['later', 'none']).optional().describe('Its users are told later, or not; absent: at once'),
  confirmed: yes.describe('A super-admin’s yes was given'),
});
const failure = z.strictObject({ code: z.string(), hint: z.string(), state: z.enum(ALL_STATES).optional() });
export const run = answers<RunView>()(
  z.strictObject({
    id: z.string(),
    packageId: z.string().optional().describe('32 hex digits: of the package’s manifest'),
    status: z
      .enum(RUN_STATUSES)
      .describe(
        '`queued`: starts by itself when its source is free; `waiting`: for a super-admin, see `waitsFor`; `not-started`: never will be, see `error`',
      ),
    kind,
    options: runOptions.optional(),
    wave: z.string().optional().describe('Of a wave: hash of its list'),
    waitsFor: z.array(z.enum(DECIDED)).optional(),
    needsYes: z
      .strictObject({ people: count, changed: count.optional(), gone: count.optional() })
      .optional()
      .describe('So large a share of the people of its source that the run waits for a confirmation'),
    policy,
    attempt: count,
    key: z.string(),
    etag: z.string(),
    size: count,
    requestedBy: z.string().describe('User key, operator’s ARN, or `upload`'),
    firstSeenAt: unixTime,
    startedAt: unixTime,
    finishedAt: unixTime.optional(),
    importedAt: unixTime.optional(),
    completedAt: unixTime.optional(),
    execution: z.string(),
    signedBy: z.string().optional().describe('The packer’s id'),
    source: z
      .strictObject({
        kind: z.enum(SOURCE_KINDS),
        deployment: z.string(),
        packedAt: z.string(),
        packer: z.string(),
      })
      .optional(),
    counts: z.record(z.string(), count).optional(),
    refusals: z
      .array(z.strictObject({ code: z.string(), count, details: z.array(z.string()) }))
      .optional()
      .describe('What `pack` left out'),
    parts: count.optional(),
    questions: z
      .strictObject({
        matched: count,
        unmatched: count,
        missing: z
          .array(z.strictObject({ language: z.string(), text: z.string(), answers: count.optional() }))
          .describe('Up to 200 that the catalogue does not hold, with the answers to each in the package'),
      })
      .optional()
      .describe('Of the package: found in the catalogue, and not'),
    enrolment: count.optional(),
    error: failure.optional(),
    settingsChange: z
      .strictObject({
        status: z.enum(['preview', 'intended', 'applied', 'awaited', 'refused']),
        before: logonSettings,
        after: logonSettings,
        weakened: z.boolean(),
        version: count,
      })
      .optional(),
    approval: z
      .strictObject({
        decision: z.enum(DECISIONS),
        by: z.string(),
        at: unixTime,
        before: logonSettings,
        after: logonSettings,
      })
      .optional()
      .describe('What a super-admin decided about the change of settings'),
    of: z.string().optional().describe('Of a rollback: the import that it takes back'),
    preview: z.literal(true).optional().describe('Of a rollback that only says what it would do'),
    rollback: z
      .strictObject({ run: z.string(), at: unixTime })
      .optional()
      .describe('Of an import: the rollback that takes it back'),
    mailsIn: z.string().optional().describe('Of an import: the campaign that sends the rest of its mails'),
    mail: z.enum(CAMPAIGN_MAILS).optional().describe('Of a campaign: what it sends'),
    audience: audience.optional(),
    settingsRestored: z
      .strictObject({
        status: z.enum(['restored', 'kept', 'none', 'preview']),
        why: z.enum(SETTINGS_KEPT).optional(),
      })
      .optional()
      .describe('What a rollback did with the settings that the import had changed'),
    notices: notices.optional(),
    totals: totals.optional(),
    states: z.array(
      z.union([
        z.strictObject({
          state: z.enum(ALL_STATES),
          status: z.enum(['running', 'succeeded', 'failed', 'skipped']),
          startedAt: unixTime,
          finishedAt: unixTime.optional(),
          done: count.optional(),
          total: count.optional(),
        }),
        z.strictObject({
          state: z.enum(ALL_STATES),
          status: z.string().describe('`pending`, or `skipped` once all is over'),
        }),
      ]),
    ),
  }),
);

export const params = {
  id: { means: 'The run’s id: 32 hex digits', form: 'hex' },
} as const;
export type KnownDeps = Pick<typeof migrations, 'readRun'>;

/** @throws LandfallError run.not_found (404) */
export async function known(deps: KnownDeps, id: string): Promise<RunRecord> {
  const record = await deps.readRun(id);
  if (record) return record;
  throw invalid('run.not_found', 'There is no run with this id.');
}
