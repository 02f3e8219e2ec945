/**
 * Signed tokens (JWT, RFC 7519): HS256 under a key of the session ring, named by its id, so that a rotation ends no
 * session. Algorithm, issuer and audience are pinned (S2): a token for one purpose is refused for another.
 */
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { KeyRing } from './keys.ts';

const ISSUER = 'landfall';
/** How far apart two processes' clocks may be, in seconds. */
const CLOCK_SKEW = 30;
const MAX_LENGTH = 4096;

export type Claims = { readonly audience: string; readonly subject: string; readonly id: string };

/** @param lifetime seconds */
export function signToken(ring: KeyRing, claims: Claims, now: number, lifetime: number): string {
  const issued = Math.floor(now / 1000);
  const payload = { sub: claims.subject, jti: claims.id, iat: issued, exp: issued + lifetime };
  return jwt.sign(payload, createSecretKey(ring.keys[ring.current]!), {
    algorithm: 'HS256',
    keyid: ring.current,
    issuer: ISSUER,
    audience: claims.audience,
  });
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): value is number => Number.isSafeInteger(value);

/** The id of the key that a token claims to be signed with; not verified. */
export function tokenKeyId(token: string): string | undefined {
  if (token.length > MAX_LENGTH) return undefined;
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The claims of a token that this deployment signed for one of these audiences and that is in force; undefined for every
 * other, whatever is wrong with it.
 */
export function verifyToken(
  ring: KeyRing,
  token: string,
  audiences: readonly [string, ...string[]],
  now: number,
): Claims | undefined {
  const kid = tokenKeyId(token);
  if (kid === undefined || !Object.hasOwn(ring.keys, kid)) return undefined;
  try {
    const seconds = Math.floor(now / 1000);
    const claims = jwt.verify(token, createSecretKey(ring.keys[kid]!), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: [...audiences] as [string, ...string[]],
      clockTimestamp: seconds,
    });
    const { sub, jti, aud, iat, exp } = claims as Record<string, unknown>;
    if (!isText(sub) || !isText(jti) || !isText(aud) || !isTime(iat) || !isTime(exp)) return undefined;
    if (iat > seconds + CLOCK_SKEW || exp <= iat) return undefined;
    const found = { audience: aud, subject: sub, id: jti };
    // One spelling only: a header that names more (crit, jwk, jku, x5u), a claim given twice, other white space, and
    // whatever else a parser might read in two ways is not what this deployment writes, even under its own key.
    return signToken({ current: kid, keys: ring.keys }, found, iat * 1000, exp - iat) === token ? found : undefined;
  } catch {
    return undefined;
  }
}
