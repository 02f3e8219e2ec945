/** Packages staged for ingesting on a real DynamoDB engine. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#adapters/aws/clients.ts';
import { directoryImport } from '#adapters/ingest/ports.ts';
import * as migrations from '#adapters/runs/index.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { allParts, type CheckRejectsPorts, checkRejects } from '#core/migration/check-rejects.ts';
import type { PartInput } from '#core/migration/run.ts';
import { type Stage, type StageOptions, stageOn } from './staging.ts';

export * from './staging.ts';

export const stage = (records: readonly ExportRecord[], options: StageOptions = {}): Promise<Stage> =>
  stageOn({ ...migrations, directory: directoryImport }, records, options);

export async function dump(): Promise<Record<string, unknown>> {
  const { Items = [] } = await dynamodb().send(
    new ScanCommand({ TableName: process.env['DIRECTORY_TABLE']!, ConsistentRead: true }),
  );
  // Without the name of the write that wrote it last, which is another each time.
  const byKey = Items.map(({ writer: _writer, ...item }) => [`${item['pk']}`, item] as const);
  return Object.fromEntries(byKey.sort(([a], [b]) => (a < b ? -1 : 1)));
}
/** CheckRejects over the reports and totals that the parts left. */
export async function checkStagedRejects(staged: Stage, over: Partial<PartInput['run']> = {}, toleratedRejects = 100) {
  const ports: CheckRejectsPorts = {
    ...migrations,
    ...directoryImport,
    readReport: async (_id, dryRun, part) => staged.reports.get(`${dryRun}/${part}`),
    putReport: staged.ports.putReport,
  };
  const { run } = staged.input(1, over);
  return checkRejects(ports, run, await allParts(ports, run), { enrolment: 1, toleratedRejects });
}
