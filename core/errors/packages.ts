/** Why an export package as a whole is refused; then nothing is written. */
import { type Definitions, known } from './definition.ts';

/** A part's name, a file's name, a limit: never a value from inside a part. */
const where = {
  part: known<string>(),
  file: known<string>(),
  field: known<string>(),
  limit: known<number | string>(),
  problem: known<string>(),
};

/** The object is not what was named. */
export const STORED_PACKAGES = {
  'package.missing': { status: 404, means: 'The package is not in the export bucket (any more).' },
  'package.changed': { status: 409, means: 'The object no longer has this ETag.' },
} as const satisfies Definitions;

/** It can't be read. */
export const UNREADABLE_PACKAGES = {
  'package.not_zip': {
    status: 422,
    means: 'The object is not a ZIP file.',
    advice: 'This is not an export package: not a ZIP file. Upload the file that `landfall pack` wrote.',
  },
  'package.truncated': {
    status: 422,
    means: 'The ZIP directory can’t be read: the file is cut off or damaged.',
    advice: 'The package is incomplete or damaged: its ZIP directory cannot be read. Copy or upload it again.',
  },
  'package.layout_invalid': {
    status: 422,
    means: 'The ZIP holds something that an export package does not.',
    advice:
      'The ZIP holds something that an export package does not. Use the file as `landfall pack` wrote it; do not unpack and zip it again.',
    facts: { problem: where.problem },
  },
  'package.manifest_invalid': {
    status: 422,
    means: 'The manifest is missing or does not fit the format.',
    advice: 'The manifest does not fit the package format. Pack again with `landfall pack`.',
    facts: { field: where.field, problem: where.problem },
  },
  'package.too_large': {
    status: 413,
    means: 'The package is larger than the format allows.',
    advice: 'The package is larger than the format allows. Pack with a smaller --part-size or in several packages.',
    facts: { part: where.part, file: where.file, limit: where.limit },
  },
} as const satisfies Definitions;

/** It can be read, and is refused for what it is. */
const REFUSED_PACKAGES = {
  'package.part_missing': {
    status: 422,
    means: 'A part that the manifest names is not in the package.',
    advice: 'A part that the manifest names is not in the package. Pack again.',
    facts: { part: where.part },
  },
  'package.part_tampered': {
    status: 422,
    means: 'A part is not what the manifest says it is.',
    advice: 'A part is not what the manifest says it is. Do not use this package; pack again.',
    facts: { part: where.part, problem: where.problem },
  },
  'package.version_unsupported': {
    status: 422,
    means: 'The package has a newer format than this deployment reads.',
    advice:
      'The package has a newer format than this deployment reads. Update the deployment, or pack with its own version.',
    facts: { version: known<unknown>(), supported: known<number>() },
  },
  'package.unknown_field': {
    status: 422,
    means: 'The manifest holds a field that this deployment does not know.',
    advice:
      'The manifest holds a field that this deployment does not know. Pack again with the version of `landfall` that the deployment has.',
    facts: { fields: known<string>() },
  },
  'package.unsigned': {
    status: 422,
    means: 'The package is not signed.',
    advice: 'The package is not signed. Pack again with --signing-key.',
  },
  'package.untrusted': {
    status: 422,
    means: 'The package’s signer is not on the list of trusted packers.',
    advice:
      'The package is signed by nobody on the list of trusted packers. Compare the key with its owner, then `landfall packers add` it.',
    facts: { signer: known<string>() },
  },
  'package.source_not_trusted': {
    status: 422,
    means: 'The package’s signer is trusted, but not for the source that the package names.',
    advice:
      'The packer who signed this package is not trusted for its source. Pack with the right --source-name, or trust the packer for it: `landfall packers add --source`.',
    facts: { source: known<string>() },
  },
  'package.signature_invalid': {
    status: 422,
    means: 'The signature does not fit the manifest.',
    advice: 'The signature does not fit the manifest: it was changed after signing. Pack again.',
    facts: { problem: where.problem },
  },
  'package.signature_old': {
    status: 422,
    means: 'The signature is older than the settings allow.',
    advice: 'The signature is too old. Pack again, so that the package says how things are today.',
    facts: { limitDays: known<number>() },
  },
  'package.wrong_key': {
    status: 422,
    means: 'The package’s data key does not open with this deployment’s export key.',
    advice:
      "The package's data key does not open with this deployment's export key. Pack again with the public key that `landfall key` prints.",
  },
} as const satisfies Definitions;

/** All with a sentence of advice: see core/export/errors.ts. */
export const PACKAGES = { ...UNREADABLE_PACKAGES, ...REFUSED_PACKAGES } as const;
