/** The page of the codes that a migration's reports hold: docs/report-codes.md. */
import { definitionOf, isErrorCode, isExposed } from '#core/errors/catalogue.ts';
import { PACKAGES, STORED_PACKAGES } from '#core/errors/packages.ts';
import { RUN } from '#core/errors/run.ts';
import { REPORT_CODE_NAMES, REPORT_CODES } from '#core/migration/report-codes.ts';
import { SERVICE_HINTS } from '#core/migration/runs/execution-failure.ts';
import { REFUSAL_CODES, refusalMeaning } from '#core/pack/refusal-codes.ts';

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const named = (code: string) => `\`${code}\``;

/** What an administrator may see as the reason of a failed migration. */
function failures(): string[][] {
  const ends = Object.keys({ ...STORED_PACKAGES, ...PACKAGES, ...RUN })
    .filter(isErrorCode)
    // That one rejects a record, not the package.
    .filter((code) => isExposed(code) && code !== 'password.hash_unusable');
  return [
    ...ends.map((code) => [named(code), definitionOf(code).advice ?? definitionOf(code).means]),
    ...Object.entries(SERVICE_HINTS).map(([code, hint]) => [named(code), hint]),
  ];
}

export const reportCodesPage = (): string => `<!-- Written by \`npm run generate\`. -->

# Report codes

A report says of every record of a package what became of it: \`landfall report\`, or *Records* in the Security Console, where each
code is said in the reader's language. A report that another version wrote may hold other codes.

## Beside a record

None of these stops another record.

${table(
  ['code', 'cause', 'remedy'],
  REPORT_CODE_NAMES.map((code) => [named(code), REPORT_CODES[code].cause, REPORT_CODES[code].remedy]),
)}

## What \`landfall pack\` leaves out

\`pack\`, \`inspect\` and the migration's page count these, with the lines of the input files or the serials.

${table(
  ['code', 'what'],
  REFUSAL_CODES.map((code) => [named(code), refusalMeaning(code)]),
)}

## Why a migration fails

The package as a whole is refused, or the run ended on its way. [export-format.md](export-format.md) says what each part of a package
must be.

${table(['code', 'what it means, and what to do'], failures())}
`;
