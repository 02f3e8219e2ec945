/** What needs a person: why people are stuck, the most first, and what no mail was sent about. */
import { STUCK, type Stuck } from '#core/journey/stages.ts';
import type { Summed } from './totals.ts';

/** Whether it waits for a person (warn), or passes by itself (undefined). */
const PASSES: readonly Stuck[] = ['locked-out', 'not-started'];

/** `tell`: can log on, and was never told. */
export type Need = { readonly of: Stuck | 'tell'; readonly count: number; readonly passes: boolean };

/**
 * Sorted by how many it helps; what passes by itself last.
 * @param telling whether mails are on their way: those who are not told yet then need no person
 */
export function needsOf({ stages, stuck }: Summed, telling: boolean): Need[] {
  const found: Need[] = STUCK.map((of) => ({ of, count: stuck[of], passes: PASSES.includes(of) }));
  if (!telling) found.push({ of: 'tell', count: stages.imported, passes: false });
  return found
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => Number(a.passes) - Number(b.passes) || b.count - a.count);
}
