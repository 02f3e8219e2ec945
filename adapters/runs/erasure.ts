/** What runs have left of a person: rewritten under the version that was seen, or removed. */

import { GetObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { ReportLine } from '#core/migration/outcome.ts';
import type { RunRecord } from '#core/migration/record.ts';
import type { VersionedReport } from '#core/migration/report/erase-run.ts';
import { parseReport, writeReport } from '#core/migration/report/report-lines.ts';
import { parseIndex } from '#core/migration/report/report-names.ts';
import { readStoredJson } from '#core/stored.ts';
import { s3 } from '../aws/clients.ts';
import { environment } from '../aws/environment.ts';
import { nameOf } from '../aws/failures.ts';
import { readObject, replaceObject } from '../aws/objects.ts';
import { operationsTable, removeItem, updateItem } from '../dynamodb/items.ts';
import { indexKeyOf, putIndex, reportKeyOf, summaryKeyOf } from './reports.ts';
import { runKey } from './run-key.ts';

const bucket = (): string => environment('REPORT_BUCKET');

export async function readIndex(run: string, dryRun: boolean, part: number): Promise<string[] | undefined> {
  const key = indexKeyOf(run, dryRun, part);
  const text = await readObject(bucket(), key);
  return text === undefined ? undefined : parseIndex(text, key);
}

async function readVersion(key: string): Promise<{ text: string; etag: string } | undefined> {
  try {
    const { Body, ETag } = await s3().send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return { text: await Body!.transformToString(), etag: ETag! };
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}

export async function readReportVersion(
  run: string,
  dryRun: boolean,
  part: number,
): Promise<VersionedReport | undefined> {
  const key = reportKeyOf(run, dryRun, part);
  const found = await readVersion(key);
  return found && { lines: parseReport(found.text, key), etag: found.etag };
}

const replace = (key: string, body: string, type: string, etag: string): Promise<boolean> =>
  replaceObject({ bucket: bucket(), key, body, type }, etag);

export async function replaceReport(
  run: string,
  dryRun: boolean,
  part: number,
  lines: readonly ReportLine[],
  etag: string,
): Promise<boolean> {
  const replaced = await replace(reportKeyOf(run, dryRun, part), writeReport(lines), 'application/x-ndjson', etag);
  if (replaced) await putIndex(run, dryRun, part, lines);
  return replaced;
}

/** Images of before, and what a rollback noted. */
export async function removeTraces(run: string, keys: readonly string[], serials: readonly string[]): Promise<void> {
  const names = [...keys.map((key) => `USER#${key}`), ...serials.map((serial) => `TOKEN#${serial}`)];
  for (const pk of [`BEFORE#${run}`, `ROLLBACK#${run}`])
    for (const sk of names) await removeItem(operationsTable(), { pk, sk });
}

/** In the record, and in the summary beside the report. */
export async function replaceFacts(
  { id }: Pick<RunRecord, 'id'>,
  facts: Pick<RunRecord, 'refusals' | 'campaign'>,
): Promise<void> {
  const fields = Object.entries(facts);
  await updateItem(operationsTable(), runKey(id), {
    expression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    condition: 'attribute_exists(#pk)',
    values: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
  });
  const { refusals } = facts;
  if (!refusals) return;
  for (const dryRun of [false, true]) {
    const key = summaryKeyOf(id, dryRun);
    const seen = await readVersion(key);
    if (!seen) continue;
    const summary = { ...readStoredJson(z.looseObject({}), seen.text, key), refusals };
    await replace(key, JSON.stringify(summary, null, 2), 'application/json', seen.etag);
  }
}
