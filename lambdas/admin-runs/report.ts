import * as z from 'zod';
import { REPORTED_NOTICES } from '#core/migration/notice.ts';
import { OUTCOMES } from '#core/migration/outcome.ts';
import { type ReportPage, type ReportPorts, reportPage } from '#core/migration/report/report-page.ts';
import { REPORT_CODE_NAMES } from '#core/migration/report-codes.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { type KnownDeps, kind, known, params } from './run.ts';
import { totals } from './totals.ts';

const text = z.string().optional();
const count = z.number();
const reportCode = z.enum(REPORT_CODE_NAMES);
/** A report may have been written by another version. */
const anyCode = z.union([reportCode, z.string().describe('A code of another version')]);

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional();
const changes = z
  .array(
    z.strictObject({
      field: z.string(),
      from: value,
      to: value,
      waits: z.literal(true).optional().describe('Waits for the confirmation of the run'),
      kept: z.literal(true).optional().describe('Only reported: the directory keeps what it has'),
    }),
  )
  .optional();
const other = z
  .strictObject({ userId: z.string(), name: text, source: text })
  .optional()
  .describe('The person whom the record is in conflict with');

const outcome = `(?:${OUTCOMES.join('|')})`;
/** Strict: a filter that is misspelt must not look as if everything fitted. */
const reportQuery = z.strictObject({
  part: z.coerce.number().int().min(1).max(1_000_000).default(1),
  outcome: z
    .string()
    .regex(new RegExp(`^${outcome}(?:,${outcome})*$`, 'u'))
    .transform((list) => OUTCOMES.filter((one) => list.split(',').includes(one)))
    .optional(),
  code: reportCode.optional(),
  field: z.string().max(100).optional(),
  notice: z.enum(REPORTED_NOTICES).optional(),
});
const report = answers<ReportPage>()(
  z.strictObject({
    migration: z.string(),
    kind,
    totals: totals.optional(),
    records: z.array(
      z.strictObject({
        part: count,
        line: count,
        type: z.enum(['user', 'token', 'unreadable']),
        userId: text,
        name: text,
        pseudonym: text,
        serial: text,
        outcome: z.enum(OUTCOMES),
        code: anyCode.optional(),
        hint: text,
        notes: z.array(anyCode).optional(),
        tokens: z
          .array(
            z.strictObject({
              serial: z.string(),
              outcome: z.enum(OUTCOMES),
              code: anyCode.optional(),
              pin: z.boolean(),
              changes,
              other,
            }),
          )
          .optional(),
        answers: z.strictObject({ kept: count, dropped: count }).optional(),
        held: z
          .strictObject({ users: count, tokens: count })
          .optional()
          .describe('Of a line that can’t be read: what it was to bring'),
        password: z.boolean().optional(),
        changes,
        other,
        notice: z.enum(REPORTED_NOTICES).optional(),
      }),
    ),
    parts: count.optional().describe('Of the package, where they are known'),
    next: count.optional().describe('The part to go on with; absent on the last page'),
  }),
);

export const readReport = route({
  id: 'readReport',
  method: 'GET',
  path: '/runs/{id}/report',
  summary: 'What became of each record',
  details:
    'A part of the package at a time; with `outcome`, `code`, `field` or `notice` the records that fit all of them, of this part and those after it. A page of these holds up to some hundred records, and one may be empty and yet have a `next`: what is looked at for one answer is bounded. Until the migration is over some parts have no records yet.',
  caller: migrating('admin'),
  params,
  query: {
    schema: reportQuery,
    means: {
      part: 'From 1',
      outcome: 'Of the record or of one of its tokens; several with commas between: `rejected,skipped`',
      code: 'The reason or a note, of the record or of one of its tokens',
      field: 'Changed by the record: `email`, or of a token `token.seed`',
      notice: 'What became of the notice to an imported user',
    },
  },
  answer: { status: 200, means: 'The records of this page.', body: { name: 'ReportPage', schema: report } },
  errors: ['run.not_found'],
  handle: async (deps: KnownDeps & ReportPorts, { params: { id }, query: { part, outcome: outcomes, ...filter } }) => ({
    body: await reportPage(deps, await known(deps, id), part, { outcomes, ...filter }),
  }),
});
