/** An export and the people of its source, compared as a run does it: sorted, range by range, and what the ranges miss put together. */
import { compareRange } from '#core/migration/comparing/compare-range.ts';
import { readComparison } from '#core/migration/comparing/comparison.ts';
import { type Gone, goneOf } from '#core/migration/comparing/gone.ts';
import { type PartKeys, partKeysName } from '#core/migration/comparing/part-keys.ts';
import { sortKeys } from '#core/migration/comparing/sort-keys.ts';
import { type Indexed, readSorted } from '#core/migration/comparing/sorted-keys.ts';
import { rangeList, rangesName } from '#core/migration/ranges.ts';
import { waveName } from '#core/migration/wave.ts';
import { plansIn } from './plans.ts';

export type Compared = {
  readonly parts: readonly PartKeys[];
  readonly people?: readonly Indexed[];
  /** Ranges. */
  readonly of?: number;
  readonly full?: boolean;
  readonly only?: readonly string[];
  /** Where the index gives the people; else they are given as they stand. */
  readonly peopleOf?: (
    source: string,
    shard: number,
    from?: string,
  ) => AsyncIterable<Indexed & { readonly at: string }>;
};

const RUN = { migration: 'r', sourceName: 'north', older: false };

/** The objects of a run whose parts are verified. */
export function verified({ parts, of = 1, only }: Compared): Map<string, string> {
  const plans = new Map(parts.map((part) => [partKeysName('r', part.part), JSON.stringify(part)]));
  plans.set(rangesName('r'), rangeList(of));
  if (only) plans.set(waveName('r'), JSON.stringify(only));
  return plans;
}

async function* standing(people: readonly Indexed[], shard: number) {
  if (shard === 0) for (const [index, one] of people.entries()) yield { ...one, at: String(index) };
}

/** @param plans as `verified` gives them */
export async function compareAll(compared: Compared, plans = verified(compared)) {
  const { parts, people = [], of = 1, full = true, only } = compared;
  const { peopleOf = (_source: string, shard: number) => standing(people, shard) } = compared;
  const ports = plansIn(plans);
  const options = only ? { options: { only: true as const } } : {};
  const run = { ...RUN, full, parts: parts.length, ...options };
  await sortKeys({ ...ports, peopleOf, now: () => 0 }, run, false, 1);
  const found = [];
  for (let number = 0; number < of; number++) {
    await compareRange(ports, run, { number, of });
    found.push(await readComparison(ports.readPlan, 'r', number));
  }
  const { unknown } = await readSorted(ports.readPlan, 'r');
  const gone: Gone[] = [];
  const counts = found.map(({ missing }) => missing);
  for await (const some of goneOf(ports.readPlanRange, 'r', counts, unknown.users > 0)) gone.push(...some);
  return {
    collisions: found.flatMap(({ collisions }) => collisions),
    renames: found.flatMap(({ renames }) => renames),
    strangers: found.flatMap(({ strangers = [] }) => strangers),
    gone,
  };
}
