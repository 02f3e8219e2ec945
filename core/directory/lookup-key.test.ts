import { lookupKey } from './lookup-key.ts';

test('a user ID is looked up by its folded form, and one too long to be stored by a key of no user', () => {
  expect(lookupKey(' Straße ')).toBe('strasse');
  const long = lookupKey('\ufdfa'.repeat(255));
  expect(Buffer.byteLength(long)).toBe(65);
  expect(lookupKey('\ufdfa'.repeat(254))).not.toBe(long);
  for (const id of ['\ud800', 'anna\udc00', '\uffff', 'a\ufffe']) expect(lookupKey(id)).toMatch(/^\0[0-9a-f]{64}$/u);
  expect(lookupKey('😀')).toBe('😀');
  // An empty one would be a message that the mail function can't read.
  for (const id of ['', '   ', '\u2003\u3000']) expect(lookupKey(id)).toMatch(/^\0[0-9a-f]{64}$/u);
});

test('the longest key that is stored is looked up as it is', () => {
  const longest = 'x'.repeat(1000);
  expect(lookupKey(longest)).toBe(longest);
  expect(lookupKey(`${longest}x`)).toMatch(/^\0[0-9a-f]{64}$/u);
});
