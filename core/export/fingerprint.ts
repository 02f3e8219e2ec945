import { createHash } from 'node:crypto';

/**
 * How packages name a public key: the first 32 hex digits of the SHA-256 of its DER SubjectPublicKeyInfo. Computed from
 * the key itself, so that neither side has to trust a name.
 */
export function keyFingerprint(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('hex').slice(0, 32);
}
