/**
 * CSV (RFC 4180) as rows by folded column name, streamed. Comma, semicolon or tab, whichever the header holds most of, or what
 * Excel's first line `sep=;` says; with or without a byte order mark and PowerShell's first line `#TYPE`.
 */
import { splitRow } from '#core/csv-split.ts';
import { invalid } from '#core/errors.ts';
import { type Chunks, decodeText, UNDECODABLE } from '#core/text-stream.ts';
import type { SourceProblem } from './entry.ts';

export type CsvRow = {
  /** Where the row ends in its file, from 1. */
  readonly line: number;
  /** By folded column name: see foldColumn. */
  readonly cells: Readonly<Record<string, string>>;
};

export type CsvOptions = {
  /** What the file is called in messages: "assignments file". */
  readonly name: string;
  /** Columns (folded) without which the file is useless. */
  readonly required: readonly string[];
  /** Columns (folded) of which it needs one, and what to do where it has none. */
  readonly oneOf?: { readonly columns: readonly string[]; readonly remedy: string };
  /** It holds PINs or answers: what its first line says is repeated in no message, since it may be a row. */
  readonly secret?: true;
  /** Is told the columns' names as they are written. */
  readonly onHeader?: (names: readonly string[]) => void;
  /** Where given, a bad row is dropped and reported here; otherwise it stops the reading. */
  readonly onBad?: (problem: SourceProblem) => void;
};

const MAX_ROW = 1024 * 1024;

/** "User ID", "user_id" and "userId" are one column. */
export const foldColumn = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Of comma, semicolon and tab the one that a file's first line holds most of, quoted cells aside. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/gu, '');
  const count = (mark: string) => bare.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** A first line that is no row: Excel's `sep=;` with the mark that it names, PowerShell's `#TYPE ...`. Undefined of any other. */
export function preambleOf(line: string): { readonly delimiter?: string } | undefined {
  const mark = /^\s*"?sep=([^\w\s"]|\t)"?[\s,;]*$/iu.exec(line)?.[1];
  if (mark !== undefined) return { delimiter: mark };
  return /^\s*"?#TYPE\b/u.test(line) ? {} : undefined;
}

type Problem =
  | 'is not a row of CSV'
  | 'is not UTF-8, probably Latin-1 or Windows-1252; save the file as "CSV UTF-8"'
  | `has ${string}`;

function broken(name: string, line: number, problem: Problem) {
  return invalid('csv.broken_line', `Line ${line} of the ${name} ${problem}. Mend the file and try again.`, {
    line,
    file: name,
  });
}

/** Begins with a letter, and holds nothing that addresses, hashes and base64 are made of. */
const NAME = /^\p{L}[\p{L}\p{N} _.()-]{0,39}$/u;

/** Cells of a first line that can be names of columns: a file without them begins with a row, whose cells no message repeats. */
export const columnNames = (header: readonly string[]): string[] =>
  header.map((cell) => cell.trim()).filter((cell) => NAME.test(cell) && !/\d.*\d.*\d/u.test(cell));

/** What a first line that lacks a column names instead. */
const named = (header: readonly string[]): string => `; it names: ${columnNames(header).slice(0, 30).join(', ')}`;

/** The folded names, numbered where there is none. @throws LandfallError csv.column_missing, csv.column_repeated */
function checkedColumns(options: CsvOptions, header: readonly string[]): string[] {
  const columns = header.map(foldColumn);
  const missing = options.required.filter((name) => !columns.includes(name));
  const { oneOf } = options;
  const noneOf = oneOf !== undefined && !oneOf.columns.some((name) => columns.includes(name));
  if (missing.length > 0 || noneOf)
    throw invalid(
      'csv.column_missing',
      `The ${options.name} has no column ${missing.length > 0 ? missing.join(', ') : oneOf!.columns.join(' or ')}. Its first line must name the columns${options.secret ? '' : named(header)}.${missing.length > 0 ? '' : ` ${oneOf!.remedy}`}`,
      { file: options.name, columns: missing.length > 0 ? missing : oneOf!.columns },
    );
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (twice) throw invalid('csv.column_repeated', `The ${options.name} has the column ${twice} twice.`);
  return columns.map((name, index) => name || `column${index + 1}`);
}

