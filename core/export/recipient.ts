/**
 * The recipient of a package: the target's export key, whose private half never leaves KMS.
 */
import { constants, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import { invalid } from '#core/errors.ts';
import { keyFingerprint } from './fingerprint.ts';

const MIN_BITS = 3072;

export type Recipient = { readonly fingerprint: string; readonly key: KeyObject };

/**
 * Reads what `landfall key` prints: an RSA public key in PEM.
 * @throws LandfallError pack.recipient_invalid
 */
export function readRecipient(pem: string | Buffer): Recipient {
  const wrong = (problem: string) =>
    invalid('pack.recipient_invalid', `The recipient key ${problem}. Give the file that \`landfall key\` printed.`);
  if (pem.toString().includes('PRIVATE KEY')) throw wrong('is a private key, which has no business here');
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw wrong('is not a public key in PEM');
  }
  if (key.asymmetricKeyType !== 'rsa') throw wrong('is not an RSA key');
  if (key.asymmetricKeyDetails!.modulusLength! < MIN_BITS) throw wrong(`is shorter than ${MIN_BITS} bits`);
  return { key, fingerprint: keyFingerprint(key.export({ type: 'spki', format: 'der' })) };
}

/** RSA-OAEP with SHA-256 and MGF1-SHA-256 (RFC 8017): KMS calls it RSAES_OAEP_SHA_256. */
export function wrapDataKey(recipient: Recipient, dataKey: Uint8Array): string {
  return publicEncrypt(
    { key: recipient.key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    dataKey,
  ).toString('base64');
}
