/** The outcome of records, as CSV: the same file from the command line and from the Security Console. */
import { csvLine } from '#core/csv.ts';
import { changesOf, othersOf } from './change-text.ts';
import type { ReportedRecord } from './report-page.ts';

const COLUMNS = [
  'part',
  'line',
  'type',
  'userId',
  'name',
  'serial',
  'outcome',
  'code',
  'hint',
  'notes',
  'tokens',
  'changes',
  'conflictWith',
  'answersKept',
  'answersDropped',
  'notice',
];
export const csvHead = (): string => csvLine(COLUMNS);

/** One line a record; the tokens of a user stand in one cell: `serial outcome [code]; ...`. */
export function csvRecord(record: ReportedRecord): string {
  const { part, line, type, userId, name, serial, outcome, code, hint, notes, tokens, answers, notice } = record;
  const told = (tokens ?? []).map((token) => [token.serial, token.outcome, token.code].filter(Boolean).join(' '));
  return csvLine([
    part,
    line,
    type,
    userId,
    name,
    serial,
    outcome,
    code,
    hint,
    notes?.join(' '),
    told.join('; '),
    changesOf(record).join('; '),
    othersOf(record).join('; '),
    answers?.kept,
    answers?.dropped,
    notice,
  ]);
}
