/** The table of error codes in docs/api.md. */
import { factsInWords, meaningOf, PROBLEMS, statusesOf } from './problems.ts';

const BEGIN = '<!-- error codes: written by `npm run generate` -->';
const END = '<!-- end of the error codes -->';

function problemTable(): string {
  const rows = PROBLEMS.map(
    (code) => `| \`${code}\` | ${statusesOf(code).join(', ')} | ${meaningOf(code)} | ${factsInWords(code)} |`,
  );
  return ['| code | status | means | holds also |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The guide with the table as it should be. @throws Error where its marks are gone */
export function withTable(guide: string): string {
  const [from, to] = [guide.indexOf(BEGIN), guide.indexOf(END)];
  if (from < 0 || to < from) throw new Error('docs/api.md has lost the marks around its table of error codes.');
  return `${guide.slice(0, from)}${BEGIN}\n\n${problemTable()}\n\n${guide.slice(to)}`;
}
