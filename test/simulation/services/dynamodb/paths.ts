/** Document paths: what stands at them, and which of them can't stand together. */
import type { Path, Reader } from './reader.ts';
import type { Item, Value } from './values.ts';

/** `constructor` and its like are members where the item says so alone. */
export const member = (item: Item, name: string): Value | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

export function at(item: Item, path: Path): Value | undefined {
  let found = member(item, path[0]);
  for (let step = 1; found !== undefined && step < path.length; step += 1) {
    const next = path[step]!;
    if (typeof next === 'string') found = 'M' in found ? member(found.M, next) : undefined;
    else found = 'L' in found ? found.L[next] : undefined;
  }
  return found;
}

export const pathText = (path: Path): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

export const samePath = (one: Path, other: Path): boolean =>
  one.length === other.length && one.every((step, index) => step === other[index]);

/** `overlap`: one leads through the other. `conflict`: one takes for a list what the other takes for a map. */
function relation(one: Path, other: Path): 'overlap' | 'conflict' | undefined {
  for (let step = 0; step < Math.min(one.length, other.length); step += 1) {
    if (typeof one[step] !== typeof other[step]) return 'conflict';
    if (one[step] !== other[step]) return undefined;
  }
  return 'overlap';
}

/** @throws Refusal where two of the paths can't stand in one expression */
export function checkApart(paths: readonly Path[], reader: Reader): void {
  for (const [index, one] of paths.entries())
    for (const other of paths.slice(index + 1)) {
      const related = relation(one, other);
      if (related)
        throw reader.fail(
          `Two document paths ${related} with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(other)}`,
        );
    }
}
