/** CheckRejects: all parts are done, and no more was rejected than tolerated. */
import { invalid } from '#core/errors.ts';
import type { FinishedPart } from './part-work.ts';
import type { MigrationRun } from './run.ts';
import { sumTotals, type Totals } from './totals.ts';

export type CheckRejectsPorts = {
  finishedParts(migration: string, dryRun: boolean, generation: number): Promise<FinishedPart[]>;
};

/** The parts that are done. @throws LandfallError run.parts_failed (409) where one is missing */
export async function allParts(ports: CheckRejectsPorts, run: MigrationRun): Promise<FinishedPart[]> {
  const parts = await ports.finishedParts(run.migration, run.dryRun, run.generation);
  const missing = run.parts - parts.length;
  if (missing > 0) {
    const hint = `${missing} of ${run.parts} parts could not be ingested. Start the import again: finished parts are not done again.`;
    throw invalid('run.parts_failed', hint, { missing });
  }
  return parts;
}

/** The totals of all parts. @throws LandfallError run.too_many_rejects (409) */
export function checkRejects(parts: readonly FinishedPart[], toleratedRejects: number): Totals {
  const totals = sumTotals(parts.map((part) => part.totals));
  const { rejected } = totals.records;
  if (rejected > toleratedRejects) {
    const hint = `${rejected} records were rejected, more than the ${toleratedRejects} that the settings tolerate. See the report, correct the source and pack again.`;
    throw invalid('run.too_many_rejects', hint, { rejected });
  }
  return totals;
}
