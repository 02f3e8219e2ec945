/**
 * What a package may hold, checked before anything is inflated (U1). docs/export-format.md repeats these numbers.
 */
export const LIMITS = {
  /** Parts in a package; with the default of 1,000 records a part: 10^8 users. */
  parts: 100_000,
  /** Records in a part. */
  recordsPerPart: 5_000,
  /** Lines of a part that name who stays in the source. */
  presentPerPart: 50_000,
  /** Bytes of manifest.json. */
  manifestBytes: 32 * 1024 * 1024,
  /** Bytes of manifest.sig. */
  signatureBytes: 4_096,
  /** Bytes of the ZIP's central directory, with the records that end it. */
  directoryBytes: 32 * 1024 * 1024,
  /** Bytes of a part as stored. */
  partBytes: 16 * 1024 * 1024,
  /** Bytes of a part's lines. */
  inflatedBytes: 64 * 1024 * 1024,
  /** Lines may be this many times larger than their gzip (small parts: at least `ratioFloorBytes`). */
  ratio: 100,
  ratioFloorBytes: 1024 * 1024,
  /** Bytes of one line. */
  lineBytes: 64 * 1024,
  /** Distinct questions in a manifest. */
  questions: 10_000,
  /** Tokens of one user, here and in a record: every logon searches the window of each. */
  tokensPerUser: 20,
  /** Answers of one user in a record. */
  answersPerUser: 50,
  /** Characters (code points) of a user's external ID. */
  externalIdLength: 200,
} as const;

export const MANIFEST_NAME = 'manifest.json';
export const SIGNATURE_NAME = 'manifest.sig';
/** Parts are numbered from 1 in the manifest's order. */
export const PART_NAME = /^parts\/[0-9]{6}\.part$/u;
export const partName = (number: number): string => `parts/${String(number).padStart(6, '0')}.part`;
