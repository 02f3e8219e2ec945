/**
 * Packages in memory for tests: keys of their own, any records, any description.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Writable } from 'node:stream';
import type { RangeReader } from '#core/export/archive.ts';
import type { Manifest } from '#core/export/manifest.ts';
import { type Recipient, readRecipient } from '#core/export/recipient.ts';
import type { ExportRecord, PresentRecord, UserRecord } from '#core/export/record.ts';
import type { TrustedPacker } from '#core/export/signature.ts';
import { type Description, writePackage } from '#core/export/writer.ts';
import { rsaKey } from './rsa.ts';

export type PackageKeys = {
  readonly recipient: Recipient;
  /** In place of KMS: unwraps the data key. */
  readonly exportKey: KeyObject;
  readonly signingKey: KeyObject;
  readonly packer: TrustedPacker;
};

/** @param rsa the export key: a test that seals for two deployments names another */
export function newPackageKeys(rsa = rsaKey('rsa-3072')): PackageKeys {
  const ed = generateKeyPairSync('ed25519');
  return {
    recipient: readRecipient(rsa.publicKey.export({ type: 'spki', format: 'pem' })),
    exportKey: rsa.privateKey,
    signingKey: ed.privateKey,
    packer: {
      id: 'packer-1',
      publicKey: ed.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  };
}

export function collect(): { output: Writable; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { output, bytes: () => Buffer.concat(chunks) };
}

export const sampleUser = (userId: string, more: Partial<UserRecord> = {}): UserRecord => ({
  type: 'user',
  userId,
  enabled: true,
  lockedOut: false,
  tokens: [],
  answers: [],
  ...more,
});

export const sampleDescription: Description = {
  source: { deployment: 'test', kind: 'external', identitySource: 'other' },
  counts: {
    users: 0,
    tokensAssigned: 0,
    tokensUnassigned: 0,
    tokensUserMissing: 0,
    answers: 0,
    usersWithoutEmail: 0,
    usersWithoutToken: 0,
  },
  questions: [],
  refusals: [],
  full: false,
  partial: [],
};

export async function packInMemory(
  keys: PackageKeys,
  records: readonly ExportRecord[],
  options: {
    partSize?: number;
    now?: number;
    zip64?: boolean;
    maxParts?: number;
    description?: Partial<Description>;
    /** Who stays in the source. */
    present?: readonly PresentRecord[];
  } = {},
): Promise<{ bytes: Buffer; manifest: Manifest; migrationId: string }> {
  const { output, bytes } = collect();
  const writer = writePackage(output, {
    recipient: keys.recipient,
    signingKey: keys.signingKey,
    partSize: options.partSize ?? 1000,
    now: options.now ?? Date.now(),
    zip64: options.zip64,
    maxParts: options.maxParts,
  });
  for (const record of records) await writer.add(record);
  for (const record of options.present ?? []) await writer.addPresent(record);
  const done = await writer.finish({ ...sampleDescription, ...options.description });
  return { ...done, bytes: bytes() };
}

export const rangeReader = (bytes: Buffer): RangeReader & { reads: { offset: number; length: number }[] } => {
  const reads: { offset: number; length: number }[] = [];
  return {
    size: bytes.length,
    reads,
    async read(offset, length) {
      reads.push({ offset, length });
      if (offset + length > bytes.length) throw new RangeError('beyond the end');
      return bytes.subarray(offset, offset + length);
    },
  };
};
