/**
 * manifest.json: what a package holds, without a user ID, a secret or any other data of a single user. Format 2 says whether the
 * export is the whole source; a manifest of format 1 is read into the same shape, as one that is not.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '#core/json.ts';
import { SOURCE_KINDS } from '#core/source-kind.ts';
import { packageError } from './errors.ts';
import { LIMITS, PART_NAME } from './limits.ts';

export const FORMAT_VERSION = 2;

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`, 'u'));
const count = z.int().min(0);
const code = z
  .string()
  .regex(/^[a-z_]+(\.[a-z_]+)+$/u)
  .max(64);

/**
 * Why an export is not the whole source: what it was narrowed to (`base`, `filter`, `users`, `group`), entries that could not be
 * read (`skipped`) or taken (`refused`), the packer's own word (`said`).
 */
const PARTIAL_REASONS = ['base', 'filter', 'users', 'group', 'skipped', 'refused', 'said'] as const;
export type PartialReason = (typeof PARTIAL_REASONS)[number];

const common = {
  /** Random, 32 hex digits: bound into every part. Not the migration's id, which is the hash of these very bytes. */
  id: hex(32),
  /** When the source was packed: of two exports of a source the later one is the newer. */
  createdAt: z.iso.datetime({ offset: false }).max(30),
  source: z.strictObject({
    /** Name of the source deployment. */
    deployment: z.string().min(1).max(100),
    /** Where the users live there: an external identity source (users come without passwords) or its internal database. */
    kind: z.enum(SOURCE_KINDS),
    identitySource: z.enum(['ldif', 'csv', 'ldap', 'other']),
  }),
  encryption: z.strictObject({
    /** keyFingerprint of the recipient's public key. */
    recipient: hex(32),
    /** Base64: the data key (32 bytes) under RSA-OAEP with SHA-256 and MGF1-SHA-256. */
    wrappedKey: z.base64().min(4).max(1400),
  }),
  counts: z.strictObject({
    users: count,
    tokensAssigned: count,
    tokensUnassigned: count,
    tokensUserMissing: count,
    answers: count,
    usersWithoutEmail: count,
    /** Users of the directory that hold no token; packed only on request. */
    usersWithoutToken: count,
  }),
  /** Distinct question texts; answers name them by index. */
  questions: z
    .array(z.strictObject({ language: z.string().min(1).max(35), text: z.string().min(1).max(255) }))
    .max(LIMITS.questions),
  /** What the packer left out: details are serials and line numbers of its input, never user IDs. */
  refusals: z
    .array(z.strictObject({ code, count: z.int().min(1), details: z.array(z.string().min(1).max(120)).max(100) }))
    .max(100),
};

const part = {
  name: z.string().regex(PART_NAME),
  records: z.int().min(1).max(LIMITS.recordsPerPart),
  /** Of the part as stored. */
  sha256: hex(64),
  /** Bytes as stored. */
  size: z.int().min(1).max(LIMITS.partBytes),
};
/** Lines behind the records: who stays in the source. A part may hold nothing else. */
const partWithPresent = {
  ...part,
  records: z.int().min(0).max(LIMITS.recordsPerPart),
  present: z.int().min(1).max(LIMITS.presentPerPart).optional(),
};

const formatOne = z
  .strictObject({
    formatVersion: z.literal(1),
    ...common,
    parts: z.array(z.strictObject(part)).min(1).max(LIMITS.parts),
  })
  .transform((manifest) => ({ ...manifest, full: false, partial: [] as PartialReason[] }));

/** What no packer's word can make good: a user who still is in the source may be missing. */
const CERTAIN: ReadonlySet<PartialReason> = new Set(['skipped', 'refused', 'said']);

export const manifestSchema = z
  .strictObject({
    formatVersion: z.literal(FORMAT_VERSION),
    ...common,
    parts: z
      .array(z.strictObject(partWithPresent).refine(({ records, present }) => records > 0 || present !== undefined))
      .min(1)
      .max(LIMITS.parts),
    /** Whether the export claims to hold every user of the source who holds a token: a user whom it does not hold is gone then. */
    full: z.boolean(),
    /** Why it is not full, or what it was narrowed to although the packer says that nothing is missing. */
    partial: z.array(z.enum(PARTIAL_REASONS)).max(PARTIAL_REASONS.length),
  })
  .refine(({ full, partial }) => !(full && partial.some((reason) => CERTAIN.has(reason))), { path: ['full'] });

/** One shape for both formats: a package of format 1 is never full, and its users have no external IDs. */
export type Manifest = Omit<z.infer<typeof manifestSchema>, 'formatVersion'> & { formatVersion: 1 | 2 };

/** The migration's id: 32 hex digits of the SHA-256 of manifest.json as stored. */
export function manifestId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

function jsonOf(bytes: Uint8Array): unknown {
  if (bytes.length > LIMITS.manifestBytes)
    throw packageError('package.too_large', { file: 'manifest.json', limit: LIMITS.manifestBytes });
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw packageError('package.manifest_invalid', { problem: 'not JSON' });
  }
}

/**
 * Reads a manifest without verifying its signer (see verifyManifest). The version is read first, so that a newer format is
 * not reported as a defect.
 * @throws LandfallError package.version_unsupported, package.unknown_field, package.manifest_invalid, package.too_large
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const json = jsonOf(bytes);
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && Number.isInteger(version) && version > FORMAT_VERSION) {
    throw packageError('package.version_unsupported', { version, supported: FORMAT_VERSION });
  }
  const parsed = (version === 1 ? formatOne : manifestSchema).safeParse(json);
  if (!parsed.success) {
    const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
    if (unknown) throw packageError('package.unknown_field', { fields: fieldNames(unknown.path, unknown.keys) });
    throw packageError('package.manifest_invalid', { field: parsed.error.issues[0]!.path.join('.') || 'manifest' });
  }
  const names = new Set(parsed.data.parts.map((part) => part.name));
  if (names.size !== parsed.data.parts.length)
    throw packageError('package.manifest_invalid', { problem: 'a part is named twice' });
  return parsed.data;
}

/** Names of unknown fields, as the file spells them, cut to what a message can carry. */
export function fieldNames(path: readonly PropertyKey[], keys: readonly string[]): string {
  return keys
    .slice(0, 5)
    .map((key) => [...path, key.replace(/[^\w.-]/gu, '?').slice(0, 40) || '?'].join('.'))
    .join(' ');
}
