/**
 * The report bucket: what became of each record, one JSONL object a part. A dry run's lie apart from a run's.
 */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { ReportLine } from '#core/migration/outcome.ts';
import { parseReport, writeReport } from '#core/migration/report-lines.ts';
import { s3 } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { readObject } from '../aws/objects.ts';

const bucket = (): string => environment('REPORT_BUCKET');

const prefix = (migration: string, dryRun: boolean) => `reports/${migration}${dryRun ? '/dry' : ''}`;
const keyOf = (migration: string, dryRun: boolean, part: number) =>
  `${prefix(migration, dryRun)}/parts/${String(part).padStart(6, '0')}.jsonl`;

/** Writes a part's report; the same part again replaces it. */
export async function putReport(migration: string, dryRun: boolean, part: number, lines: readonly ReportLine[]) {
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: keyOf(migration, dryRun, part),
      Body: writeReport(lines),
      ContentType: 'application/x-ndjson',
    }),
  );
}

/**
 * A part's report; undefined where the part is not done.
 * @param part from 1 @throws LandfallError stored.damaged
 */
export async function readReport(migration: string, dryRun: boolean, part: number): Promise<ReportLine[] | undefined> {
  const key = keyOf(migration, dryRun, part);
  const text = await readObject(bucket(), key);
  return text === undefined ? undefined : parseReport(text, key);
}

/** The whole in one small object, beside the parts. */
export async function putSummary(migration: string, dryRun: boolean, summary: unknown): Promise<void> {
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket(),
      Key: `${prefix(migration, dryRun)}/summary.json`,
      Body: JSON.stringify(summary, null, 2),
      ContentType: 'application/json',
    }),
  );
}
