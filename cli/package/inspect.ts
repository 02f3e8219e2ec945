/**
 * Inspects a package without its private key: what its manifest says, and every reason to refuse it that can be found without
 * decrypting it.
 */
import { createPublicKey, verify } from 'node:crypto';
import { type ErrorCode, invalid, isLandfallError } from '#core/errors.ts';
import {
  type Archive,
  type LocatedPart,
  locateParts,
  type RangeReader,
  readArchive,
  readStoredFile,
} from '#core/export/archive.ts';
import { keyFingerprint } from '#core/export/fingerprint.ts';
import { type Manifest, manifestId, parseManifest } from '#core/export/manifest.ts';
import { checkPartHash } from '#core/export/part.ts';
import { readRecipient } from '#core/export/recipient.ts';
import { readSignature, SIGNATURE_MAX_AGE_DAYS } from '#core/export/signature.ts';
import { openFileReader } from './file-reader.ts';

export type InspectOptions = {
  /** PEM of the packer's public key (or of the key pair); without it the signature is not verified. */
  readonly packer?: string | Buffer | undefined;
  /** PEM of the target's public key: the inspection then says whether the package is for that target. */
  readonly recipient?: string | Buffer | undefined;
  /** Unix milliseconds. */
  readonly now: number;
};

export type Problem = { readonly code: ErrorCode; readonly detail: string };
export type Inspection = {
  readonly file: string;
  readonly bytes: number;
  readonly migrationId: string;
  readonly createdAt: string;
  readonly ageDays: number;
  readonly formatVersion: Manifest['formatVersion'];
  readonly source: Manifest['source'];
  /** Whether it is the whole source, and why it is not. */
  readonly full: Manifest['full'];
  readonly partial: Manifest['partial'];
  readonly counts: Manifest['counts'];
  readonly parts: number;
  readonly records: number;
  readonly questions: Manifest['questions'];
  /** What `landfall pack` left out. */
  readonly refusals: Manifest['refusals'];
  readonly recipient: string;
  /** Fingerprint of the signer's key; absent where the package is not signed. */
  readonly signer?: string;
  readonly signature: 'valid' | 'wrong' | 'not checked' | 'missing';
  /** Why a target would refuse the package as a whole, as far as it can be found without decrypting it. */
  readonly problems: readonly Problem[];
};

const DAY_MS = 86_400_000;

class Findings {
  readonly problems: Problem[] = [];

  /** Runs a check; a refusal becomes a finding, and the inspection continues. */
  async check<T>(run: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!isLandfallError(error)) throw error;
      this.problems.push({ code: error.code, detail: error.message });
      return undefined;
    }
  }
}

function publicKeyOf(pem: string | Buffer) {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The error below says so.
  }
  throw invalid('inspect.packer_invalid', "--packer: this is not a packer's Ed25519 key in PEM.");
}

async function checkSignature(archive: Archive, options: InspectOptions, findings: Findings) {
  const found = await findings.check(() => readSignature(archive.signature));
  if (!found) return { signature: archive.signature.length === 0 ? ('missing' as const) : ('wrong' as const) };
  const { signer } = found;
  if (options.packer === undefined) return { signer, signature: 'not checked' as const };
  const key = publicKeyOf(options.packer);
  const trusted = keyFingerprint(key.export({ type: 'spki', format: 'der' })) === signer;
  const valid = trusted && verify(null, archive.manifest, key, found.signature);
  const code = trusted ? 'package.signature_invalid' : 'package.untrusted';
  const detail = trusted
    ? 'The signature does not fit the manifest: it was changed after signing.'
    : 'The package is signed by another key than the one given.';
  if (!valid) findings.problems.push({ code, detail });
  return { signer, signature: valid ? ('valid' as const) : ('wrong' as const) };
}

/** Checks the hashes of the parts, with one part in memory at a time. */
async function checkParts(reader: RangeReader, parts: readonly LocatedPart[], findings: Findings): Promise<void> {
  for (const part of parts)
    await findings.check(async () => checkPartHash(part, await readStoredFile(reader, part.name, part)));
}

function checkAge(manifest: Manifest, now: number, findings: Findings): number {
  const ageDays = Math.floor((now - Date.parse(manifest.createdAt)) / DAY_MS);
  if (ageDays >= SIGNATURE_MAX_AGE_DAYS)
    findings.problems.push({
      code: 'package.signature_old',
      detail: `The package is ${ageDays} days old; ${SIGNATURE_MAX_AGE_DAYS} are the most. Pack again.`,
    });
  return ageDays;
}

function checkRecipient(manifest: Manifest, pem: string | Buffer | undefined, findings: Findings): void {
  if (pem === undefined || readRecipient(pem).fingerprint === manifest.encryption.recipient) return;
  findings.problems.push({
    code: 'package.wrong_key',
    detail: 'The package is encrypted for another key than the one given. Pack again with that key.',
  });
}

/**
 * @throws LandfallError package.* where there is no manifest to read (not a ZIP, cut off, unknown version or field)
 */
export async function inspectPackage(file: string, options: InspectOptions): Promise<Inspection> {
  await using reader = await openFileReader(file);
  const archive = await readArchive(reader);
  const manifest = parseManifest(archive.manifest);
  const findings = new Findings();
  const signature = await checkSignature(archive, options, findings);
  const ageDays = checkAge(manifest, options.now, findings);
  checkRecipient(manifest, options.recipient, findings);
  const parts = await findings.check(() => locateParts(manifest, archive.parts));
  if (parts) await checkParts(reader, parts, findings);
  return {
    file,
    bytes: reader.size,
    migrationId: manifestId(archive.manifest),
    createdAt: manifest.createdAt,
    ageDays,
    formatVersion: manifest.formatVersion,
    source: manifest.source,
    full: manifest.full,
    partial: manifest.partial,
    counts: manifest.counts,
    parts: manifest.parts.length,
    records: manifest.parts.reduce((sum, part) => sum + part.records, 0),
    questions: manifest.questions,
    refusals: manifest.refusals,
    recipient: manifest.encryption.recipient,
    ...signature,
    problems: findings.problems,
  };
}
