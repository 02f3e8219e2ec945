/** Rows of CSV (RFC 4180) out of a text that arrives in pieces, in one pass. */

export type SplitRow = {
  /** Undefined where the text is not a row of CSV. */
  readonly cells: string[] | undefined;
  /** Where the next row begins. */
  readonly next: number;
};

export type SplitRules = {
  readonly delimiter: string;
  /** Spaces around cells are left out, around quotation marks too. */
  readonly trim?: boolean;
  /** Nothing follows the text. */
  readonly final: boolean;
};

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

const isLineEnd = (code: number): boolean => code === LF || code === CR;
const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0xa0;

/** Where a line ends, and where the next one begins; undefined where more of the text is needed to know. */
function lineEnd(text: string, from: number, final: boolean): { end: number; next: number } | undefined {
  let end = from;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end += 1;
  if (end >= text.length - 1 && !final && (end === text.length || text.charCodeAt(end) === CR)) return undefined;
  const pair = text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF;
  return { end, next: Math.min(end + (pair ? 2 : 1), text.length) };
}

/** A quoted cell from behind its mark: its text and where it ends; undefined where the text ends first. */
function quoted(text: string, from: number): { value: string; at: number } | undefined {
  let value = '';
  let at = from;
  for (;;) {
    const mark = text.indexOf('"', at);
    if (mark === -1) return undefined;
    if (text.charCodeAt(mark + 1) !== QUOTE) return { value: value + text.slice(at, mark), at: mark + 1 };
    value += text.slice(at, mark + 1);
    at = mark + 2;
  }
}

/** A row in which a cell is quoted. `open`: a quotation mark is not closed; undefined: it is no row. */
function quotedRow(text: string, start: number, { delimiter, trim = false }: SplitRules) {
  const mark = delimiter.charCodeAt(0);
  const skip = (from: number) => {
    let at = from;
    while (trim && isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at += 1;
    return at;
  };
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    at = skip(at);
    if (text.charCodeAt(at) === QUOTE) {
      const cell = quoted(text, at + 1);
      if (!cell) return 'open';
      cells.push(cell.value);
      at = skip(cell.at);
    } else {
      const from = at;
      while (at < text.length && text.charCodeAt(at) !== mark && !isLineEnd(text.charCodeAt(at))) {
        if (text.charCodeAt(at) === QUOTE) return undefined;
        at += 1;
      }
      cells.push(trim ? text.slice(from, at).trim() : text.slice(from, at));
    }
    if (at === text.length || isLineEnd(text.charCodeAt(at))) return { cells, end: at };
    if (text.charCodeAt(at) !== mark) return undefined;
  }
}

/**
 * The row that begins at `start`. A quotation mark that is never closed breaks its own line alone.
 * @returns undefined where more of the text is needed; then call again with the same start
 */
export function splitRow(text: string, start: number, rules: SplitRules): SplitRow | undefined {
  const line = lineEnd(text, start, rules.final);
  if (!line) return undefined;
  const plain = text.slice(start, line.end);
  if (!plain.includes('"')) {
    const cells = plain.split(rules.delimiter);
    return { cells: rules.trim ? cells.map((cell) => cell.trim()) : cells, next: line.next };
  }
  const found = quotedRow(text, start, rules);
  if (found === undefined) return { cells: undefined, next: line.next };
  if (found === 'open') return rules.final ? { cells: undefined, next: line.next } : undefined;
  const end = lineEnd(text, found.end, rules.final);
  // At the very end of a piece a mark could be the first of a doubled one.
  return end && (rules.final || found.end < text.length) ? { cells: found.cells, next: end.next } : undefined;
}
