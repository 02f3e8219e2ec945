/** A part's report as it is stored: JSONL, a record a line. */
import * as z from 'zod';
import { readStoredJson, type Shape } from '#core/stored.ts';
import { type Change, type OtherPerson, OUTCOMES, type ReportLine, type TokenOutcome } from '../outcome.ts';

/** A report of another version may hold other codes, which are kept, and more fields, which are left out. */
const code = z.string();
const outcome = z.enum(OUTCOMES);
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export const reportChanges = z.array(
  z.object({
    field: z.string(),
    from: value.exactOptional(),
    to: value.exactOptional(),
    waits: z.literal(true).exactOptional(),
    kept: z.literal(true).exactOptional(),
  } satisfies Shape<Change>),
);
const other = z.object({
  userId: z.string(),
  name: z.string().exactOptional(),
  source: z.string().exactOptional(),
} satisfies Shape<OtherPerson>);
export const reportToken = z.object({
  serial: z.string(),
  outcome,
  code: code.exactOptional(),
  pin: z.boolean(),
  changes: reportChanges.exactOptional(),
  other: other.exactOptional(),
} satisfies Shape<TokenOutcome>);
const reportLine = z.object({
  part: z.int(),
  line: z.int(),
  type: z.enum(['user', 'token', 'unreadable']),
  userId: z.string().exactOptional(),
  name: z.string().exactOptional(),
  pseudonym: z.string().exactOptional(),
  serial: z.string().exactOptional(),
  outcome,
  code: code.exactOptional(),
  hint: z.string().exactOptional(),
  notes: z.array(code).exactOptional(),
  tokens: z.array(reportToken).exactOptional(),
  answers: z.object({ kept: z.int(), dropped: z.int() }).exactOptional(),
  held: z.object({ users: z.int(), tokens: z.int() }).exactOptional(),
  password: z.boolean().exactOptional(),
  changes: reportChanges.exactOptional(),
  other: other.exactOptional(),
} satisfies Shape<ReportLine>);

export const writeReport = (lines: readonly ReportLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** @param name of the object @throws LandfallError stored.damaged, which names the line */
export const parseReport = (text: string, name: string): ReportLine[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => readStoredJson(reportLine, line, `${name}:${index + 1}`));
