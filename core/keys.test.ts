import { parseKeyRing } from './keys.ts';

test('a ring names its current key and keeps the order of the secret', () => {
  const ring = parseKeyRing('{"current":"k2","k1":"the old one","k2":"the new one"}');
  expect(ring).toEqual({ current: 'k2', keys: { k1: Buffer.from('the old one'), k2: Buffer.from('the new one') } });
  expect(Object.keys(ring.keys)).toEqual(['k1', 'k2']);
});

test.each([
  ['nothing', undefined],
  ['no JSON', 'k1=secret'],
  ['no object', '"k1"'],
  ['null', 'null'],
  ['a list', '["k1"]'],
  ['no current key', '{"k1":"a"}'],
  ['a current key that is not there', '{"current":"k2","k1":"a"}'],
  ['a current key of the prototype', '{"current":"toString","k1":"a"}'],
  ['a current key that is no text', '{"current":5,"5":"a"}'],
  ['an empty key', '{"current":"k1","k1":""}'],
  ['an empty former key', '{"current":"k1","k1":"a","k0":""}'],
  ['a key that is no text', '{"current":"k1","k1":5}'],
  ['a key id that no hash can name', '{"current":"k$1","k$1":"a"}'],
  ['a key id that is too long', JSON.stringify({ current: 'k1', k1: 'a', ['k'.repeat(65)]: 'b' })],
])('a ring is refused: %s', (_what, text) => {
  expect(() => parseKeyRing(text)).toThrow(expect.objectContaining({ code: 'keys.unusable', status: 500 }));
});

test.each([
  ['k1=secret', 'The key ring is not JSON.'],
  ['"secret"', 'The key ring is not an object of keys.'],
  ['{"current":"k2","k1":"secret"}', 'The key ring names no current key.'],
])('the refusal of %s says what is wrong and quotes nothing of it', (text, message) => {
  expect(() => parseKeyRing(text)).toThrow(expect.objectContaining({ message }));
});
