/** Summarize: the totals of all parts and the summary of the report; the migration has succeeded. */
import { LandfallError } from '#core/errors.ts';
import type { FinishedPart } from './ingest-part.ts';
import { type MigrationRecord, type MigrationTotals, NO_NOTICES } from './record.ts';
import type { MigrationRun } from './run.ts';
import { sumTotals } from './totals.ts';

export type SummarizePorts = {
  readMigration(id: string): Promise<MigrationRecord | undefined>;
  finishedParts(migration: string, dryRun: boolean, generation: number): Promise<readonly FinishedPart[]>;
  putSummary(migration: string, dryRun: boolean, summary: unknown): Promise<void>;
};

/** @throws LandfallError migration.not_found where the record is gone */
export async function summarize(ports: SummarizePorts, run: MigrationRun): Promise<MigrationTotals> {
  const { migration, dryRun, attempt, policy } = run;
  const record = await ports.readMigration(migration);
  if (!record) throw new LandfallError('migration.not_found');
  const parts = await ports.finishedParts(migration, dryRun, run.generation);
  const totals = { ...sumTotals(parts.map((part) => part.totals)), notices: record.notices ?? NO_NOTICES };
  const { source, counts, refusals, questions } = record;
  const settingsChange = dryRun ? record.settingsPreview : record.settingsChange;
  const facts = { source, counts, refusals, questions, settingsChange, totals };
  await ports.putSummary(migration, dryRun, { migration, dryRun, attempt, policy, ...facts });
  return totals;
}