/** Line ends of a text from `from` to `to`. */
function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(at + 1) !== 0x0a)) count += 1;
  }
  return count;
}

class RowReader {
  readonly #options: CsvOptions;
  #text = '';
  #at = 0;
  #line = 0;
  #delimiter: string | undefined;
  #columns: string[] | undefined;
  #unnamed: boolean[] = [];

  constructor(options: CsvOptions) {
    this.#options = options;
  }

  /** The rows that another piece of the file completes. */
  *push(piece: string, final: boolean): Generator<CsvRow> {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
    while (this.#at < this.#text.length) {
      const row = this.#next(final);
      if (row === undefined) return;
      if (row !== 'none') yield row;
    }
  }

  #next(final: boolean): CsvRow | 'none' | undefined {
    const start = this.#at;
    if (this.#delimiter === undefined && !this.#begin(final)) return undefined;
    if (this.#at !== start) return 'none';
    const split = splitRow(this.#text, start, { delimiter: this.#delimiter!, final });
    if (!split) {
      if (this.#text.length - start <= MAX_ROW) return undefined;
      throw broken(this.#options.name, this.#line + 1, 'is not a row of CSV');
    }
    const { cells, next } = split;
    this.#at = next;
    const ends = countLines(this.#text, start, next);
    // A last line without an end is a line too.
    this.#line += ends || 1;
    const written = this.#text.slice(start, next);
    if (cells?.every((cell) => cell.trim() === '') && !written.includes('"')) return 'none';
    return this.#take(cells, next - start, written.includes(UNDECODABLE));
  }

  /** Finds the mark between cells, and passes over what stands before the header. @returns false where more is needed */
  #begin(final: boolean): boolean {
    const rest = this.#text.slice(this.#at);
    const end = (final ? /\r\n?|\n|$/u : /\r\n|\n|\r(?!$)/u).exec(rest);
    if (!end) {
      if (rest.length <= MAX_ROW) return false;
      throw broken(this.#options.name, this.#line + 1, 'is not a row of CSV');
    }
    const line = rest.slice(0, end.index);
    const preamble = preambleOf(line);
    if (preamble !== undefined || line.trim() === '') {
      this.#at += line.length + end[0].length;
      this.#line += 1;
    } else this.#delimiter = delimiterOf(line);
    this.#delimiter ??= preamble?.delimiter;
    return true;
  }

  #take(cells: string[] | undefined, length: number, undecodable: boolean): CsvRow | 'none' {
    if (this.#columns === undefined) {
      if (cells === undefined || length > MAX_ROW) throw broken(this.#options.name, this.#line, 'is not a row of CSV');
      this.#columns = checkedColumns(this.#options, cells);
      this.#options.onHeader?.(cells);
      this.#unnamed = cells.map((cell) => foldColumn(cell) === '');
      return 'none';
    }
    const problem = this.#problem(cells, length, undecodable);
    if (problem !== undefined) {
      if (!this.#options.onBad) throw broken(this.#options.name, this.#line, problem);
      this.#options.onBad({ line: this.#line, code: 'csv.broken_line' });
      return 'none';
    }
    const row: Record<string, string> = {};
    for (const [index, column] of this.#columns.entries()) row[column] = cells![index] ?? '';
    return { line: this.#line, cells: row };
  }

  /** Spreadsheets write empty cells behind the last column, and leave out those of columns without a name. */
  #problem(cells: string[] | undefined, length: number, undecodable: boolean): Problem | undefined {
    if (cells === undefined || length > MAX_ROW) return 'is not a row of CSV';
    if (undecodable) return 'is not UTF-8, probably Latin-1 or Windows-1252; save the file as "CSV UTF-8"';
    const count = this.#columns!.length;
    const fits = cells.slice(count).every((cell) => cell === '') && this.#unnamed.slice(cells.length).every(Boolean);
    return fits ? undefined : `has ${cells.length} cells where the first line names ${count} columns`;
  }
}

/**
 * The rows of a CSV file.
 * @throws LandfallError csv.broken_line with `line`, csv.column_missing, csv.column_repeated
 */
export async function* csvRows(chunks: Chunks, options: CsvOptions): AsyncGenerator<CsvRow> {
  const reader = new RowReader(options);
  for await (const piece of decodeText(chunks)) yield* reader.push(piece, false);
  yield* reader.push('', true);
}
