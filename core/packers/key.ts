/**
 * A packer's key: Ed25519 (RFC 8032), whose private half signs manifests and whose public half is on the trusted list (U6).
 */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { invalid } from '#core/errors.ts';
import { keyFingerprint } from '#core/export/fingerprint.ts';

/** `publicKey`: base64 of the DER SubjectPublicKeyInfo. */
export type PackerKey = { readonly id: string; readonly publicKey: string };

function describe(key: KeyObject): PackerKey {
  const spki = key.export({ type: 'spki', format: 'der' });
  return { id: keyFingerprint(spki), publicKey: spki.toString('base64') };
}

/**
 * Reads a public key: PEM, or base64 of its DER.
 * @throws LandfallError packers.key_invalid; a private key is refused by name, so that it is not sent again
 */
export function readPackerKey(text: string): PackerKey {
  const wrong = (problem: string) =>
    invalid(
      'packers.key_invalid',
      `The key ${problem}. Give the public key that \`landfall packers new-key\` printed.`,
    );
  if (text.includes('PRIVATE KEY'))
    throw wrong('is a private key: keep it where packages are made, and make a new one if it was sent');
  let key: KeyObject;
  try {
    key = text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text.trim(), 'base64'), type: 'spki', format: 'der' });
  } catch {
    throw wrong('is no public key in PEM or base64');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw wrong('is not an Ed25519 key');
  return describe(key);
}

/** A new key pair in PEM. */
export function newPackerKey(): PackerKey & { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    ...describe(publicKey),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
