import fc from 'fast-check';
import { decodeSecret, onlyFormat, type SecretFormat, SecretFormats } from './secret-text.ts';

function formats(texts: readonly string[]): SecretFormats {
  const found = new SecretFormats();
  for (const text of texts) found.take(text);
  return found;
}
const commonFormat = (texts: readonly string[]) => formats(texts).common;
const maybeSecret = (text: string) => formats([text]).found;

const hex = (text: string, format: SecretFormat) => decodeSecret(text, format)?.toString('hex');

describe('RFC 4648 section 10', () => {
  test.each([
    ['f', 'MY======'],
    ['fo', 'MZXQ===='],
    ['foo', 'MZXW6==='],
    ['foob', 'MZXW6YQ='],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI======'],
  ])('%s is read from base32 with and without padding, in any letter case', (text, base32) => {
    for (const spelling of [base32, base32.replace(/=/gu, ''), base32.toLowerCase()])
      expect(decodeSecret(spelling, 'base32')?.toString()).toBe(text);
    expect(decodeSecret(Buffer.from(text).toString('hex').toUpperCase(), 'hex')?.toString()).toBe(text);
    expect(decodeSecret(Buffer.from(text).toString('base64'), 'base64')?.toString()).toBe(text);
  });
});

test.each<[SecretFormat, string]>([
  ['hex', ''],
  ['hex', 'abc'],
  ['hex', 'abcg'],
  ['hex', '0xab'],
  ['base32', ''],
  ['base32', 'A'],
  ['base32', 'ABC'],
  ['base32', 'ABCDEF'],
  ['base32', 'AB01'],
  ['base32', '===='],
  ['base32', 'MY====='],
  ['base32', 'MY======='],
  ['base32', 'MY=====A'],
  ['base32', 'MZXW6YTB========'],
  ['base64', ''],
  ['base64', 'QUJ'],
  ['base64', 'QU=J'],
  ['base64', 'QUJ-'],
  ['base64', 'Q==='],
])('no text of format %s: %p', (format, text) => expect(decodeSecret(text, format)).toBeUndefined());

test('groups of letters are read as labels print them', () => {
  expect(hex('ab cd\tef 01', 'hex')).toBe('abcdef01');
  expect(decodeSecret('mzxw 6ytb oi', 'base32')?.toString()).toBe('foobar');
});

test('bits left over are ignored', () => expect(hex('MZ', 'base32')).toBe(hex('MY', 'base32')));

describe('which of hex and base32', () => {
  test.each([
    ['15d2fa517d3c6b791bd4cc2044c241429307001f', 'hex'],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'base32'],
    ['2234567abcdef2234567abcdef', undefined],
    ['no secret!', undefined],
  ])('%s: %s', (text, expected) => expect(onlyFormat(text)).toBe(expected));
  const [either, hexOnly, base32Only] = ['abcdef2345'.repeat(2), '0123456789'.repeat(2), 'mzxw6ytb'.repeat(2)];
  test('is decided for a whole list where its secrets agree, and texts that are no secret do not count', () => {
    expect(commonFormat([either, hexOnly])).toBe('hex');
    expect(commonFormat([either, base32Only, '?', 'word', '0011'])).toBe('base32');
    expect(commonFormat([either, hexOnly, base32Only])).toBeUndefined();
    expect(commonFormat([either])).toBeUndefined();
    expect(commonFormat([])).toBeUndefined();
  });
  test('is asked of texts that could be a secret', () => {
    const texts = [either, hexOnly, base32Only, 'QUJDREVGR0hJSg==', 'no secret!', 'surname', 'aabb', ''];
    expect(texts.map(maybeSecret)).toEqual([true, true, true, true, false, false, false, false]);
  });
});

test('every hex text is read back, and no other text is read as hex', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.string({ maxLength: 40 }), (bytes, text) => {
      const written = Buffer.from(bytes).toString('hex');
      expect(hex(written, 'hex')).toBe(written);
      const read = hex(text, 'hex');
      if (read !== undefined) expect(read).toBe(text.replace(/\s/gu, '').toLowerCase());
    }),
  );
});

test('every base32 text is read as its bits written out', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
      const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
      const groups = bits.match(/.{1,5}/gu)!.map((group) => Number.parseInt(group.padEnd(5, '0'), 2));
      const text = groups.map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[group]).join('');
      expect(hex(text, 'base32')).toBe(Buffer.from(bytes).toString('hex'));
      expect(hex(text.padEnd(Math.ceil(text.length / 8) * 8, '='), 'base32')).toBe(Buffer.from(bytes).toString('hex'));
    }),
  );
});
