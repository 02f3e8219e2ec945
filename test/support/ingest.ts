/** Packages staged for ingesting on a real DynamoDB engine. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#adapters/aws/clients.ts';
import { importInto } from '#adapters/ingest/ports.ts';
import * as migrations from '#adapters/runs/index.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { allParts, checkRejects } from '#core/migration/check-rejects.ts';
import type { PartInput } from '#core/migration/run.ts';
import { type Stage, type StageOptions, stageOn } from './staging.ts';

export * from './staging.ts';

const FAR = 4_102_444_800;
/** The directory as an import writes it; what was there before a change is kept for long. */
export const directoryImport = importInto(async () => FAR);

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

/** CheckRejects over the totals that the parts left. */
export async function checkStagedRejects(staged: Stage, over: Partial<PartInput['run']> = {}, toleratedRejects = 100) {
  const { run } = staged.input(1, over);
  return checkRejects(await allParts(migrations, run), toleratedRejects);
}
