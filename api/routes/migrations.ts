/** Packages uploaded, migrations started and watched. */
import * as z from 'zod';
import type { UploadTarget } from '#adapters/migrations/exports.ts';
import { DUPLICATE_POLICIES } from '#core/duplicate-policy.ts';
import { HINTS, type RecordCode } from '#core/migration/codes.ts';
import { REPORTED_NOTICES } from '#core/migration/notice.ts';
import { OUTCOMES } from '#core/migration/outcome.ts';
import { type MigrationView, type ShownTotals, STATES } from '#core/migration/record.ts';
import type { ReportPage } from '#core/migration/report-page.ts';
import type { Started } from '#core/migration/start-migration.ts';
import type { UploadedPart } from '#core/migration/upload.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import {
  completeBody,
  listQuery,
  reportQuery,
  resumeBody,
  startBody,
  uploadBody,
} from '#lambdas/admin-migrations/schema.ts';
import type { Operations } from '../model.ts';
import { answers, unixTime } from '../shapes.ts';

const access = { by: 'role', role: 'admin' } as const;
const path = { id: 'The migration’s id: 32 hex digits, made from the package' };
const text = z.string().optional();
const count = z.number();
const mode = z.enum(['dry-run', 'run']);
const policy = z.enum(DUPLICATE_POLICIES).describe('What becomes of users that were here before');
const recordCode = z.enum(Object.keys(HINTS) as [RecordCode, ...RecordCode[]]);

const outcomes = { created: count, updated: count, unchanged: count, skipped: count, rejected: count };
const notices = z.strictObject({
  sent: count.describe('Those that came back among them'),
  bounced: count,
  complained: count.describe('Called spam by whoever got it'),
  notInformed: count.describe('Users without an address'),
  failed: count,
  notNeeded: count,
});
const totals = answers<ShownTotals>()(
  z.strictObject({
    records: z.strictObject({ read: count, unreadable: count, rejected: count }),
    users: z.strictObject({ ...outcomes, withoutToken: count, withoutAddress: count }),
    tokens: z.strictObject({ ...outcomes, assigned: count, unassigned: count, newPinMode: count }),
    answers: z.strictObject({ kept: count, dropped: count }),
    enrolment: z.strictObject({
      complete: count,
      partial: count,
      none: count,
      histogram: z.record(z.string(), count).describe('Answers kept -> users'),
    }),
    passwords: z.strictObject({ imported: count }),
    codes: z.record(z.string(), count),
    notices,
  }),
);

const logonSettings = z.strictObject({ selfService: z.string(), forgotPasswordLink: z.boolean() });
const failure = z.strictObject({ code: z.string(), hint: z.string(), state: z.enum(STATES).optional() });
const migration = answers<MigrationView>()(
  z.strictObject({
    id: z.string(),
    status: z.enum(['starting', 'running', 'succeeded', 'failed']),
    mode,
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
    questions: z.strictObject({ matched: count, unmatched: count }).optional(),
    enrolment: count.optional(),
    error: failure.optional(),
    settingsChange: z
      .strictObject({
        status: z.enum(['preview', 'intended', 'applied']),
        before: logonSettings,
        after: logonSettings,
        weakened: z.boolean(),
        version: count,
      })
      .optional(),
    notices: notices.optional(),
    totals: totals.optional(),
    states: z.array(
      z.union([
        z.strictObject({
          state: z.enum(STATES),
          status: z.enum(['running', 'succeeded', 'failed', 'skipped']),
          startedAt: unixTime,
          finishedAt: unixTime.optional(),
          done: count.optional(),
          total: count.optional(),
        }),
        z.strictObject({
          state: z.enum(STATES),
          status: z.string().describe('`pending`, or `skipped` once all is over'),
        }),
      ]),
    ),
  }),
);
const report = answers<ReportPage>()(
  z.strictObject({
    migration: z.string(),
    mode,
    totals: totals.optional(),
    records: z.array(
      z.strictObject({
        part: count,
        line: count,
        type: z.enum(['user', 'token', 'unreadable']),
        userId: text,
        pseudonym: text,
        serial: text,
        outcome: z.enum(OUTCOMES),
        code: recordCode.optional(),
        hint: text,
        notes: z.array(recordCode).optional(),
        tokens: z
          .array(
            z.strictObject({
              serial: z.string(),
              outcome: z.enum(OUTCOMES),
              code: recordCode.optional(),
              pin: z.boolean(),
            }),
          )
          .optional(),
        answers: z.strictObject({ kept: count, dropped: count }).optional(),
        password: z.boolean().optional(),
        notice: z.enum(REPORTED_NOTICES).optional(),
      }),
    ),
    parts: count.optional().describe('Of the package, where they are known'),
    next: count.optional().describe('The part to go on with; absent on the last page'),
  }),
);
const started = answers<Started>()(z.strictObject({ id: z.string(), execution: text }));
type Upload = { key: string; uploadId: string; partSize: number; parts: UploadTarget[] };
type Resumed = (Omit<Upload, 'parts'> & { parts: (UploadedPart | UploadTarget)[] }) | { key: string; etag: string };
const upload = answers<Upload>()(
  z.strictObject({
    key: z.string(),
    uploadId: z.string(),
    partSize: count.describe('Bytes of each part but the last'),
    parts: z.array(z.strictObject({ number: count, url: z.string().describe('PUT the part here within an hour') })),
  }),
);
const resumed = answers<Resumed>()(
  z.union([
    z.strictObject({
      key: z.string(),
      uploadId: z.string(),
      partSize: count.describe('Bytes of each part but the last'),
      parts: z.array(
        z.union([
          z.strictObject({ number: count, etag: z.string(), size: count }),
          z.strictObject({ number: count, url: z.string().describe('PUT the part here within an hour') }),
        ]),
      ),
    }),
    z.strictObject({ key: z.string(), etag: z.string() }),
  ]),
);

