/**
 * Records of one export that have a key in common: the first in the export's order counts. A record that is rejected takes no key
 * from those behind it.
 */

import type { LinePlan } from '../run-plan.ts';
import type { Collision, CollisionKind } from './comparison.ts';
import type { Position } from './sorted-keys.ts';

type Contested = { readonly place: Position; readonly keys: Readonly<Record<CollisionKind, string[]>> };
export type Duplicate = Pick<LinePlan, 'user' | 'tokens'> & { readonly part: number; readonly line: number };

/** The lines that stand in collisions, with the keys that others have too, in the export's order. */
function contestedLines(collisions: readonly Collision[]): Contested[] {
  const lines = new Map<string, Contested>();
  for (const { kind, hash, places } of collisions) {
    for (const place of places) {
      const line = lines.get(place.join('/')) ?? { place, keys: { user: [], ext: [], serial: [] } };
      line.keys[kind].push(hash);
      lines.set(place.join('/'), line);
    }
  }
  return [...lines.values()].sort(({ place: a }, { place: b }) => a[0] - b[0] || a[1] - b[1]);
}

/** @param collisions of all ranges @returns the records that lose, in the export's order */
export function findDuplicates(collisions: readonly Collision[]): Duplicate[] {
  const taken = { user: new Set<string>(), ext: new Set<string>(), serial: new Set<string>() };
  return contestedLines(collisions).flatMap(({ place: [part, line], keys }): Duplicate[] => {
    const named = (['user', 'ext'] as const).some((kind) => keys[kind].some((hash) => taken[kind].has(hash)));
    if (named) return [{ part, line, user: 'user.duplicate' }];
    const tokens = keys.serial.filter((hash) => taken.serial.has(hash));
    for (const kind of ['user', 'ext', 'serial'] as const) for (const hash of keys[kind]) taken[kind].add(hash);
    return tokens.length === 0 ? [] : [{ part, line, tokens }];
  });
}
