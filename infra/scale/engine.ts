/** A virtual clock with what work waits for: executions (slots) and units a second (rates). Times in seconds. */

type Event = { readonly at: number; readonly order: number; readonly act: () => void };
const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Acts in the order of their times, and of two at one time the one first that was asked for first. */
export class Clock {
  now = 0;
  private order = 0;
  private readonly heap: Event[] = [];

  at(time: number, act: () => void): void {
    const { heap } = this;
    const event = { at: Math.max(time, this.now), order: this.order++, act };
    let place = heap.length;
    for (let above = (place - 1) >> 1; place > 0 && before(event, heap[above]!); above = (place - 1) >> 1) {
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = event;
  }

  run(): void {
    for (let event = this.next(); event; event = this.next()) {
      this.now = event.at;
      event.act();
    }
  }

  private next(): Event | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let place = 0;
    for (let below = 1; below < heap.length; below = 2 * place + 1) {
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below += 1;
      if (!before(heap[below]!, last)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

/** So many at once; others wait in their order. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private first = 0;

  constructor(size: number) {
    this.free = size;
  }

  take(act: () => void): void {
    if (this.free === 0) {
      this.waiting.push(act);
      return;
    }
    this.free -= 1;
    act();
  }

  give(): void {
    const next = this.waiting[this.first];
    if (!next) {
      this.free += 1;
      return;
    }
    this.first += 1;
    next();
  }
}

/** An on-demand table goes up to twice of what half an hour has used (Amazon DynamoDB: on-demand capacity). */
export const WINDOW_SECONDS = 1800;

/** Units a second, served in order. With `most` the rate grows as that of an on-demand table does, and no further than that. */
export class Rate {
  private rate: number;
  private readonly most: number;
  /** When all that was asked for is served. */
  private served = 0;
  private windowEnd = WINDOW_SECONDS;
  private used = 0;

  constructor(rate: number, most = rate) {
    this.rate = rate;
    this.most = most;
  }

  /** @returns when the last of the units is served */
  take(now: number, units: number): number {
    let at = Math.max(now, this.served);
    for (let left = units; ; ) {
      this.roll(at);
      const fits = (this.windowEnd - at) * this.rate;
      if (left <= fits) {
        this.used += left;
        this.served = at + left / this.rate;
        return this.served;
      }
      this.used += fits;
      left -= fits;
      at = this.windowEnd;
    }
  }

  private roll(at: number): void {
    while (at >= this.windowEnd) {
      this.rate = Math.max(this.rate, Math.min(this.most, (2 * this.used) / WINDOW_SECONDS));
      this.used = 0;
      this.windowEnd += WINDOW_SECONDS;
    }
  }
}
