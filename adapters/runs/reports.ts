/**
 * The report bucket: what became of each record, one JSONL object a part. A dry run's lie apart from a run's.
 */
import type { ReportLine } from '#core/migration/outcome.ts';
import { parseReport, writeReport } from '#core/migration/report/report-lines.ts';
import { writeIndex } from '#core/migration/report/report-names.ts';
import { environment } from '../aws/environment.ts';
import { putObject, readObject } from '../aws/objects.ts';

const bucket = (): string => environment('REPORT_BUCKET');

const prefix = (migration: string, dryRun: boolean) => `reports/${migration}${dryRun ? '/dry' : ''}`;
export const reportKeyOf = (migration: string, dryRun: boolean, part: number) =>
  `${prefix(migration, dryRun)}/parts/${String(part).padStart(6, '0')}.jsonl`;

export const indexKeyOf = (migration: string, dryRun: boolean, part: number) =>
  `${prefix(migration, dryRun)}/index/${String(part).padStart(6, '0')}.json`;
export const summaryKeyOf = (migration: string, dryRun: boolean) => `${prefix(migration, dryRun)}/summary.json`;

/** Whom the report of a part names, in hashes: by it an erasure finds the part. */
export async function putIndex(migration: string, dryRun: boolean, part: number, lines: readonly ReportLine[]) {
  await putObject({
    bucket: bucket(),
    key: indexKeyOf(migration, dryRun, part),
    body: writeIndex(lines),
    type: 'application/json',
  });
}

/** Writes a part's report, with its index; the same part again replaces it. */
export async function putReport(migration: string, dryRun: boolean, part: number, lines: readonly ReportLine[]) {
  await putIndex(migration, dryRun, part, lines);
  await putObject({
    bucket: bucket(),
    key: reportKeyOf(migration, dryRun, part),
    body: writeReport(lines),
    type: 'application/x-ndjson',
  });
}

/**
 * A part's report; undefined where the part is not done.
 * @param part from 1 @throws LandfallError stored.damaged
 */
export async function readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined> {
  const key = reportKeyOf(migration, dryRun, part);
  const text = await readObject(bucket(), key);
  return text === undefined ? undefined : parseReport(text, key);
}

/** The whole in one small object, beside the parts. */
export async function putSummary(migration: string, dryRun: boolean, summary: unknown): Promise<void> {
  await putObject({
    bucket: bucket(),
    key: summaryKeyOf(migration, dryRun),
    body: JSON.stringify(summary, null, 2),
    type: 'application/json',
  });
}
