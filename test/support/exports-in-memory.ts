/** Exports of sources that follow each other into a directory in memory: what each would do, and does. */
import type { ExportRecord } from '#core/export/record.ts';
import { ingestPart } from '#core/migration/ingest-part.ts';
import type { ReportLine } from '#core/migration/outcome.ts';
import { previewPart } from '#core/migration/preview-part.ts';
import type { MigrationRun, RunOptions } from '#core/migration/run.ts';
import { type PartPlan, partPlanName } from '#core/migration/run-plan.ts';
import { waveName } from '#core/migration/wave.ts';
import type { DirectoryMemory } from './directory-memory.ts';
import { NOW, type StageOptions, stageOn } from './staging.ts';

const DAY = 86_400_000;

export type ExportOptions = StageOptions & {
  /** Days after the first export. */
  readonly day?: number;
  readonly policy?: MigrationRun['policy'];
  readonly options?: RunOptions;
  readonly older?: boolean;
  /** User keys. */
  readonly only?: readonly string[];
  readonly plan?: PartPlan;
};
/** Of part 1; a repeat is the next attempt of the run. */
export type Exported = {
  readonly run: string;
  readonly preview: readonly ReportLine[];
  readonly lines: readonly ReportLine[];
  again(options?: RunOptions): Promise<readonly ReportLine[]>;
};

let runs = 0;
export const runId = (number: number): string => number.toString(16).padStart(32, '0');

/** Previews the export, imports it, and returns both reports. */
export async function bring(
  store: DirectoryMemory,
  records: readonly ExportRecord[],
  more: ExportOptions = {},
): Promise<Exported> {
  const run = more.run ?? runId(++runs);
  const day = more.day ?? 0;
  const staged = await stageOn(store, records, { ...more, run, packedAt: NOW + day * DAY });
  if (more.plan) staged.plans.set(partPlanName(run, 1), JSON.stringify(more.plan));
  if (more.only) staged.plans.set(waveName(run), JSON.stringify(more.only));
  const options: RunOptions = { ...more.options, ...(more.only ? { only: true } : {}) };
  const input = (generation: number, over: RunOptions = {}) =>
    staged.input(1, {
      policy: more.policy ?? 'correct',
      older: more.older ?? false,
      options: { ...options, ...over },
      importedAt: NOW + day * DAY,
      generation,
    });
  const report = (preview: boolean) => structuredClone(staged.reports.get(`${preview}/1`)!);
  await previewPart(staged.ports, input(1));
  await ingestPart(staged.ports, input(1));
  let generation = 1;
  return {
    run,
    preview: report(true),
    lines: report(false),
    again: async (over) => {
      await ingestPart(staged.ports, input(++generation, over));
      return report(false);
    },
  };
}
