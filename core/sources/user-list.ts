/**
 * A list of user IDs as people write one: an ID a line, or CSV whose first line names a column of user IDs. Empty lines and lines that
 * begin with `#` are passed over; spaces and quotation marks around an ID are none of it.
 */
import { userKey } from '#core/text.ts';
import { delimiterOf, foldColumn } from './csv-rows.ts';
import { USER_ID_COLUMNS } from './mapping.ts';
import { cellsOf, linesOf, refuse, type WrittenLine } from './written-list.ts';

export type ListedUser = {
  /** From 1. */
  readonly line: number;
  /** As it is written. */
  readonly userId: string;
};

const MAX_USER_ID = 255;

type Column = { readonly delimiter: string; readonly index: number };

/** Where the IDs stand if the first line is a header; undefined where it is a user ID. */
function columnOf(name: string, { line, text }: WrittenLine): Column | undefined {
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
  const lines = linesOf(text, name);
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
