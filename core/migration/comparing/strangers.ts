/** User IDs of a wave that the package does not hold: a slip in the list is said, not passed over. */
import { mapLimited } from '#core/concurrency.ts';
import { keptRefusals, type Refusals } from '../kept-refusals.ts';
import type { MigrationRun } from '../run.ts';
import type { ReadPlan } from '../run-plan.ts';
import { readComparison } from './comparison.ts';
import { readSorted } from './sorted-keys.ts';

/** Of core/pack/refusal-codes.ts. */
const CODE = 'user.wave_missing';
/** As many as a manifest names. */
const NAMED = 100;

const AT_ONCE = 16;

/** @returns user keys, sorted @throws LandfallError stored.damaged */
export async function strangersOf(
  readPlan: ReadPlan,
  { migration, options = {} }: Pick<MigrationRun, 'migration' | 'options'>,
): Promise<string[]> {
  if (!options.only) return [];
  const { of } = await readSorted(readPlan, migration);
  const ranges = Array.from({ length: of }, (_, range) => range);
  const found = await mapLimited(ranges, AT_ONCE, (range) => readComparison(readPlan, migration, range));
  return found.flatMap(({ strangers = [] }) => strangers).toSorted();
}

/** What the package left out, and whom of the wave it does not hold; the same again where it was said already. */
export function withStrangers(refusals: Refusals, strangers: readonly string[]): Refusals {
  const others = refusals.filter(({ code }) => code !== CODE);
  return keptRefusals([...others, { code: CODE, count: strangers.length, details: strangers.slice(0, NAMED) }]);
}
