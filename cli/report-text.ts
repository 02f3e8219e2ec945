/** What became of records, as CSV and as text. */
import type { ReportedRecord } from '#core/migration/report-page.ts';
import { csvLine } from './csv.ts';

const COLUMNS = [
  'part',
  'line',
  'type',
  'userId',
  'serial',
  'outcome',
  'code',
  'hint',
  'notes',
  'tokens',
  'answersKept',
  'answersDropped',
  'notice',
];
export const csvHead = (): string => csvLine(COLUMNS);

/** One line a record; the tokens of a user stand in one cell: `serial outcome [code]; ...`. */
export function csvRecord(record: ReportedRecord): string {
  const { part, line, type, userId, serial, outcome, code, hint, notes, tokens, answers, notice } = record;
  const told = (tokens ?? []).map((token) => [token.serial, token.outcome, token.code].filter(Boolean).join(' '));
  return csvLine([
    part,
    line,
    type,
    userId,
    serial,
    outcome,
    code,
    hint,
    notes?.join(' '),
    told.join('; '),
    answers?.kept,
    answers?.dropped,
    notice,
  ]);
}

/** A line for each thing that an administrator should look at: a record not taken in, or a token of one. */
export function remarks(record: ReportedRecord): string[] {
  const { part, line, userId, serial, outcome, code, hint, tokens = [] } = record;
  const where = `part ${part}, line ${line}`;
  const odd = (one: string) => one === 'rejected' || one === 'skipped';
  const whose = userId ?? (serial === undefined ? 'unreadable record' : `token ${serial}`);
  const own = odd(outcome) ? [`${whose} (${where}): ${outcome} ${code ?? ''}. ${hint ?? ''}`.trim()] : [];
  const theirs = tokens
    .filter((token) => odd(token.outcome) && token.code !== undefined && token.serial !== serial)
    .map((token) => `token ${token.serial} of ${whose} (${where}): ${token.outcome} ${token.code}`);
  return [...own, ...theirs];
}
