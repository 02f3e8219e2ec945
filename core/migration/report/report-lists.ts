/** The records of a report to look at, by code, a bounded number of each. */
import { isReportCode } from '../report-codes.ts';
import type { ReportedRecord, ReportPage } from './report-page.ts';

/**
 * `count`: how often the code came, of a record and of each of its tokens; `records`: the first of those that have it; `more`: whether
 * there are others. How many can't be told from the count.
 */
export type CodeList = {
  readonly code: string;
  readonly count: number;
  readonly records: readonly ReportedRecord[];
  readonly more: boolean;
};
/** `changed`: the first of the records that changed what was here. */
export type ReportLists = { readonly codes: readonly CodeList[]; readonly changed: readonly ReportedRecord[] };
export type ReadRecords = (query: {
  readonly part: number;
  readonly code?: string;
  readonly outcome?: string;
}) => Promise<Pick<ReportPage, 'records' | 'next'>>;

async function first(read: ReadRecords, filter: { code: string } | { outcome: string }, limit: number) {
  const records: ReportedRecord[] = [];
  for (let part: number | undefined = 1; part !== undefined && records.length < limit; ) {
    const page: Pick<ReportPage, 'records' | 'next'> = await read({ ...filter, part });
    records.push(...page.records);
    part = page.next;
  }
  return records.slice(0, limit);
}

/**
 * The most frequent first. A code of another version can't be asked for: it has its count alone.
 * @param counts how often each code came (the totals') @param limit records of each code, at most
 */
export async function readCodes(
  read: ReadRecords,
  counts: Readonly<Record<string, number>>,
  limit: number,
): Promise<CodeList[]> {
  const codes: CodeList[] = [];
  for (const [code, count] of Object.entries(counts).sort(([, a], [, b]) => b - a)) {
    const records = isReportCode(code) ? await first(read, { code }, limit + 1) : [];
    codes.push({ code, count, records: records.slice(0, limit), more: records.length > limit });
  }
  return codes;
}

/** For a page that is read as a whole. */
export async function readLists(
  read: ReadRecords,
  counts: Readonly<Record<string, number>>,
  limit: number,
): Promise<ReportLists> {
  const codes = await readCodes(read, counts, limit);
  const changed = await first(read, { outcome: 'updated' }, limit);
  return { codes, changed: changed.filter(({ outcome, changes }) => outcome === 'updated' && changes !== undefined) };
}
