import { keyHash } from './key-hash.ts';

test('a key is stood for by the beginning of its SHA-256 (FIPS 180-2, the example "abc")', () => {
  expect(keyHash('abc')).toBe('ba7816bf8f01cfea');
});
