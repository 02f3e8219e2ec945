import { TestClock } from '#test/support/clock.ts';
import { backoff } from './backoff.ts';

/** Waits until there is no next try. */
async function waits(limitMs: number, draws: readonly number[] = []): Promise<number[]> {
  const clock = new TestClock(draws);
  const again = backoff(limitMs, clock);
  while (await again());
  return clock.waits;
}

test('each wait is drawn between zero and a bound that doubles', async () => {
  expect((await waits(100_000, [0, 0.9, 0.1, 0.5, 0.999])).slice(0, 5)).toEqual([0, 90, 20, 200, 799.2]);
});

test('the bound grows to three seconds and no further', async () => {
  const ones = Array.from({ length: 20 }, () => 1);
  expect((await waits(20_000, ones)).slice(0, 9)).toEqual([50, 100, 200, 400, 800, 1600, 3000, 3000, 3000]);
});

test('the last try comes when the time is up, and none after it', async () => {
  const all = await waits(1_000);
  expect(all.reduce((sum, wait) => sum + wait, 0)).toBe(1_000);
  expect(all.at(-1)).toBe(1_000 - (25 + 50 + 100 + 200 + 400));
});

test('where no time is left there is no further try', async () => {
  expect(await waits(0)).toEqual([]);
});
