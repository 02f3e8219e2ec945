/** How fast long work goes and how long it still takes, told calmly: numbers that a reader can follow, none that jump. */

export type Pace = {
  /** Of the last while, oldest first. `at`: Unix ms on this device's clock, since no other is compared with it. */
  readonly samples: readonly { readonly at: number; readonly done: number }[];
  readonly total: number;
  /** Units a second over that while; absent until it is worth telling. */
  readonly perSecond?: number;
  readonly secondsLeft?: number;
};

const WINDOW_MS = 30_000;
/** Before that a rate says more about the beginning than about the work. */
const LEAST_MS = 3_000;
/** More samples than one in this time change nothing. */
const APART_MS = 500;
/** A new guess within this share of the running one leaves it counting down. */
const TOLERATED = 0.25;

/** The pace with one more look: so much is `done` of `total`. Work that was begun anew is judged anew. */
export function follow(before: Pace | undefined, at: number, done: number, total: number): Pace {
  const last = before?.samples.at(-1);
  if (!before || !last || before.total !== total || done < last.done || at < last.at)
    return { samples: [{ at, done }], total };
  const recent = before.samples.filter((sample) => at - sample.at <= WINDOW_MS);
  const kept = recent.length > 1 && at - recent.at(-2)!.at < APART_MS ? recent.slice(0, -1) : recent;
  const samples = [...kept, { at, done }];
  const first = samples[0]!;
  const elapsed = at - first.at;
  if (elapsed < LEAST_MS || done === first.done || done >= total) return { samples, total };
  const perSecond = ((done - first.done) * 1000) / elapsed;
  const guess = (total - done) / perSecond;
  const running = before.secondsLeft === undefined ? undefined : before.secondsLeft - (at - last.at) / 1000;
  const near = running !== undefined && running > 0 && Math.abs(guess - running) <= TOLERATED * guess;
  return { samples, total, perSecond, secondsLeft: near ? running : guess };
}

/** Seconds as a person would say them; undefined: a few moments. */
export function roundSeconds(seconds: number): number | undefined {
  if (seconds < 8) return undefined;
  if (seconds < 60) return Math.ceil(seconds / 10) * 10;
  return seconds < 5400 ? Math.round(seconds / 60) * 60 : Math.round(seconds / 3600) * 3600;
}
