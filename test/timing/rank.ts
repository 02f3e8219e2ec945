/** Mann and Whitney's rank test: how well two samples of times can be distinguished. */

/**
 * The area under the ROC curve: the chance that a value of `a` is larger than one of `b`, ties counting half. 0.5 where
 * they cannot be distinguished.
 */
export function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, own: true })), ...b.map((value) => ({ value, own: false }))];
  all.sort((x, y) => x.value - y.value);
  let ranks = 0;
  for (let first = 0; first < all.length; ) {
    let next = first;
    while (next < all.length && all[next]!.value === all[first]!.value) next++;
    // Ranks from 1; equal values share the middle of theirs.
    const rank = (first + 1 + next) / 2;
    for (let index = first; index < next; index++) if (all[index]!.own) ranks += rank;
    first = next;
  }
  return (ranks - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)]!;
}
