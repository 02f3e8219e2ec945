/**
 * manifest.sig: Ed25519 (RFC 8032) over the bytes of manifest.json. Encrypting to a public key proves no sender; this
 * does (U6).
 */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '#core/json.ts';
import { packageError } from './errors.ts';
import { keyFingerprint } from './fingerprint.ts';
import { LIMITS } from './limits.ts';
import { type Manifest, manifestId, parseManifest } from './manifest.ts';

const signatureSchema = z.strictObject({
  algorithm: z.literal('Ed25519'),
  /** keyFingerprint of the signer's public key. */
  signer: z.string().regex(/^[0-9a-f]{32}$/u),
  signature: z.base64().max(100),
});

/** A key on the list of trusted packers: `publicKey` is base64 of the DER SubjectPublicKeyInfo. */
export type TrustedPacker = {
  readonly id: string;
  readonly publicKey: string;
  /** Names of the sources that it is trusted for. Absent: all, as packers were before they had this list. */
  readonly sources?: readonly string[];
};

/** The packer's clock may run ahead of this one by so much. */
const CLOCK_SKEW_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** U6: an older signature is refused. */
export const SIGNATURE_MAX_AGE_DAYS = 30;

/** The signature file for a manifest. @param key an Ed25519 private key */
export function signManifest(bytes: Uint8Array, key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519' || key.type !== 'private')
    throw new TypeError('The signing key is not an Ed25519 private key.');
  const signer = keyFingerprint(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  const signature = sign(null, bytes, key).toString('base64');
  return Buffer.from(`${JSON.stringify({ algorithm: 'Ed25519', signer, signature })}\n`);
}

/** The signer that the file names. @throws LandfallError package.unsigned, package.signature_invalid */
export function readSignature(file: Uint8Array): { signer: string; signature: Buffer } {
  if (file.length === 0) throw packageError('package.unsigned');
  if (file.length > LIMITS.signatureBytes) throw packageError('package.signature_invalid', { problem: 'too long' });
  let json: unknown;
  try {
    json = parseJson(Buffer.from(file).toString('utf8'));
  } catch {
    throw packageError('package.signature_invalid', { problem: 'manifest.sig is not JSON' });
  }
  const parsed = signatureSchema.safeParse(json);
  if (!parsed.success) throw packageError('package.signature_invalid', { problem: 'manifest.sig has other fields' });
  return { signer: parsed.data.signer, signature: Buffer.from(parsed.data.signature, 'base64') };
}

/**
 * The manifest, after its signer is known and trusted and the signature is fresh. Nothing of it is parsed before.
 * @param now Unix milliseconds
 * @param maxAgeDays counted from the manifest's own createdAt, which the signature covers (U6: 30)
 * @throws LandfallError package.unsigned, .untrusted, .source_not_trusted, .signature_invalid, .signature_old and those of parseManifest
 */
export function verifyManifest(
  bytes: Uint8Array,
  signatureFile: Uint8Array,
  packers: readonly TrustedPacker[],
  now: number,
  maxAgeDays: number,
): { manifest: Manifest; migrationId: string; packer: TrustedPacker } {
  const { signer, signature } = readSignature(signatureFile);
  const packer = packers.find((one) => keyFingerprint(Buffer.from(one.publicKey, 'base64')) === signer);
  if (!packer) throw packageError('package.untrusted', { signer });
  const key = createPublicKey({ key: Buffer.from(packer.publicKey, 'base64'), type: 'spki', format: 'der' });
  if (key.asymmetricKeyType !== 'ed25519' || !verify(null, bytes, key, signature))
    throw packageError('package.signature_invalid');
  const manifest = parseManifest(bytes);
  const { deployment } = manifest.source;
  if (packer.sources && !packer.sources.includes(deployment))
    throw packageError('package.source_not_trusted', { source: deployment });
  const age = now - Date.parse(manifest.createdAt);
  if (age < -CLOCK_SKEW_MS)
    throw packageError('package.signature_invalid', { problem: "dated in the future: check the packer's clock" });
  if (age > maxAgeDays * DAY_MS) throw packageError('package.signature_old', { limitDays: maxAgeDays });
  return { manifest, migrationId: manifestId(bytes), packer };
}
