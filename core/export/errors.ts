/**
 * Why a package as a whole is refused. Each is one LandfallError (422, `package.too_large` 413) and nothing is written.
 */
import { LandfallError } from '#core/errors.ts';

const ADVICE = {
  'package.not_zip': 'This is not an export package: not a ZIP file. Upload the file that `landfall pack` wrote.',
  'package.truncated':
    'The package is incomplete or damaged: its ZIP directory cannot be read. Copy or upload it again.',
  'package.layout_invalid':
    'The ZIP holds something that an export package does not. Use the file as `landfall pack` wrote it; do not unpack and zip it again.',
  'package.part_missing': 'A part that the manifest names is not in the package. Pack again.',
  'package.part_tampered': 'A part is not what the manifest says it is. Do not use this package; pack again.',
  'package.manifest_invalid': 'The manifest does not fit the package format. Pack again with `landfall pack`.',
  'package.version_unsupported':
    'The package has a newer format than this deployment reads. Update the deployment, or pack with its own version.',
  'package.unknown_field':
    'The manifest holds a field that this deployment does not know. Pack again with the version of `landfall` that the deployment has.',
  'package.unsigned': 'The package is not signed. Pack again with --signing-key.',
  'package.untrusted':
    'The package is signed by nobody on the list of trusted packers. Compare the key with its owner, then `landfall packers add` it.',
  'package.signature_invalid': 'The signature does not fit the manifest: it was changed after signing. Pack again.',
  'package.signature_old': 'The signature is too old. Pack again, so that the package says how things are today.',
  'package.wrong_key':
    "The package's data key does not open with this deployment's export key. Pack again with the public key that `landfall key` prints.",
  'package.too_large':
    'The package is larger than the format allows. Pack with a smaller --part-size or in several packages.',
} as const;

export type PackageErrorCode = keyof typeof ADVICE;
export const PACKAGE_ERRORS = Object.keys(ADVICE) as readonly PackageErrorCode[];

/** @param facts part name, limit, field names: never a value from inside a part. */
export function packageError(
  code: PackageErrorCode,
  facts: Record<string, unknown> = {},
  cause?: unknown,
): LandfallError {
  const where = Object.entries(facts).map(([name, value]) => `${name}: ${String(value)}`);
  const detail = where.length > 0 ? `${ADVICE[code]} (${where.join(', ')})` : ADVICE[code];
  return new LandfallError(code, code === 'package.too_large' ? 413 : 422, {
    detail,
    facts,
    ...(cause === undefined ? {} : { cause }),
  });
}
