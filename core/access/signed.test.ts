import { createHmac, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { KeyRing } from '#core/keys.ts';
import { signToken, verifyToken } from './signed.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const SECONDS = NOW / 1000;
const KEY = Buffer.from('the present key of the tests');
const OLD = Buffer.from('the former key of the tests');
const RING: KeyRing = { current: 'new', keys: { new: KEY, old: OLD } };
const claims = { audience: 'self-service', subject: 'anna', id: 'an id' };
const payload = { sub: 'anna', jti: 'an id', iss: 'landfall', aud: 'self-service', iat: SECONDS, exp: SECONDS + 60 };
const open = (token: string, now = NOW) => verifyToken(RING, token, ['self-service', 'security'], now);
const signed = (over: object = {}, options: jwt.SignOptions = {}, key: jwt.Secret = KEY) =>
  jwt.sign({ ...payload, ...over }, key, { keyid: 'new', algorithm: 'HS256', ...options });
const without = (claim: string) => {
  const { [claim]: _left, ...rest } = payload as Record<string, unknown>;
  return jwt.sign(rest, KEY, { keyid: 'new', algorithm: 'HS256' });
};
const unsigned = (header: object, body: object = payload) =>
  [header, body].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');

test('what was signed comes back, until it ends', () => {
  const token = signToken(RING, claims, NOW, 60);
  expect(open(token)).toEqual(claims);
  expect(open(token, NOW + 59_000)).toEqual(claims);
  expect(open(token, NOW + 60_000)).toBeUndefined();
});

test('a rotation logs nobody off, and an unknown key opens nothing', () => {
  const token = signToken({ current: 'old', keys: { old: OLD } }, claims, NOW, 60);
  expect(open(token)).toEqual(claims);
  expect(verifyToken({ current: 'new', keys: { new: KEY } }, token, ['self-service'], NOW)).toBeUndefined();
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
test.each([
  ['algorithm none', `${unsigned({ alg: 'none', kid: 'new' })}.`],
  ['algorithm none with a signature', `${unsigned({ alg: 'none', kid: 'new' })}.AAAA`],
  ['another HMAC', signed({}, { algorithm: 'HS512' })],
  ['an RSA signature', signed({}, { algorithm: 'RS256' }, privateKey)],
  ['another key', signed({}, {}, OLD)],
  ['no key id', jwt.sign(payload, KEY, { algorithm: 'HS256' })],
  ['an unknown key id', signed({}, { keyid: 'newer' })],
  ['a key id of the prototype', signed({}, { keyid: '__proto__' })],
  ['another key id than it was signed with', signed({}, { keyid: 'old' })],
  ['another issuer', signed({ iss: 'elsewhere' })],
  ['no issuer', without('iss')],
  ['another audience', signed({ aud: 'migration-link' })],
  ['several audiences', signed({ aud: ['self-service', 'security'] })],
  ['no audience', without('aud')],
  ['expired', signed({ iat: SECONDS - 120, exp: SECONDS - 60 })],
  ['no end', without('exp')],
  ['from the future', signed({ iat: SECONDS + 31, exp: SECONDS + 90 })],
  ['not yet valid', signed({ nbf: SECONDS + 31 })],
  ['no subject', without('sub')],
  ['no id', without('jti')],
  ['truncated', signed().slice(0, -2)],
  ['without its signature', `${signed().split('.').slice(0, 2).join('.')}.`],
  [
    'a changed subject',
    [signed().split('.')[0], unsigned({}, { ...payload, sub: 'bert' }).split('.')[1], signed().split('.')[2]].join('.'),
  ],
  [
    'text for a payload',
    `${unsigned({ alg: 'HS256', kid: 'new' }).split('.')[0]}.${Buffer.from('"text"').toString('base64url')}.x`,
  ],
  [
    'signed with the header as key',
    (() => {
      const body = unsigned({ alg: 'HS256', kid: 'new' });
      return `${body}.${createHmac('sha256', '').update(body).digest('base64url')}`;
    })(),
  ],
  ['nothing', ''],
  ['rubbish', 'a.b.c'],
  ['endless', 'a'.repeat(5000)],
])('refused: %s', (_what, token) => {
  expect(open(token)).toBeUndefined();
});

test('a text payload that is signed is refused too', () => {
  expect(open(jwt.sign('text', KEY, { keyid: 'new' }))).toBeUndefined();
});
