import fc from 'fast-check';
import { follow, type Pace, roundSeconds } from './pace.ts';

/** Takes a sample every 1.5 s of work of `total` units that advances by one of `steps` each time. */
function watch(steps: readonly number[], total = 1000, from?: Pace): Pace {
  let pace = from;
  let done = pace?.samples.at(-1)?.done ?? 0;
  let at = (pace?.samples.at(-1)?.at ?? 1_000_000) + (pace ? 1500 : 0);
  for (const step of steps) {
    done = Math.min(total, done + step);
    pace = follow(pace, at, done, total);
    at += 1500;
  }
  return pace!;
}

test('the pace is unknown in the first moments', () => {
  const pace = watch([0, 10]);
  expect([pace.perSecond, pace.secondsLeft]).toEqual([undefined, undefined]);
});

test('the pace gives units a second and the time that the rest will take', () => {
  const pace = watch([0, 15, 15, 15]);
  expect(pace.perSecond).toBeCloseTo(10);
  expect(pace.secondsLeft).toBeCloseTo(95.5);
});

test('the time left counts down through small variations of the pace and follows large ones', () => {
  const steady = watch([0, 15, 15, 15, 15]);
  const wavering = watch([18], 1000, steady);
  expect(wavering.secondsLeft).toBeCloseTo(steady.secondsLeft! - 1.5);
  const slow = watch([0, 0, 0, 0, 0, 0], 1000, steady);
  expect(slow.secondsLeft).toBeGreaterThan(steady.secondsLeft! * 1.5);
});

test('work that stands still, is done or was restarted has no time left', () => {
  const stands = watch(
    Array.from({ length: 25 }, () => 0),
    1000,
    watch([0, 15, 15]),
  );
  expect(stands).not.toHaveProperty('secondsLeft');
  expect(watch([0, 500, 500, 500])).not.toHaveProperty('secondsLeft');
  expect(follow(watch([0, 15, 15, 15]), 2_000_000, 3, 1000)).toEqual({
    samples: [{ at: 2_000_000, done: 3 }],
    total: 1000,
  });
  expect(follow(watch([0, 15, 15, 15]), 2_000_000, 100, 900).samples).toHaveLength(1);
  expect(follow(watch([0, 15, 15, 15]), 5, 100, 1000).samples).toHaveLength(1);
});

test('frequent samples are thinned out', () => {
  let pace: Pace | undefined;
  for (let at = 0; at < 60_000; at += 50) pace = follow(pace, at, at, 100_000);
  expect(pace!.samples.length).toBeLessThan(125);
  expect(pace!.perSecond).toBeCloseTo(1000);
});

test('for any progress both numbers are finite and positive', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { maxLength: 60 }), (steps) => {
      const pace = watch([0, ...steps]);
      for (const value of [pace.perSecond, pace.secondsLeft])
        if (value !== undefined) expect(Number.isFinite(value) && value > 0).toBe(true);
    }),
  );
});

test.each([
  [0, undefined],
  [7.9, undefined],
  [8, 10],
  [31, 40],
  [54, 60],
  [60, 60],
  [119, 120],
  [3599, 3600],
  [9000, 10_800],
])('%d seconds are rounded to %p', (seconds, expected) => {
  expect(roundSeconds(seconds)).toBe(expected);
});
