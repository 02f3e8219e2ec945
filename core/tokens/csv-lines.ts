/** Lines of a CSV token file, each by itself: no cell of one holds a line break. */
import { parse } from 'csv-parse/sync';
import { delimiterOf } from '../sources/csv-rows.ts';

export type CsvLine = {
  /** From 1. */
  readonly number: number;
  /** Trimmed. None: the line is no row of CSV. */
  readonly cells: readonly string[] | undefined;
};

const MAX_LINE = 64 * 1024;

/** One line by itself: of a quotation mark left open the next tokens must not be part. Undefined where it is no row of CSV. */
function cellsOf(line: string, delimiter: string): readonly string[] | undefined {
  if (line.length > MAX_LINE) return undefined;
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  try {
    return (parse(line, { delimiter, trim: true, relax_column_count: true }) as string[][])[0];
  } catch {
    return undefined;
  }
}

/** Without empty lines, those of empty cells, and comments. The mark between cells is the first line's: comma, semicolon or tab. */
export function csvLines(text: string): CsvLine[] {
  const lines = text.replace(/^\ufeff/u, '').split(/\r\n|[\r\n]/u);
  const said = lines.flatMap((line, index) => (/^\s*(?:#|$)/u.test(line) ? [] : [{ number: index + 1, text: line }]));
  const delimiter = delimiterOf(said[0]?.text ?? '');
  return said
    .map((line) => ({ number: line.number, cells: cellsOf(line.text, delimiter) }))
    .filter(({ cells }) => cells === undefined || cells.some((cell) => cell !== ''));
}
