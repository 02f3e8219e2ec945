/**
 * Keys: the export key (RSA_4096, its private half never leaves KMS), the seed key (wraps data keys), and the key rings
 * in Secrets Manager: `{"current": "<kid>", "<kid>": "<key text>"}`.
 */
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { kms, secrets } from './aws.ts';
import { environment } from './environment.ts';

/** KMS encryption context: bound into the wrapped key, demanded again to unwrap it. */
export type Context = Readonly<Record<string, string>>;

const RING_LIFETIME_MS = 300_000;
const rings = new Map<string, { ring: Promise<KeyRing>; readAt: number }>();

async function readRing(secretId: string): Promise<KeyRing> {
  const { SecretString } = await secrets().send(new GetSecretValueCommand({ SecretId: secretId }));
  const { current, ...keys } = JSON.parse(SecretString ?? '{}') as Record<string, string>;
  if (!current || !keys[current])
    throw new LandfallError('keys.unusable', 500, { detail: 'The key ring names no current key.' });
  return {
    current,
    keys: Object.fromEntries(Object.entries(keys).map(([kid, text]) => [kid, Buffer.from(text, 'utf8')])),
  };
}

/** Reads a ring once a process and five minutes (so that a rotation arrives); a failed read is not remembered. */
function ring(secretId: string, now = Date.now()): Promise<KeyRing> {
  const known = rings.get(secretId);
  if (known && now - known.readAt < RING_LIFETIME_MS) return known.ring;
  const reading = readRing(secretId);
  rings.set(secretId, { ring: reading, readAt: now });
  reading.catch(() => rings.delete(secretId));
  return reading;
}

/** Peppers: the keyed hash over password, answer and PIN hashes. */
export const peppers = (): Promise<KeyRing> => ring(environment('PEPPER_SECRET_ARN'));
/** Session keys: what signs sessions and links (HS256). */
export const sessionKeys = (): Promise<KeyRing> => ring(environment('SESSION_SECRET_ARN'));
/** What CloudFront may add and the API demands (S6): every key of the ring, so that the two can change one after the other. */
export async function originSecrets(): Promise<string[]> {
  const { keys } = await ring(environment('ORIGIN_SECRET_ARN'));
  return Object.values(keys).map((key) => key.toString('utf8'));
}

/** The export key's public half, DER SubjectPublicKeyInfo, and its key id (the KMS key ARN's last part). */
export async function exportPublicKey(): Promise<{ keyId: string; spki: Buffer }> {
  const { PublicKey, KeyId } = await kms().send(new GetPublicKeyCommand({ KeyId: environment('EXPORT_KEY_ID') }));
  return { keyId: KeyId!.split('/').at(-1)!, spki: Buffer.from(PublicKey!) };
}

/** RSA-OAEP-SHA-256 with the export key. @throws LandfallError package.wrong_key where the key does not fit. */
export async function unwrapWithExportKey(wrapped: Uint8Array): Promise<Buffer> {
  try {
    const { Plaintext } = await kms().send(
      new DecryptCommand({
        KeyId: environment('EXPORT_KEY_ID'),
        CiphertextBlob: wrapped,
        EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
      }),
    );
    return Buffer.from(Plaintext!);
  } catch (cause) {
    if ((cause as Error).name !== 'InvalidCiphertextException') throw cause;
    throw new LandfallError('package.wrong_key', 422, {
      cause,
      detail:
        "The package's data key does not open with this deployment's export key. Pack again with the public key that `landfall key` prints.",
    });
  }
}

/** Wraps a data key under the seed key. */
export async function wrapUnderSeedKey(key: Uint8Array, context: Context): Promise<Uint8Array> {
  const { CiphertextBlob } = await kms().send(
    new EncryptCommand({ KeyId: environment('SEED_KEY_ID'), Plaintext: key, EncryptionContext: { ...context } }),
  );
  return CiphertextBlob!;
}

/** A fresh AES-256 data key: for the process, and wrapped for the items. */
export async function newSeedDataKey(context: Context): Promise<{ key: Buffer; wrapped: Uint8Array }> {
  const { Plaintext, CiphertextBlob } = await kms().send(
    new GenerateDataKeyCommand({
      KeyId: environment('SEED_KEY_ID'),
      KeySpec: 'AES_256',
      EncryptionContext: { ...context },
    }),
  );
  return { key: Buffer.from(Plaintext!), wrapped: CiphertextBlob! };
}

const MAX_UNWRAPPED = 100;
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);
const unwrapped = new Map<string, Promise<Buffer>>();

/** Unwraps a data key under the seed key; the last hundred stay in the process, so that a logon rarely calls KMS. */
export function unwrapUnderSeedKey(wrapped: Uint8Array, context: Context): Promise<Buffer> {
  const id = `${Buffer.from(wrapped).toString('base64')} ${JSON.stringify(Object.entries(context).sort(byName))}`;
  const known = unwrapped.get(id);
  if (known) return known;
  const opening = kms()
    .send(
      new DecryptCommand({
        KeyId: environment('SEED_KEY_ID'),
        CiphertextBlob: wrapped,
        EncryptionContext: { ...context },
      }),
    )
    .then(({ Plaintext }) => Buffer.from(Plaintext!));
  if (unwrapped.size >= MAX_UNWRAPPED) unwrapped.delete(unwrapped.keys().next().value!);
  unwrapped.set(id, opening);
  opening.catch(() => unwrapped.delete(id));
  return opening;
}
