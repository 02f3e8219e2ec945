/**
 * Copies of a table that follow it: its indexes, and the replicas that an eventually consistent read may come to. A write is seen in a copy
 * some time later, the writes of one item in their order.
 */
import type { Surroundings } from '../service.ts';
import { type Place, Store } from './store.ts';
import { type Item, sizeOfItem } from './values.ts';

/** What becomes of an item in a copy: where it stands and what of it; undefined where the copy does not hold it. */
export type Follow = (item: Item) => (Place & { readonly item: Item }) | undefined;

type Pending = { readonly due: number; readonly item: Item | undefined };

/** Milliseconds: most writes are seen at once, some later, a few as late as may be. */
export function lag({ random }: Surroundings, longest: number): number {
  if (longest === 0) return 0;
  const kind = random(10);
  if (kind < 6) return random(20);
  return random(kind < 9 ? Math.min(longest, 200) : longest);
}

export class View {
  readonly #follow: Follow;
  readonly #world: Surroundings;
  readonly #longest: number;
  readonly #store = new Store();
  /** By the item's place in the table. */
  readonly #places = new Map<string, Place>();
  readonly #pending = new Map<string, Pending[]>();

  /** @param longest how late a write may be seen, in milliseconds; 0: at once */
  constructor(follow: Follow, world: Surroundings, longest: number) {
    this.#follow = follow;
    this.#world = world;
    this.#longest = longest;
  }

  /** @param id of the item in its table @param item after the write; undefined: it is gone */
  write(id: string, item: Item | undefined): void {
    const waiting = this.#pending.get(id);
    const delay = lag(this.#world, this.#longest);
    if (!waiting && delay === 0) {
      this.#apply(id, item);
      return;
    }
    const due = Math.max(this.#world.now() + delay, waiting?.at(-1)?.due ?? 0);
    if (waiting) waiting.push({ due, item });
    else this.#pending.set(id, [{ due, item }]);
  }

  #apply(id: string, item: Item | undefined): void {
    const before = this.#places.get(id);
    const after = item && this.#follow(item);
    if (before && !(after && before.partition === after.partition && before.sort === after.sort))
      this.#store.remove(before);
    if (!after) {
      this.#places.delete(id);
      return;
    }
    this.#places.set(id, after);
    this.#store.put({ ...after, size: sizeOfItem(after.item) });
  }

  /** As a reader finds the copy now. */
  get store(): Store {
    const now = this.#world.now();
    for (const [id, waiting] of this.#pending) {
      const due = waiting.findLastIndex((one) => one.due <= now);
      if (due < 0) continue;
      this.#apply(id, waiting[due]!.item);
      if (due === waiting.length - 1) this.#pending.delete(id);
      else waiting.splice(0, due + 1);
    }
    return this.#store;
  }
}
