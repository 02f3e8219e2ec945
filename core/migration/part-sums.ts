/**
 * What the finished parts of a run come to. They pass by one at a time: a run may have 100,000 parts, and those of the people who are gone besides, whose
 * totals together are larger than what a function should hold.
 */
import { addLarge, type LargeChanges, NO_LARGE } from './large-changes.ts';
import type { FinishedPart } from './part-work.ts';
import { type Totals, totalsSum } from './totals.ts';

export type PartSums = {
  /** Parts that this generation has finished. */
  readonly finished: number;
  readonly totals: Totals;
  /** Of those parts that say it. */
  readonly large: LargeChanges;
  /** Numbers of the parts that do not: a release before has finished them. */
  readonly unsaid: readonly number[];
};
/** @param dryRun of the preview @param parts how many the run has, those of the people who are gone too */
export type SumParts = (migration: string, dryRun: boolean, generation: number, parts: number) => Promise<PartSums>;

/** @param generation parts that another one has finished do not count */
export function partSums(generation: number): { add(part: FinishedPart): void; sums(): PartSums } {
  const totals = totalsSum();
  const unsaid: number[] = [];
  let finished = 0;
  let large = NO_LARGE;
  return {
    add(part) {
      if (part.generation !== generation) return;
      finished += 1;
      totals.add(part.totals);
      if (part.large) large = addLarge(large, part.large);
      else unsaid.push(part.part);
    },
    sums: () => ({ finished, totals: totals.sum, large, unsaid }),
  };
}
