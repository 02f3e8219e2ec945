import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { KeyRing } from '#core/keys.ts';
import { signToken, tokenKeyId, verifyToken } from './signed.ts';

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

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const HEADER = { alg: 'HS256', typ: 'JWT', kid: 'new' };
/** What this deployment signs, byte for byte. */
const good = () => signToken(RING, claims, NOW, 60);
const base64url = (text: string) => Buffer.from(text).toString('base64url');
/** Signed under the right key, whatever the two parts hold. */
const signedText = (header: string, body: string, key: string | Buffer = KEY) => {
  const input = `${base64url(header)}.${base64url(body)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
};
const withHeader = (more: object, key: string | Buffer = KEY) =>
  signedText(JSON.stringify({ ...HEADER, ...more }), JSON.stringify(payload), key);
const jwk = { kty: 'oct', k: Buffer.from('mine').toString('base64url'), alg: 'HS256' };
/** The last character of a part with other padding bits: the same bytes to a lenient reader. */
const otherPadding = (part: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1)!) ^ 1];
};
const parts = (token: string) => token.split('.') as [string, string, string];

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
  ['the public key of an RSA pair as the secret of an HMAC', withHeader({}, publicPem)],
  ['an ES256 signature', signed({}, { algorithm: 'ES256' }, ec.privateKey)],
  ...['hs256', 'Hs256', 'HS256 ', 'None', 'NONE', 'nOnE', '', null, ['HS256'], 'HS384', 'PS256', 'dir'].map(
    (alg): [string, string] => [`the algorithm written as ${JSON.stringify(alg)}`, withHeader({ alg })],
  ),
  ['a critical extension', withHeader({ crit: ['exp'] })],
  ['a critical extension that is nothing', withHeader({ crit: [] })],
  ['a key of its own in the header, which it is signed with', withHeader({ jwk }, 'mine')],
  ['a key of its own in the header, under our key', withHeader({ jwk })],
  ['a place to fetch keys from', withHeader({ jku: 'https://keys.example.com/jwks.json' })],
  ['a place to fetch certificates from', withHeader({ x5u: 'https://keys.example.com/chain.pem' })],
  ['certificates in the header', withHeader({ x5c: ['MIIB'] })],
  ['another type', withHeader({ typ: 'at+jwt' })],
  ['a nested token', withHeader({ cty: 'JWT' })],
  ['compressed', withHeader({ zip: 'DEF' })],
  ['a detached, unencoded payload', withHeader({ b64: false, crit: ['b64'] })],
  ...[
    '../new',
    './new',
    '/dev/null',
    'new\0',
    'new ',
    ' new',
    'NEW',
    'new,old',
    "new' or '1'='1",
    'current',
    'toString',
  ].map((kid): [string, string] => [`the key id ${JSON.stringify(kid)}`, withHeader({ kid })]),
  ['a key id that is a list', withHeader({ kid: ['new'] })],
  ['a key id that is an object', withHeader({ kid: { toString: 'new' } })],
  ['a key id that is a number', withHeader({ kid: 0 })],
  ['signed with nothing, under a key id that is nothing', withHeader({ kid: '' }, '')],
  ['a claim given twice', signedText(JSON.stringify(HEADER), `${JSON.stringify(payload).slice(0, -1)},"sub":"bert"}`)],
  [
    'a header field given twice',
    signedText(`${JSON.stringify(HEADER).slice(0, -1)},"alg":"HS256"}`, JSON.stringify(payload)),
  ],
  ['white space in the header', signedText(JSON.stringify(HEADER, null, 1), JSON.stringify(payload))],
  ['white space in the claims', signedText(JSON.stringify(HEADER), JSON.stringify(payload, null, 1))],
  ['a claim that this deployment does not write', signed({ role: 'super-admin' })],
  ['an end as text', signedText(JSON.stringify(HEADER), JSON.stringify({ ...payload, exp: String(SECONDS + 60) }))],
  ['an end that is no time', signedText(JSON.stringify(HEADER), JSON.stringify({ ...payload, exp: 1e999 }))],
  ['an end in fractions', signed({ exp: SECONDS + 60.5 })],
  ['a beginning as text', signedText(JSON.stringify(HEADER), JSON.stringify({ ...payload, iat: String(SECONDS) }))],
  ['an end before its beginning', signed({ iat: SECONDS + 20, exp: SECONDS + 10 })],
  ['a subject that is no text', signed({ sub: undefined, user: 'anna' })],
  ['a subject that is a list', signedText(JSON.stringify(HEADER), JSON.stringify({ ...payload, sub: ['anna'] }))],
  ['a payload of null', signedText(JSON.stringify(HEADER), 'null')],
  ['a payload that is a list', signedText(JSON.stringify(HEADER), '[]')],
  ['a header of null', signedText('null', JSON.stringify(payload))],
  ['a token in a token', signedText(JSON.stringify(HEADER), JSON.stringify(good()))],
  [
    'RSA with the HMAC’s header',
    (() => {
      const input = unsigned(HEADER);
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    })(),
  ],
  ...[0, 1, 2].map((index): [string, string] => {
    const some = parts(good());
    some[index] = otherPadding(some[index]!);
    return [`other padding bits in part ${index}`, some.join('.')];
  }),
  [
    'padded',
    parts(good())
      .map((part) => part.padEnd(Math.ceil(part.length / 4) * 4, '='))
      .join('.'),
  ],
  ['base64 in place of base64url', good().replaceAll('-', '+').replaceAll('_', '/').concat('=')],
  ['white space before it', ` ${good()}`],
  ['white space after it', `${good()} `],
  ['a line end after it', `${good()}\n`],
  ['white space within it', good().replace('.', ' .')],
  ['quoted', `"${good()}"`],
  ['percent-encoded', good().replaceAll('.', '%2E')],
  ['a NUL after it', `${good()}\0`],
  ['a fourth part', `${good()}.`],
  ['five parts, as if it were encrypted', `${good()}.${good().split('.').slice(0, 2).join('.')}`],
  ['its signature twice', `${good()}${parts(good())[2]}`],
  ['a Bearer token', `Bearer ${good()}`],
  [
    'all in JSON',
    JSON.stringify({ payload: parts(good())[1], protected: parts(good())[0], signature: parts(good())[2] }),
  ],
  ['nothing', ''],
  ['rubbish', 'a.b.c'],
  ['endless', 'a'.repeat(5000)],
])('refused: %s', (_what, token) => {
  expect(open(token)).toBeUndefined();
});

test('any one character changed, and it is none', () => {
  const token = good();
  for (let index = 0; index < token.length; index++) {
    const other = token[index] === 'A' ? 'B' : 'A';
    expect(open(token.slice(0, index) + other + token.slice(index + 1))).toBeUndefined();
    expect(open(token.slice(0, index))).toBeUndefined();
  }
});

test('what a token says of its key is read of anything that can be read', () => {
  expect(tokenKeyId(good())).toBe('new');
  expect(tokenKeyId(signed({}, { keyid: 'newer' }))).toBe('newer');
  expect(tokenKeyId(withHeader({ kid: 5 }))).toBeUndefined();
  for (const token of ['', 'a.b.c', 'null', `${base64url('null')}.${base64url('{}')}.x`, 'a'.repeat(5000)])
    expect(tokenKeyId(token)).toBeUndefined();
});

test('a text payload that is signed is refused too', () => {
  expect(open(jwt.sign('text', KEY, { keyid: 'new' }))).toBeUndefined();
});
