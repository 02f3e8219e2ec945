import { newest } from './newest.ts';

test('the newest migration is the one that was started last, in any order of the list', () => {
  const [a, b, c] = [{ startedAt: 5 }, { startedAt: 9 }, { startedAt: 7 }];
  expect(newest([a, b, c])).toBe(b);
  expect(newest([a])).toBe(a);
  expect(newest([])).toBeUndefined();
});
