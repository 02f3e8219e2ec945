/**
 * Forged tokens (JWT), each made from a real one, for unit tests and for tests over HTTP. Those signed with the real key
 * show what a careless parser would accept; an attacker can't make them.
 */

import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { rsaKey } from './rsa.ts';

export type Forgery = readonly [what: string, token: string];
type Json = Record<string, unknown>;
/** A token of this deployment's own, and the key text that signed it. */
export type Real = { readonly token: string; readonly key: string | Buffer };

export const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** Signed with HS256 under a key, whatever the two parts hold. */
export function signedText(header: string, body: string, key: string | Buffer): string {
  const input = `${base64url(header)}.${base64url(body)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

/** The last character of a part with other padding bits: the same bytes to a lenient reader. */
function otherPadding(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1)!) ^ 1];
}

const rsa = rsaKey('rsa-2048');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function forgeriesOf({ token, key }: Real): Forgery[] {
  const [first, second, third] = token.split('.') as [string, string, string];
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
  const [header, payload] = [parse(first), parse(second)];
  const seconds = Number(payload['iat']);
  const secret = Buffer.from(key);
  const signed = (over: Json = {}, more: jwt.SignOptions = {}, by: jwt.Secret = secret) =>
    jwt.sign({ ...payload, ...over }, by, { keyid: String(header['kid']), algorithm: 'HS256', ...more });
  const claims = (more: Json) => signedText(JSON.stringify(header), JSON.stringify({ ...payload, ...more }), key);
  const headed = (more: Json, by = key) =>
    signedText(JSON.stringify({ ...header, ...more }), JSON.stringify(payload), by);
  const without = (claim: string) => {
    const { [claim]: _left, ...rest } = payload;
    return signedText(JSON.stringify(header), JSON.stringify(rest), key);
  };
  const unsigned = (head: Json, body: unknown = payload) =>
    `${base64url(JSON.stringify(head))}.${base64url(JSON.stringify(body))}`;
  const jwk = { kty: 'oct', k: base64url('mine'), alg: 'HS256' };
  const rsaOverHmac = `${first}.${second}.${sign('sha256', Buffer.from(`${first}.${second}`), rsa.privateKey).toString('base64url')}`;
  const twice = (json: string, field: string) => `${json.slice(0, -1)},${field}}`;

  return [
    // Another algorithm
    ['algorithm none', `${unsigned({ ...header, alg: 'none' })}.`],
    ['algorithm none with a signature', `${unsigned({ ...header, alg: 'none' })}.AAAA`],
    ['algorithm none with the real signature', `${unsigned({ ...header, alg: 'none' })}.${third}`],
    ['another HMAC', signed({}, { algorithm: 'HS512' })],
    ['an RSA signature', signed({}, { algorithm: 'RS256' }, rsa.privateKey)],
    ['an ES256 signature', signed({}, { algorithm: 'ES256' }, ec.privateKey)],
    ['an RSA signature under the header of an HMAC', rsaOverHmac],
    ['a public key as the secret of an HMAC', headed({}, rsa.publicKey.export({ type: 'spki', format: 'pem' }))],
    ...['hs256', 'Hs256', 'HS256 ', 'None', 'NONE', 'nOnE', '', null, ['HS256'], 'HS384', 'PS256', 'dir'].map(
      (alg): Forgery => [`the algorithm written as ${JSON.stringify(alg)}`, headed({ alg })],
    ),
    // Another key
    ['another key', headed({}, 'a key of one’s own')],
    ['an empty key', headed({}, '')],
    ['no key id', headed({ kid: undefined })],
    ['an unknown key id', headed({ kid: 'newer' })],
    ['a key id of the prototype', headed({ kid: '__proto__' })],
    ...[
      `../${header['kid']}`,
      `./${header['kid']}`,
      '/dev/null',
      '../../../../dev/null',
      `${header['kid']}\0`,
      `${header['kid']} `,
      ` ${header['kid']}`,
      String(header['kid']).toUpperCase(),
      `${header['kid']},k0`,
      "x' UNION SELECT 'mine",
      'current',
      'toString',
      '',
    ].map((kid): Forgery => [`the key id ${JSON.stringify(kid)}`, headed({ kid })]),
    ['a key id of nothing, signed with nothing', headed({ kid: '/dev/null' }, '')],
    ['a key id that is a list', headed({ kid: [header['kid']] })],
    ['a key id that is an object', headed({ kid: { toString: header['kid'] } })],
    ['a key id that is a number', headed({ kid: 0 })],
    ['a key of its own in the header', headed({ jwk }, 'mine')],
    ['a key of its own in the header, under the real key', headed({ jwk })],
    ['a place to fetch keys from', headed({ jku: 'https://keys.example.com/jwks.json' })],
    ['a place to fetch certificates from', headed({ x5u: 'https://keys.example.com/chain.pem' })],
    ['certificates in the header', headed({ x5c: ['MIIB'] })],
    // Another header
    ['a critical extension', headed({ crit: ['exp'] })],
    ['a critical extension that is nothing', headed({ crit: [] })],
    ['an unencoded payload', headed({ b64: false, crit: ['b64'] })],
    ['another type', headed({ typ: 'at+jwt' })],
    ['a nested token', headed({ cty: 'JWT' })],
    ['compressed', headed({ zip: 'DEF' })],
    ['a header of null', signedText('null', JSON.stringify(payload), key)],
    [
      'a header field given twice',
      signedText(twice(JSON.stringify(header), '"alg":"HS256"'), JSON.stringify(payload), key),
    ],
    ['white space in the header', signedText(JSON.stringify(header, null, 1), JSON.stringify(payload), key)],
    // Other claims
    ['another issuer', claims({ iss: 'elsewhere' })],
    ['no issuer', without('iss')],
    ['another audience', claims({ aud: 'migration-link' })],
    ['several audiences', claims({ aud: ['self-service', 'security'] })],
    ['no audience', without('aud')],
    ['expired', claims({ iat: seconds - 99_999, exp: seconds - 60 })],
    ['no end', without('exp')],
    ['an end as text', claims({ exp: String(payload['exp']) })],
    ['an end that is no time', claims({ exp: Number.POSITIVE_INFINITY })],
    ['an end in fractions', claims({ exp: Number(payload['exp']) + 0.5 })],
    ['an end before its beginning', claims({ iat: seconds + 20, exp: seconds + 10 })],
    ['from the future', claims({ iat: seconds + 99_999, exp: seconds + 199_999 })],
    ['a beginning as text', claims({ iat: String(seconds) })],
    ['no beginning', without('iat')],
    ['not yet valid', claims({ nbf: seconds + 99_999 })],
    ['no subject', without('sub')],
    ['an empty subject', claims({ sub: '' })],
    ['a subject that is a list', claims({ sub: [payload['sub']] })],
    ['no id', without('jti')],
    ['a claim that is not written here', claims({ role: 'super-admin' })],
    ['a claim given twice', signedText(JSON.stringify(header), twice(JSON.stringify(payload), '"sub":"other"'), key)],
    ['white space in the claims', signedText(JSON.stringify(header), JSON.stringify(payload, null, 1), key)],
    ['a payload of null', signedText(JSON.stringify(header), 'null', key)],
    ['a payload that is a list', signedText(JSON.stringify(header), '[]', key)],
    ['a payload of text', signedText(JSON.stringify(header), '"text"', key)],
    ['a payload that is no JSON', signedText(JSON.stringify(header), 'text', key)],
    ['a token in a token', signedText(JSON.stringify(header), JSON.stringify(token), key)],
    ['a changed subject under the real signature', `${unsigned(header, { ...payload, sub: 'other' })}.${third}`],
    // Another spelling
    ['truncated', token.slice(0, -2)],
    ['without its signature', `${first}.${second}.`],
    ['without its signature and the dot', `${first}.${second}`],
    ['other padding bits in the header', [otherPadding(first), second, third].join('.')],
    ['other padding bits in the claims', [first, otherPadding(second), third].join('.')],
    ['other padding bits in the signature', [first, second, otherPadding(third)].join('.')],
    ['padded', [first, second, third].map((part) => part.padEnd(Math.ceil(part.length / 4) * 4, '=')).join('.')],
    ['a padded signature', `${token}=`],
    ['white space before it', ` ${token}`],
    ['white space after it', `${token} `],
    ['a line end after it', `${token}\n`],
    ['white space within it', token.replace('.', ' .')],
    ['a NUL after it', `${token}\0`],
    ['quoted', `"${token}"`],
    ['percent-encoded', token.replaceAll('.', '%2E')],
    ['a fourth part', `${token}.`],
    ['five parts, as if it were encrypted', `${token}.${first}.${second}`],
    ['its signature twice', `${token}${third}`],
    ['a Bearer token', `Bearer ${token}`],
    ['in JSON', JSON.stringify({ payload: second, protected: first, signature: third })],
    ['nothing', ''],
    ['rubbish', 'a.b.c'],
    ['endless', 'a'.repeat(5000)],
    ['endless, with a key id', `${first}.${'a'.repeat(6000)}.${third}`],
  ];
}
