import { chunksOf, mapLimited } from './concurrency.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('results come in the items’ order, with never more than the limit at once', async () => {
  let running = 0;
  let most = 0;
  const results = await mapLimited([5, 1, 4, 2, 3], 2, async (ms) => {
    running += 1;
    most = Math.max(most, running);
    await pause(ms);
    running -= 1;
    return ms * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test('the first failure rejects after the work that had begun has ended, and no more begins', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await pause(item * 10);
    if (item === 1) throw new Error('one');
    ended.push(item);
  };
  await expect(mapLimited([1, 3, 5, 7], 2, work)).rejects.toThrow('one');
  expect([begun, ended]).toEqual([[1, 3], [3]]);
});

test('an empty list gives an empty result', async () => {
  expect(await mapLimited([], 4, async () => 1)).toEqual([]);
  expect(chunksOf([], 3)).toEqual([]);
  expect(chunksOf([1, 2, 3, 4], 3)).toEqual([[1, 2, 3], [4]]);
});
