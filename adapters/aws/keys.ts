/**
 * Keys: the export key (RSA_4096, its private half never leaves KMS), the seed key (wraps data keys), and the key rings
 * in Secrets Manager: `{"current": "<kid>", "<kid>": "<key text>"}`.
 */
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, GetPublicKeyCommand } from '@aws-sdk/client-kms';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { LandfallError } from '#core/errors.ts';
import { type KeyRing, type KeyRingSource, parseKeyRing } from '#core/keys.ts';
import { kms, secrets } from './clients.ts';
import { environment } from './environment.ts';
import { nameOf } from './failures.ts';

/** KMS encryption context: bound into the wrapped key, demanded again to unwrap it. */
export type Context = Readonly<Record<string, string>>;

const RING_LIFETIME_MS = 300_000;
/** A caller that makes up key ids costs no more calls than one in this time a process. */
const READ_ANEW_MS = 5000;

type Known = { readonly ring: Promise<KeyRing>; readonly readAt: number; readonly readAnewAt: number };
const rings = new Map<string, Known>();

async function readRing(secretId: string): Promise<KeyRing> {
  const { SecretString } = await secrets().send(new GetSecretValueCommand({ SecretId: secretId }));
  return parseKeyRing(SecretString);
}

/**
 * Reads a ring once a process and five minutes. One that lacks a key that is `needed` is read anew before that, because the
 * key may be newer than it (a rotation must refuse no user); where that fails the known one goes on. A failed first read is
 * not remembered.
 */
async function ring(secretId: string, needed: readonly (string | undefined)[], now = Date.now()): Promise<KeyRing> {
  const known = rings.get(secretId);
  if (!known || now - known.readAt >= RING_LIFETIME_MS) {
    const reading = readRing(secretId);
    rings.set(secretId, { ring: reading, readAt: now, readAnewAt: 0 });
    reading.catch(() => rings.delete(secretId));
    return reading;
  }
  if (holds(await known.ring, needed) || now - known.readAnewAt < READ_ANEW_MS) return known.ring;
  // Of many who miss a key at once the first reads for all.
  if (rings.get(secretId) !== known) return ring(secretId, needed, now);
  const reading = readRing(secretId).catch(() => known.ring);
  rings.set(secretId, { ring: reading, readAt: now, readAnewAt: now });
  return reading;
}

const holds = ({ keys }: Pick<KeyRing, 'keys'>, needed: readonly (string | undefined)[]): boolean =>
  needed.every((kid) => kid === undefined || Object.hasOwn(keys, kid));

/** Peppers: the keyed hash over password, answer and PIN hashes. */
export const peppers: KeyRingSource = (needed = []) => ring(environment('PEPPER_SECRET_ARN'), needed);
/** Session keys: what signs sessions and links (HS256). */
export const sessionKeys: KeyRingSource = (needed = []) => ring(environment('SESSION_SECRET_ARN'), needed);
/** What CloudFront may add and the API demands (S6): every key of the ring, so that the two can change one after the other. */
export async function originSecrets(): Promise<string[]> {
  const { keys } = await ring(environment('ORIGIN_SECRET_ARN'), []);
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
    if (nameOf(cause) !== 'InvalidCiphertextException') throw cause;
    throw new LandfallError('package.wrong_key', {
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

/**
 * Unwraps a data key under the seed key; the last hundred stay in the process, so that a logon rarely calls KMS. Each caller has a copy of
 * its own, which it may wipe.
 */
export async function unwrapUnderSeedKey(wrapped: Uint8Array, context: Context): Promise<Buffer> {
  const id = `${Buffer.from(wrapped).toString('base64')} ${JSON.stringify(Object.entries(context).sort(byName))}`;
  const known = unwrapped.get(id);
  if (known) return Buffer.from(await known);
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
  return Buffer.from(await opening);
}