export const migrationOperations: Operations = {
  'POST /uploads': {
    id: 'beginUpload',
    summary: 'Begin the upload of a package',
    details: 'Send each part with PUT to its URL and keep the ETag that each PUT answers with.',
    access,
    request: { name: 'NewUpload', schema: uploadBody, example: { name: 'export.zip', size: 123456 } },
    answer: { status: 201, means: 'Where to send the parts.', body: { name: 'Upload', schema: upload } },
    problems: ['upload.too_large'],
  },
  'POST /uploads/resume': {
    id: 'resumeUpload',
    summary: 'Go on with an upload that was broken off',
    details:
      'Of the same file, within a day. Parts with an `etag` are there: keep it for the completion. Send the others with PUT to their new URLs. Where the answer is an `etag` alone, the upload was completed.',
    access,
    request: {
      name: 'UploadToResume',
      schema: resumeBody,
      example: { key: 'staged/…/export.zip', uploadId: '…', size: 123456 },
    },
    answer: {
      status: 200,
      means: 'What is there, and where to send the rest.',
      body: { name: 'ResumedUpload', schema: resumed },
    },
    problems: ['upload.key', 'upload.not_found', 'upload.too_large'],
  },
  'POST /uploads/complete': {
    id: 'completeUpload',
    summary: 'Put the parts of an upload together',
    details: 'The same again tells the same again.',
    access,
    request: {
      name: 'UploadParts',
      schema: completeBody,
      example: { key: 'staged/…/export.zip', uploadId: '…', parts: [{ number: 1, etag: '…' }] },
    },
    answer: {
      status: 200,
      means: 'Ready to be migrated.',
      body: { name: 'Uploaded', schema: z.strictObject({ key: z.string(), etag: z.string() }) },
    },
    problems: ['upload.key', 'upload.incomplete', 'upload.not_found'],
  },
  'POST /migrations': {
    id: 'startMigration',
    summary: 'Start a migration, or a dry run of it',
    details: 'A dry run goes the same way and writes nothing. Without `policy` the one in the settings counts.',
    access,
    request: {
      name: 'NewMigration',
      schema: startBody,
      example: { key: 'staged/…/export.zip', etag: '…', mode: 'dry-run' },
    },
    answer: { status: 202, means: 'Started.', body: { name: 'MigrationStarted', schema: started } },
    problems: [
      'migration.key',
      'migration.running',
      'migration.done',
      'package.missing',
      'package.changed',
      'package.not_zip',
      'package.truncated',
      'package.layout_invalid',
      'package.manifest_invalid',
      'package.too_large',
    ],
  },
  'GET /migrations': {
    id: 'listMigrations',
    summary: 'Migrations, newest first',
    access,
    query: { schema: listQuery, means: { limit: 'Migrations a page', next: 'From the page before' } },
    answer: {
      status: 200,
      means: 'A page of migrations.',
      body: { name: 'Migrations', schema: z.strictObject({ migrations: z.array(migration), next: text }) },
    },
    problems: [],
  },
  'GET /migrations/{id}': {
    id: 'showMigration',
    summary: 'How far a migration is, and what came of it',
    access,
    path,
    answer: { status: 200, means: 'The migration, state by state.', body: { name: 'Migration', schema: migration } },
    problems: ['migration.not_found'],
  },
  'GET /migrations/{id}/report': {
    id: 'readReport',
    summary: 'What became of each record',
    details:
      'A part of the package at a time; with `outcome`, `code` or `notice` the records that fit all of them, of this part and those after it. A page of these holds up to some hundred records, and one may be empty and yet have a `next`: what is looked at for one answer is bounded. Until the migration is over some parts have no records yet.',
    access,
    path,
    query: {
      schema: reportQuery,
      means: {
        part: 'From 1',
        outcome: 'Of the record or of one of its tokens; several with commas between: `rejected,skipped`',
        code: 'The reason or a note, of the record or of one of its tokens',
        notice: 'What became of the notice to an imported user',
      },
    },
    answer: { status: 200, means: 'The records of this page.', body: { name: 'ReportPage', schema: report } },
    problems: ['migration.not_found'],
  },
};
