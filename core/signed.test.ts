import { base64url, forgeriesOf, signedText } from '#test/support/forgeries.ts';
import type { KeyRing } from './keys.ts';
import { signToken, tokenKeyId, verifyToken } from './signed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const SECONDS = NOW / 1000;
const KEY = Buffer.from('the present key of the tests');
const OLD = Buffer.from('the former key of the tests');
const RING: KeyRing = { current: 'new', keys: { new: KEY, old: OLD } };
const claims = { audience: 'self-service', subject: 'anna', id: 'an id' };
const open = (token: string, now = NOW) => verifyToken(RING, token, ['self-service', 'security'], now);
const good = () => signToken(RING, claims, NOW, 60);
/** The claims in the order in which they are written. */
const written = (over: object) =>
  signedText(
    JSON.stringify({ alg: 'HS256', typ: 'JWT', kid: 'new' }),
    JSON.stringify({
      sub: 'anna',
      jti: 'an id',
      iat: SECONDS,
      exp: SECONDS + 60,
      aud: 'self-service',
      iss: 'landfall',
      ...over,
    }),
    KEY,
  );

test('the claims of a signed token are read back until it expires', () => {
  expect(open(good())).toEqual(claims);
  expect(open(good(), NOW + 59_000)).toEqual(claims);
  expect(open(good(), NOW + 60_000)).toBeUndefined();
});

test('a rotation ends no session, and a token of an unknown key is refused', () => {
  const token = signToken({ current: 'old', keys: { old: OLD } }, claims, NOW, 60);
  expect(open(token)).toEqual(claims);
  expect(verifyToken({ current: 'new', keys: { new: KEY } }, token, ['self-service'], NOW)).toBeUndefined();
});

test('two processes’ clocks may be half a minute apart', () => {
  expect(open(written({}))).toEqual(claims);
  expect(open(written({ iat: SECONDS + 30, exp: SECONDS + 90 }))).toEqual(claims);
  expect(open(written({ iat: SECONDS + 31, exp: SECONDS + 91 }))).toBeUndefined();
});

test('a token is not verified by another key of the ring', () => {
  const { current: _current, ...keys } = RING;
  const token = signToken({ ...keys, current: 'old' }, claims, NOW, 60);
  const [, body, signature] = token.split('.');
  expect(open([good().split('.')[0], body, signature].join('.'))).toBeUndefined();
});

test.each(forgeriesOf({ token: good(), key: KEY }))('a token is refused: %s', (_what, token) => {
  expect(open(token)).toBeUndefined();
});

test('a token is refused with any one character changed, or cut anywhere', () => {
  const token = good();
  for (let index = 0; index < token.length; index++) {
    const other = token[index] === 'A' ? 'B' : 'A';
    expect(open(token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    expect(open(token.slice(0, index))).toBeUndefined();
  }
});

test('the key id of a token is read from every token that can be parsed', () => {
  expect(tokenKeyId(good())).toBe('new');
  const headed = (kid: unknown) => signedText(JSON.stringify({ alg: 'HS256', kid }), '{}', 'any');
  expect(tokenKeyId(headed('newer'))).toBe('newer');
  expect(tokenKeyId(headed(5))).toBeUndefined();
  for (const token of ['', 'a.b.c', 'null', `${base64url('null')}.${base64url('{}')}.x`, 'a'.repeat(5000)])
    expect(tokenKeyId(token)).toBeUndefined();
});
