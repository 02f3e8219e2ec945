/**
 * CSV (RFC 4180) as rows by folded column name, streamed. Comma, semicolon or tab, whichever the header holds most of;
 * with or without a byte order mark.
 */
import { Readable } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
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
  /** Where given, a bad row is dropped and reported here; otherwise it stops the reading. */
  readonly onBad?: (problem: SourceProblem) => void;
};

const MAX_HEADER = 64 * 1024;
const MAX_ROW = 1024 * 1024;

/** "User ID", "user_id" and "userId" are one column. */
export const foldColumn = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Of comma, semicolon and tab the one that a file's first line holds most of, quoted cells aside. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/gu, '');
  const count = (mark: string) => bare.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** The text up to the end of the header, and then the rest. */
async function splitHeader(text: AsyncGenerator<string>): Promise<{ header: string; head: string }> {
  let head = '';
  while (!/[^\r\n][\r\n]/u.test(head) && head.length < MAX_HEADER) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  return { header: head.trimStart().split(/[\r\n]/u, 1)[0]!, head };
}

function broken(name: string, line: number, problem: string) {
  return invalid('csv.broken_line', `Line ${line} of the ${name} ${problem}. Mend the file and try again.`, {
    line,
    file: name,
  });
}

function checkedColumns(options: CsvOptions) {
  return (header: string[]): string[] => {
    const columns = header.map(foldColumn);
    const missing = options.required.filter((name) => !columns.includes(name));
    if (missing.length > 0)
      throw invalid(
        'csv.column_missing',
        `The ${options.name} has no column ${missing.join(', ')}. Its first line must name the columns.`,
        { file: options.name, columns: missing },
      );
    const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
    if (twice) throw invalid('csv.column_repeated', `The ${options.name} has the column ${twice} twice.`);
    return columns.map((name, index) => name || `column${index + 1}`);
  };
}

function parser(options: CsvOptions, delimiter: string): Parser {
  return parse({
    delimiter,
    columns: checkedColumns(options),
    info: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW,
    skip_records_with_error: options.onBad !== undefined,
    // Called only where something is skipped.
    on_skip: (error) => {
      options.onBad!({ line: lineOf(error), code: 'csv.broken_line' });
      return undefined;
    },
  });
}

const lineOf = (error: unknown): number => Number((error as { lines?: unknown }).lines);

/**
 * The rows of a CSV file.
 * @throws LandfallError csv.broken_line with `line`, csv.column_missing, csv.column_repeated
 */
export async function* csvRows(chunks: Chunks, options: CsvOptions): AsyncGenerator<CsvRow> {
  const text = decodeText(chunks);
  const { header, head } = await splitHeader(text);
  async function* all() {
    yield head;
    yield* text;
  }
  const rows = Readable.from(all()).compose(parser(options, delimiterOf(header)));
  try {
    for await (const { info, record } of rows as AsyncIterable<{ info: { lines: number }; record: CsvRow['cells'] }>) {
      if (Object.values(record).some((cell) => cell.includes(UNDECODABLE))) {
        if (!options.onBad) throw broken(options.name, info.lines, 'is not UTF-8; save the file as "CSV UTF-8"');
        options.onBad({ line: info.lines, code: 'csv.broken_line' });
      } else yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (error instanceof CsvError) throw broken(options.name, lineOf(error), 'is not a row of CSV');
    throw error;
  }
}
