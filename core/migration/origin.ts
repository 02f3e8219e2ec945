import type { Origin } from '#core/directory/model.ts';

/** Negative where `a` comes first in the package. Both are of one migration. */
export function compareOrigins(a: Origin, b: Origin): number {
  return a.part - b.part || a.line - b.line;
}

export function sameOrigin(a: Origin | undefined, b: Origin): boolean {
  return a !== undefined && a.migration === b.migration && compareOrigins(a, b) === 0;
}
