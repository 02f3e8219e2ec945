/**
 * The report as console and CLI read it, each imported user with the state of the notice: a part at a time, or only the
 * records that match a filter, with a bounded number of parts read for a page.
 */
import { userKey } from '#core/text.ts';
import { isAddressee } from '../addressee.ts';
import type { KnownNotice, ReportedNotice } from '../notice.ts';
import type { ReportLine } from '../outcome.ts';
import type { FinishedPart } from '../part-work.ts';
import { type RunRecord, type ShownTotals, shownTotals } from '../record.ts';
import { fits, isFilter, mayHold, type ReportFilter } from './report-filter.ts';

export type ReportPorts = {
  readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined>;
  readNotices(keys: readonly string[]): Promise<ReadonlyMap<string, KnownNotice>>;
  /** Finished parts from this one on, in order, at most `limit`. */
  finishedFrom(migration: string, dryRun: boolean, part: number, limit: number): Promise<readonly FinishedPart[]>;
};
/** `notice`: of users whom this run looked at; `none` where one that it created was not due. */
export type ReportedRecord = ReportLine & { readonly notice?: ReportedNotice };
export type ReportPage = {
  readonly migration: string;
  readonly kind: RunRecord['kind'];
  readonly totals?: ShownTotals;
  /** Of the package, where they are known. */
  readonly parts?: number;
  readonly records: readonly ReportedRecord[];
  /** The part to go on with; absent on the last page. */
  readonly next?: number;
};

/** Parts whose totals are looked at for one page: items of a kilobyte, one query. */
const LOOKED_AT = 1_000;
/** Parts that are read for one page. */
const READ = 20;
/** Where a notice is asked for, each part's notices are read too. */
const READ_WITH_NOTICES = 5;
/** A page that has as many is full; the part that fills it is listed to its end, 1,000 records at most. */
const FULL = 500;

const keyOf = (line: ReportLine): string | undefined => (isAddressee(line) ? userKey(line.userId!) : undefined);

/** `none` where this run's user was not due; of those who were here before only what this run did. */
function noticeOf(line: ReportLine, known: KnownNotice | undefined, id: string): ReportedNotice | undefined {
  if (known?.migration === id) return known.status;
  return line.outcome === 'created' ? 'none' : undefined;
}

/** A preview's report says what would be; so does that of an import which waits for a yes before its first write. */
const isPlanned = ({ kind, status, states }: RunRecord): boolean =>
  kind === 'preview' || (kind === 'import' && status === 'waiting' && states.IngestParts === undefined);

/** A part's records that fit, each with its notice. */
async function recordsOf(ports: ReportPorts, record: RunRecord, part: number, filter: ReportFilter) {
  const { id } = record;
  const planned = isPlanned(record);
  const told = record.kind === 'import' && !planned;
  const lines = (await ports.readReport(id, planned, part)) ?? [];
  const wanted = lines.filter((line) => fits(line, filter));
  const keys = told ? [...new Set(wanted.flatMap((line) => keyOf(line) ?? []))] : [];
  const notices = keys.length > 0 ? await ports.readNotices(keys) : new Map<string, KnownNotice>();
  const records = wanted.map((line): ReportedRecord => {
    const key = told ? keyOf(line) : undefined;
    if (key === undefined) return line;
    const status = noticeOf(line, notices.get(key), id);
    if (status === undefined) return line;
    const notes = status === 'not-possible' ? [...(line.notes ?? []), 'notice.not_possible' as const] : line.notes;
    return { ...line, ...(notes ? { notes } : {}), notice: status };
  });
  return filter.notice === undefined ? records : records.filter(({ notice }) => notice === filter.notice);
}

/** The first finished part from this one on, if there is one. */
async function nextFrom(ports: ReportPorts, record: RunRecord, part: number): Promise<{ next?: number }> {
  const [more] = await ports.finishedFrom(record.id, isPlanned(record), part, 1);
  return more ? { next: more.part } : {};
}

async function search(ports: ReportPorts, record: RunRecord, from: number, filter: ReportFilter) {
  const limit = filter.notice === undefined ? READ : READ_WITH_NOTICES;
  const known = await ports.finishedFrom(record.id, isPlanned(record), from, LOOKED_AT);
  const records: ReportedRecord[] = [];
  let read = 0;
  for (const { part, totals } of known) {
    if (!mayHold(totals, filter)) continue;
    if (read === limit || records.length >= FULL) return { records, next: part };
    records.push(...(await recordsOf(ports, record, part, filter)));
    read += 1;
  }
  const after = (known.at(-1)?.part ?? 0) + 1;
  return known.length === LOOKED_AT ? { records, ...(await nextFrom(ports, record, after)) } : { records };
}

/** Behind the parts of the package stand those of the people who are gone, as many as there are. */
async function onePart(ports: ReportPorts, record: RunRecord, part: number) {
  const { parts } = record;
  if (parts === undefined) return { records: [] };
  const records = await recordsOf(ports, record, part, {});
  return part < parts ? { records, next: part + 1 } : { records, ...(await nextFrom(ports, record, part + 1)) };
}

/**
 * Without a filter the records of one part; with one those that fit, of this part and those after it, so that a page may be
 * empty and yet have a next one. @param part from 1; a part that is not done has no records yet
 */
export async function reportPage(
  ports: ReportPorts,
  record: RunRecord,
  part: number,
  filter: ReportFilter = {},
): Promise<ReportPage> {
  const { id, kind, parts } = record;
  const totals = shownTotals(record);
  const page = isFilter(filter) ? await search(ports, record, part, filter) : await onePart(ports, record, part);
  return {
    migration: id,
    kind,
    ...page,
    ...(totals ? { totals } : {}),
    ...(parts === undefined ? {} : { parts }),
  };
}
