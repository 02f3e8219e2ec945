/** Lines of a CSV token file, each by itself: no cell of one holds a line break. */
import { splitRow } from '#core/csv-split.ts';
import { delimiterOf, preambleOf } from '#core/sources/csv-rows.ts';

export type CsvLine = {
  /** From 1. */
  readonly number: number;
  /** Trimmed. None: the line is no row of CSV. */
  readonly cells: readonly string[] | undefined;
};

const MAX_LINE = 64 * 1024;

/** Undefined where it is no row of CSV. */
function cellsOf(line: string, delimiter: string): readonly string[] | undefined {
  return line.length > MAX_LINE ? undefined : splitRow(line, 0, { delimiter, trim: true, final: true })!.cells;
}

const LINE_END = /\r\n|[\r\n]/gu;

/** The lines of a text without those that are empty or comments, one after another: a text of many empty ones needs no room. */
function* saidLines(text: string): Generator<{ readonly number: number; readonly line: string }> {
  let number = 0;
  let from = 0;
  LINE_END.lastIndex = 0;
  while (from <= text.length) {
    LINE_END.lastIndex = from;
    const end = LINE_END.exec(text);
    const line = text.slice(from, end?.index ?? text.length);
    from = end ? LINE_END.lastIndex : text.length + 1;
    number += 1;
    if (line !== '' && !/^\s*(?:#|$)/u.test(line)) yield { number, line };
  }
}

/**
 * Without empty lines, those of empty cells, and comments. The mark between cells is what a first line `sep=;` says, else the
 * first line's: comma, semicolon or tab. One after another, since a list of tokens may be long.
 */
export function* csvLines(text: string): Generator<CsvLine> {
  let delimiter: string | undefined;
  for (const { number, line } of saidLines(text.replace(/^\ufeff/u, ''))) {
    const said = delimiter === undefined ? preambleOf(line) : undefined;
    delimiter ??= said?.delimiter ?? delimiterOf(line);
    if (said) continue;
    const cells = cellsOf(line, delimiter);
    if (cells === undefined || cells.some((cell) => cell !== '')) yield { number, cells };
  }
}
