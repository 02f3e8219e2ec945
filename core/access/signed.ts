/**
 * Signed tokens (JWT, RFC 7519): HS256 under a key of the session ring, named by its id, so that a rotation logs nobody
 * off. Algorithm, issuer and audience are pinned (S2): a token for one purpose is worth nothing for another.
 */
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { KeyRing } from '#core/keys.ts';

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
  if (token.length > MAX_LENGTH) return undefined;
  try {
    const kid = jwt.decode(token, { complete: true })?.header.kid;
    if (typeof kid !== 'string' || !Object.hasOwn(ring.keys, kid)) return undefined;
    const seconds = Math.floor(now / 1000);
    const claims = jwt.verify(token, createSecretKey(ring.keys[kid]!), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: [...audiences] as [string, ...string[]],
      clockTimestamp: seconds,
    });
    if (typeof claims === 'string' || typeof claims.aud !== 'string') return undefined;
    const { sub, jti, aud, iat, exp } = claims;
    if (!sub || !jti || exp === undefined || iat === undefined || iat > seconds + CLOCK_SKEW) return undefined;
    return { audience: aud, subject: sub, id: jti };
  } catch {
    return undefined;
  }
}
