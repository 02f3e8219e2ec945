import { KeySet } from './key-set.ts';

test('a key set of any size recognizes the keys that were added', () => {
  const set = new KeySet();
  for (let n = 0; n < 3_000; n += 1) expect(set.add(`user${n}`)).toBe(true);
  for (let n = 0; n < 3_000; n += 1) expect(set.add(`user${n}`)).toBe(false);
  expect(set.size).toBe(3_000);
});
