/**
 * The virtual clock, and the order of all that happens: a queue of events by time. One seed, one order: between two events all that waits for
 * nothing of the outside goes as far as it can.
 */
import { drawing } from '../support/random-steps.ts';

type Event = { readonly at: number; readonly order: number; readonly happen: () => void; called: boolean };

/** Promises and ticks of Node that are due now. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** An execution that goes round in circles is a fault that is found, not a test that hangs. */
class Endless extends Error {
  override name = 'Endless';
}

export type Scheduler = ReturnType<typeof createScheduler>;

/** `start`: Unix milliseconds. */
export function createScheduler(seed: number, start: number) {
  const random = drawing(seed);
  const heap: Event[] = [];
  let now = start;
  let order = 0;
  let happened = 0;

  const before = (one: Event, other: Event) => one.at < other.at || (one.at === other.at && one.order < other.order);
  const up = (from: number): void => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index]!, heap[parent]!)) return;
      [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
      index = parent;
    }
  };
  const down = (): void => {
    let index = 0;
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let first = index;
      if (left < heap.length && before(heap[left]!, heap[first]!)) first = left;
      if (right < heap.length && before(heap[right]!, heap[first]!)) first = right;
      if (first === index) return;
      [heap[index], heap[first]] = [heap[first]!, heap[index]!];
      index = first;
    }
  };
  const next = (): Event | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last) {
      heap[0] = last;
      down();
    }
    return first;
  };

  /** @returns calls it off */
  function after(ms: number, happen: () => void): () => void {
    const event: Event = { at: now + Math.ceil(Math.max(0, ms)), order, happen, called: false };
    order += 1;
    heap.push(event);
    up(heap.length - 1);
    return () => {
      event.called = true;
    };
  }

  return {
    now: () => now,
    random,
    /** Of `of` times so many, on average. */
    chance: (share: number, of = 1000) => random(of) < share,
    pick: <T>(some: readonly T[]): T => some[random(some.length)]!,
    after,
    sleep: (ms: number) => new Promise<void>((resolve) => void after(ms, resolve)),
    /** How much has happened. */
    happened: () => happened,
    /**
     * Until `done`, or until nothing is left to happen. @returns whether it is done. @throws Endless where more than `most` events happen,
     * or the clock passes `until`
     */
    async run(done: () => boolean, { most = 2_000_000, until = Infinity } = {}): Promise<boolean> {
      const limit = happened + most;
      for (;;) {
        await settled();
        if (done()) return true;
        const event = next();
        if (!event) return false;
        if (event.called) continue;
        if (event.at > until) throw new Endless(`not done at ${new Date(until).toISOString()}`);
        if (happened >= limit) throw new Endless(`not done after ${most} events`);
        happened += 1;
        now = event.at;
        event.happen();
      }
    },
  };
}
