import { itemVersion } from './version.ts';

test('a version is a whole number that has a next one', () => {
  expect([0, 1, 1_000_000_000].map((one) => itemVersion.safeParse(one).success)).toEqual([true, true, true]);
  for (const one of [-1, 0.5, 1_000_000_001, Number.MAX_SAFE_INTEGER, Number.NaN])
    expect(itemVersion.safeParse(one).success).toBe(false);
});
