import { Refusal } from './file-token.ts';
import { hashIn, hashNamed, hashOf } from './otp-hash.ts';

test.each([
  ['HMAC-SHA256', 'sha256'],
  ['sha1', 'sha1'],
  ['SHA-512', 'sha512'],
  ['HmacSHA256', 'sha256'],
  ['HMAC_SHA_512', 'sha512'],
  ['TOTP-SHA1', 'sha1'],
  [' SHA2-256 ', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#hmac-sha256', 'sha256'],
  ['SHA384', undefined],
  ['SHA', undefined],
  ['md5', undefined],
  ['xsha1', undefined],
  ['', undefined],
])('%j names %s', (text, hash) => expect(hashNamed(text)).toBe(hash));

test('what says nothing of a hash is passed over; another hash, or two, refuse the token', () => {
  expect(hashIn(['6', '', 'sha256', 'HMAC-SHA-256'])).toBe('sha256');
  expect(hashIn(['6', 'DECIMAL'])).toBeUndefined();
  for (const texts of [['sha384'], ['sha1', 'sha256'], ['md5', 'sha1']])
    expect(() => hashIn(texts)).toThrow(expect.objectContaining({ code: 'token.algorithm' }));
});

test('a hash that is not named is SHA-1, unless the seed’s length suggests another: then the option says it', () => {
  expect(hashOf('sha512', 32, { hash: 'sha1' })).toBe('sha512');
  expect([20, 16, 33].map((bytes) => hashOf(undefined, bytes, {}))).toEqual(['sha1', 'sha1', 'sha1']);
  expect(hashOf(undefined, 32, { hash: 'sha1' })).toBe('sha1');
  expect(() => hashOf(undefined, 32, {})).toThrow(Refusal);
  expect(() => hashOf(undefined, 64, {})).toThrow(/64 bytes suggests SHA-512: say which with --token-hash/u);
});
