/** Why a package as a whole is refused: nothing is written then. The sentences stand in core/errors/packages.ts. */

import { PACKAGES } from '#core/errors/packages.ts';
import { errorOf, type FactsOf, type LandfallError } from '#core/errors.ts';

export type PackageErrorCode = keyof typeof PACKAGES;
/** @internal for the test of docs/export-format.md */
export const PACKAGE_ERRORS = Object.keys(PACKAGES) as readonly PackageErrorCode[];

/** @param facts part name, limit, field names: never a value from inside a part. They follow the sentence in brackets. */
export function packageError<Code extends PackageErrorCode>(
  code: Code,
  facts?: FactsOf<Code>,
  cause?: unknown,
): LandfallError<Code> {
  const where = Object.entries(facts ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  const { advice } = PACKAGES[code];
  const detail = where.length > 0 ? `${advice} (${where.join(', ')})` : advice;
  return errorOf(code, { detail, facts, cause });
}
