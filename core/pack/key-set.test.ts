import { KeySet, sha256Of } from './key-set.ts';

test('a key set of any size recognizes the keys that were added', () => {
  const set = new KeySet();
  for (let n = 0; n < 3_000; n += 1) expect(set.add(`user${n}`)).toBe(true);
  for (let n = 0; n < 3_000; n += 1) expect(set.add(`user${n}`)).toBe(false);
  expect(set.size).toBe(3_000);
});

test('a digest is the same without the call that older versions of Node lack', () => {
  for (const key of ['', 'ada', 'straße']) expect(sha256Of(key, null)).toEqual(sha256Of(key));
});
