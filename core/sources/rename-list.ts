/**
 * A list of other user IDs, as CSV: the user ID in the source, the user ID here. A first line that names the columns (`old`, `new`) is
 * passed over, as are empty lines and lines that begin with `#`.
 */
import { delimiterOf, foldColumn } from './csv-rows.ts';
import { cellsOf, linesOf, refuse } from './written-list.ts';

const HEADERS: readonly string[] = ['old', 'olduserid', 'source', 'from'];

/**
 * @param text decoded @param name what the file is called in messages: "file of --rename"
 * @throws LandfallError users_file.unreadable, with the line; also of a list that names no user
 */
export function readRenameList(text: string, name: string): [old: string, here: string][] {
  const lines = linesOf(text, name);
  const delimiter = delimiterOf(lines[0]?.text ?? '');
  const pairs = lines.flatMap(({ line, text: written }, index): [string, string][] => {
    const [old = '', here = '', ...more] = cellsOf(written, delimiter) ?? [];
    if (index === 0 && HEADERS.includes(foldColumn(old))) return [];
    if (old === '' || here === '' || more.some((cell) => cell !== ''))
      throw refuse(name, 'holds no pair: old,new', line);
    return [[old, here]];
  });
  if (pairs.length === 0) throw refuse(name, 'names no user: write old,new on each line');
  return pairs;
}
