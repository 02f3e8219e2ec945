import { newest } from './newest.ts';

test('the one that was started last, wherever it stands; none of none', () => {
  const [a, b, c] = [{ startedAt: 5 }, { startedAt: 9 }, { startedAt: 7 }];
  expect(newest([a, b, c])).toBe(b);
  expect(newest([a])).toBe(a);
  expect(newest([])).toBeUndefined();
});
