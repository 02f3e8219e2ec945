/** User IDs of a wave that the package does not hold: a slip in the list is said, not passed over. */
import { rangesOf } from '../ranges.ts';
import type { RunRecord } from '../record.ts';
import type { MigrationRun } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { readComparison } from './comparison.ts';

type Refusals = NonNullable<RunRecord['refusals']>;

/** Of core/pack/refusal-codes.ts. */
const CODE = 'user.wave_missing';
/** As many as a manifest names. */
const NAMED = 100;

/** @returns user keys, sorted @throws LandfallError stored.damaged */
export async function strangersOf(
  readPlan: ReadPlan,
  { migration, records, people, options = {} }: Pick<MigrationRun, 'migration' | 'records' | 'people' | 'options'>,
): Promise<string[]> {
  if (!options.only) return [];
  const found: string[] = [];
  for (let range = 0; range < rangesOf(records, people); range++)
    found.push(...((await readComparison(readPlan, migration, range)).strangers ?? []));
  return found.toSorted();
}

/** What the package left out, and whom of the wave it does not hold; the same again where it was said already. */
export function withStrangers(refusals: Refusals, strangers: readonly string[]): Refusals {
  const others = refusals.filter(({ code }) => code !== CODE);
  return [...others, { code: CODE, count: strangers.length, details: strangers.slice(0, NAMED) }];
}
