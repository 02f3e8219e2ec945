/** Outcomes of records as text. */
import type { ReportedRecord } from '#core/migration/report-page.ts';

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
