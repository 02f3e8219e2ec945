/**
 * A list of user IDs as people write one: an ID a line, or CSV whose first line names a column of user IDs. Empty lines and lines that
 * begin with `#` are passed over; spaces and quotation marks around an ID are none of it.
 */
import { splitRow } from '#core/csv-split.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { UNDECODABLE } from '#core/text-stream.ts';
import { delimiterOf, foldColumn, preambleOf } from './csv-rows.ts';
import { USER_ID_COLUMNS } from './mapping.ts';

export type ListedUser = {
  /** From 1. */
  readonly line: number;
  /** As it is written. */
  readonly userId: string;
};

const MAX_USER_ID = 255;

/** Cells of one line; undefined where a quotation mark is not closed. */
const cellsOf = (line: string, delimiter: string) => splitRow(line, 0, { delimiter, trim: true, final: true })?.cells;

function refuse(name: string, problem: string, line?: number) {
  const where = line === undefined ? `The ${name}` : `Line ${line} of the ${name}`;
  return invalid('users_file.unreadable', `${where} ${problem}.`, line === undefined ? {} : { line });
}

type Column = { readonly delimiter: string; readonly index: number };

/** Where the IDs stand if the first line is a header; undefined where it is a user ID. */
function columnOf(name: string, { line, text }: { line: number; text: string }): Column | undefined {
  const delimiter = delimiterOf(text);
  const columns = (cellsOf(text, delimiter) ?? []).map(foldColumn);
  const [column] = USER_ID_COLUMNS.filter((one) => columns.includes(one));
  if (column !== undefined) return { delimiter, index: columns.indexOf(column) };
  if (columns.length < 2) return undefined;
  const several = `has several cells, none of which names user IDs (${USER_ID_COLUMNS.join(', ')}): write one ID a line, or name the column`;
  throw refuse(name, several, line);
}

/**
 * Reads a list. One user named twice counts once. @param text decoded @param name what the file is called in messages: "file of --users"
 * @throws LandfallError users_file.unreadable, with the line; also of a list that names no user
 */
export function readUserList(text: string, name: string): ListedUser[] {
  if (text.includes(UNDECODABLE)) throw refuse(name, 'is not UTF-8: save it as "UTF-8"');
  const lines = text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\r|\n/u)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#') && preambleOf(line.text) === undefined);
  const [first] = lines;
  const column = first === undefined ? undefined : columnOf(name, first);
  const found = new Map<string, ListedUser>();
  for (const { line, text: written } of column ? lines.slice(1) : lines) {
    const cells = column ? cellsOf(written, column.delimiter) : (cellsOf(written, '\n') ?? [written]);
    if (cells === undefined) throw refuse(name, 'is no row of CSV', line);
    const userId = cells[column?.index ?? 0]?.trim() ?? '';
    if (userId === '' || userId.length > MAX_USER_ID || /\p{Cc}/u.test(userId))
      throw refuse(name, 'holds no user ID', line);
    const key = userKey(userId);
    if (!found.has(key)) found.set(key, { line, userId });
  }
  if (found.size === 0) throw refuse(name, 'names no user: write one user ID a line');
  return [...found.values()];
}
