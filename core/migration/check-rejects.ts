/** CheckRejects: all parts are done, and no more was rejected than tolerated. */
import { invalid } from '#core/errors.ts';
import type { SumParts } from './part-sums.ts';
import type { MigrationRun } from './run.ts';
import type { Totals } from './totals.ts';

export type CheckRejectsPorts = { sumParts: SumParts };

/** The totals of all parts. @throws LandfallError run.parts_failed (409) where one is missing */
export async function allParts(ports: CheckRejectsPorts, run: MigrationRun): Promise<Totals> {
  const { finished, totals } = await ports.sumParts(run.migration, run.dryRun, run.generation, run.parts);
  const missing = run.parts - finished;
  if (missing > 0) {
    const hint = `${missing} of ${run.parts} parts could not be ingested. Start the import again: finished parts are not done again.`;
    throw invalid('run.parts_failed', hint, { missing });
  }
  return totals;
}

/** @throws LandfallError run.too_many_rejects (409) */
export function checkRejects(totals: Totals, toleratedRejects: number): Totals {
  const { rejected } = totals.records;
  if (rejected > toleratedRejects) {
    const hint = `${rejected} records were rejected, more than the ${toleratedRejects} that the settings tolerate. See the report, correct the source and pack again.`;
    throw invalid('run.too_many_rejects', hint, { rejected });
  }
  return totals;
}
