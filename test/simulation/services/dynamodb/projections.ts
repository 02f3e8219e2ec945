/** ProjectionExpression: the parts of an item that an answer holds. */
import { at, checkApart } from './paths.ts';
import { type Path, parsedOnce } from './reader.ts';
import type { Item, Value } from './values.ts';

export const parseProjection = parsedOnce('ProjectionExpression', (reader) => {
  const paths = reader.list(() => reader.path());
  checkApart(paths, reader);
  return { paths };
});

/** The parts that were chosen, by the next step of their paths; `true`: all of it. */
type Chosen = Map<string | number, Chosen | true>;

function choose(item: Item, paths: readonly Path[]): Chosen {
  const chosen: Chosen = new Map();
  for (const path of paths) {
    if (at(item, path) === undefined) continue;
    let level = chosen;
    for (const [depth, step] of path.entries()) {
      if (depth === path.length - 1) level.set(step, true);
      else {
        const next = level.get(step);
        const inner: Chosen = next instanceof Map ? next : new Map();
        level.set(step, inner);
        level = inner;
      }
    }
  }
  return chosen;
}

function kept(value: Value, chosen: Chosen | true): Value {
  if (chosen === true) return value;
  if ('M' in value) return { M: keptOf(value.M, chosen) };
  const { L } = value as { L: readonly Value[] };
  return { L: L.flatMap((one, place) => (chosen.has(place) ? [kept(one, chosen.get(place)!)] : [])) };
}

const keptOf = (item: Item, chosen: Chosen): Item =>
  Object.fromEntries([...chosen].map(([name, inner]) => [name, kept(item[name]!, inner)]));

/** What of the item stands at these paths; elements of a list stand in its order, without the gaps. */
export const project = (item: Item, paths: readonly Path[]): Item => keptOf(item, choose(item, paths));
