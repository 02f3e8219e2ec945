/** Lines of a CSV token file, each by itself: no cell of one holds a line break. */
import { parse } from 'csv-parse/sync';
import { delimiterOf } from '#core/sources/csv-rows.ts';

export type CsvLine = {
  /** From 1. */
  readonly number: number;
  /** Trimmed. None: the line is no row of CSV. */
  readonly cells: readonly string[] | undefined;
};

const MAX_LINE = 64 * 1024;
const AT_ONCE = 500;

const options = (delimiter: string) => ({ delimiter, trim: true, relax_column_count: true, record_delimiter: '\n' });

/** Undefined where it is no row of CSV. */
function cellsOf(line: string, delimiter: string): readonly string[] | undefined {
  if (line.length > MAX_LINE) return undefined;
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  try {
    return (parse(line, options(delimiter)) as string[][])[0];
  } catch {
    return undefined;
  }
}

/**
 * Many lines at once, which is much faster; where they are not exactly one row each, one by one: the tokens after a quotation
 * mark that was left open must not be part of its cell.
 */
function rowsOf(lines: readonly string[], delimiter: string): readonly (readonly string[] | undefined)[] {
  const oneByOne = () => lines.map((line) => cellsOf(line, delimiter));
  if (lines.some((line) => line.length > MAX_LINE)) return oneByOne();
  try {
    const rows = parse(lines.join('\n'), options(delimiter)) as string[][];
    const whole = rows.length === lines.length && !rows.some((row) => row.some((cell) => cell.includes('\n')));
    return whole ? rows : oneByOne();
  } catch {
    return oneByOne();
  }
}

/** Without empty lines, those of empty cells, and comments. The mark between cells is the first line's: comma, semicolon or tab. */
export function csvLines(text: string): CsvLine[] {
  const lines = text.replace(/^\ufeff/u, '').split(/\r\n|[\r\n]/u);
  const said = lines.flatMap((line, index) => (/^\s*(?:#|$)/u.test(line) ? [] : [{ number: index + 1, text: line }]));
  const delimiter = delimiterOf(said[0]?.text ?? '');
  const found: CsvLine[] = [];
  for (let start = 0; start < said.length; start += AT_ONCE) {
    const some = said.slice(start, start + AT_ONCE);
    const rows = rowsOf(
      some.map((line) => line.text),
      delimiter,
    );
    for (const [n, cells] of rows.entries())
      if (cells === undefined || cells.some((cell) => cell !== '')) found.push({ number: some[n]!.number, cells });
  }
  return found;
}
