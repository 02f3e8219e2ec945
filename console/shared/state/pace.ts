/** How fast long work goes and how long it will still take, smoothed so that the numbers don't jump. */

export type Pace = {
  /** The last 30 seconds, oldest first. `at`: Unix ms on this device's clock, which is compared with no other clock. */
  readonly samples: readonly { readonly at: number; readonly done: number }[];
  readonly total: number;
  /** Units a second over these samples; absent until there is enough to estimate from. */
  readonly perSecond?: number;
  readonly secondsLeft?: number;
};

const WINDOW_MS = 30_000;
/** A shorter period says more about the start than about the work. */
const LEAST_MS = 3_000;
/** Within this time only the newest sample is kept. */
const APART_MS = 500;
/** A new estimate that differs by less than this share leaves the present one counting down. */
const TOLERATED = 0.25;

/** The pace with one more sample: `done` of `total` at `at`. Work that was restarted is measured from the start. */
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

/** Seconds rounded as people say them; undefined for a few moments. */
export function roundSeconds(seconds: number): number | undefined {
  if (seconds < 8) return undefined;
  if (seconds < 60) return Math.ceil(seconds / 10) * 10;
  return seconds < 5400 ? Math.round(seconds / 60) * 60 : Math.round(seconds / 3600) * 3600;
}
