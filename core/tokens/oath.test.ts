import fc from 'fast-check';
import { hotp, type OathKey, oathCodes, totp } from './oath.ts';

const ascii = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length), 'ascii');

describe('RFC 4226 appendix D', () => {
  const codes = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ');
  const key: OathKey = { seed: ascii(20), digits: 6, hash: 'sha1' };
  test.each(codes.map((code, counter) => ({ counter, code })))('counter $counter: $code', ({ counter, code }) => {
    expect(hotp(key, counter)).toBe(code);
  });
  test('a range holds the same codes', () => expect(oathCodes(key, 0, 9).map(({ code }) => code)).toEqual(codes));
});

describe('RFC 6238 appendix B', () => {
  const keys = { sha1: ascii(20), sha256: ascii(32), sha512: ascii(64) };
  test.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('at %i', (at, sha1, sha256, sha512) => {
    expect(totp({ seed: keys.sha1, digits: 8, hash: 'sha1' }, 30, at)).toBe(sha1);
    expect(totp({ seed: keys.sha256, digits: 8, hash: 'sha256' }, 30, at)).toBe(sha256);
    expect(totp({ seed: keys.sha512, digits: 8, hash: 'sha512' }, 30, at)).toBe(sha512);
  });
});

test('a window holds the same codes as each counter alone, for every key', () => {
  const key = fc.record({
    seed: fc.uint8Array({ minLength: 10, maxLength: 64 }),
    digits: fc.constantFrom(6, 7, 8),
    hash: fc.constantFrom('sha1' as const, 'sha256' as const, 'sha512' as const),
  });
  fc.assert(
    fc.property(key, fc.nat(2 ** 31), fc.nat(40), (one, first, more) => {
      const codes = oathCodes(one, first, first + more);
      expect(codes).toEqual(codes.map((_code, n) => ({ interval: first + n, code: hotp(one, first + n) })));
      expect(codes).toHaveLength(more + 1);
      for (const { code } of codes) expect(code).toMatch(new RegExp(`^\\d{${one.digits}}$`, 'u'));
    }),
    { numRuns: 50 },
  );
});
