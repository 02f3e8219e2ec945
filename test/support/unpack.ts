/** Opens a package file with the target's private key, as KMS and the workers do. */
import { constants, type KeyObject, privateDecrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { locateParts, readArchive, readStoredFile } from '#core/export/archive.ts';
import { parseManifest } from '#core/export/manifest.ts';
import { openPart } from '#core/export/part.ts';
import type { ExportRecord } from '#core/export/record.ts';
import { rangeReader } from './package.ts';

/** @throws where a record is bad */
export async function unpack(file: string, exportKey: KeyObject) {
  const bytes = await readFile(file);
  const archive = await readArchive(rangeReader(bytes));
  const manifest = parseManifest(archive.manifest);
  const dataKey = privateDecrypt(
    { key: exportKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    Buffer.from(manifest.encryption.wrappedKey, 'base64'),
  );
  const records: ExportRecord[] = [];
  for (const part of locateParts(manifest, archive.parts)) {
    const stored = await readStoredFile(rangeReader(bytes), part.name, part);
    for await (const line of openPart({ ...part, dataKey, packageId: manifest.id }, stored)) {
      if ('error' in line) throw new Error(line.error.code);
      records.push(line.record);
    }
  }
  return { bytes, manifest, records };
}
