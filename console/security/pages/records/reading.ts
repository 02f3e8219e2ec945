/** Reads a report of any length page by page, as far as it is shown or to its end. */

import { OUTCOMES } from '#core/migration/outcome.ts';
import { csvHead, csvRecord } from '#core/migration/report/report-csv.ts';
import { REPORT_CODE_NAMES } from '#core/migration/report-codes.ts';
import type { ReportPage } from '../../../shared/http/api-types.ts';

export const CODES: readonly string[] = REPORT_CODE_NAMES;
export type Filter = {
  readonly outcome?: string;
  readonly code?: string;
  /** A changed field, as the totals name it: `email`, `token.seed`. */
  readonly field?: string;
  readonly notice?: string;
};
export type ReportRecord = ReportPage['records'][number];
export const NOTICES = [
  'sent',
  'bounced',
  'complained',
  'failed',
  'not-informed',
  'not-possible',
  'not-able',
  'claimed',
  'none',
] as const satisfies readonly NonNullable<ReportRecord['notice']>[];
/** @param part where to begin; reads on where the filter leaves it empty */
export type ReadPage = (part: number) => Promise<ReportPage>;

/** The records read so far, and the part to continue with; undefined: the report is complete. */
export type Reading = { readonly records: readonly ReportRecord[]; readonly next: number | undefined };
export const BEGIN: Reading = { records: [], next: 1 };

const oneOf = (known: readonly string[], value: string | undefined) =>
  value !== undefined && known.includes(value) ? value : undefined;

const isField = (value: string | undefined): value is string => value !== undefined && /^[\w.]{1,100}$/u.test(value);

/** The filter of an address; unknown values are ignored. */
export function filterOf(values: Readonly<Record<string, string>>): Filter {
  const outcome = oneOf(OUTCOMES, values['outcome']);
  const code = oneOf(CODES, values['code']);
  const notice = oneOf(NOTICES, values['notice']);
  const { field } = values;
  return {
    ...(outcome ? { outcome } : {}),
    ...(code ? { code } : {}),
    ...(isField(field) ? { field } : {}),
    ...(notice ? { notice } : {}),
  };
}

/** Reads on until `count` records are there, or all. An empty page may be followed by others. */
export async function readUntil(from: Reading, count: number, read: ReadPage): Promise<Reading> {
  let { records, next } = from;
  while (next !== undefined && records.length < count) {
    const page: ReportPage = await read(next);
    records = [...records, ...page.records];
    next = page.next;
  }
  return { records, next };
}

/** Spreadsheet programs need it to recognise UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Called with the next part, and how many records are read. */
export type Tell = (part: number, records: number) => void;

/** Reads all pages. @param add what becomes of the records of each */
async function readAll(read: ReadPage, tell: Tell, add: (records: ReportPage['records']) => void): Promise<void> {
  let records = 0;
  for (let next: number | undefined = 1; next !== undefined; ) {
    const page: ReportPage = await read(next);
    add(page.records);
    records += page.records.length;
    next = page.next;
    if (next !== undefined) tell(next, records);
  }
}

/** All matching records as CSV, in pieces, so that no string grows too long for the browser. */
export async function csvOf(read: ReadPage, tell: Tell): Promise<readonly string[]> {
  const pieces = [BYTE_ORDER_MARK + csvHead()];
  await readAll(read, tell, (records) => void pieces.push(records.map(csvRecord).join('')));
  return pieces;
}

/** The same as JSON: `{...head, "records": [...]}`. */
export async function jsonOf(head: object, read: ReadPage, tell: Tell): Promise<readonly string[]> {
  const pieces = [`${JSON.stringify(head).slice(0, -1)},"records":[`];
  let separator = '\n';
  await readAll(read, tell, (records) => {
    for (const record of records) {
      pieces.push(separator + JSON.stringify(record));
      separator = ',\n';
    }
  });
  return [...pieces, '\n]}\n'];
}
