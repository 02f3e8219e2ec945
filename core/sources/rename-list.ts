/**
 * A list of other user IDs, as CSV: the user ID in the source, the user ID here. A first line that names the columns (`old`, `new`) is
 * passed over, as are empty lines and lines that begin with `#`.
 */
import { splitRow } from '#core/csv-split.ts';
import { invalid } from '#core/errors.ts';
import { UNDECODABLE } from '#core/text-stream.ts';
import { delimiterOf, foldColumn, preambleOf } from './csv-rows.ts';

const HEADERS: readonly string[] = ['old', 'olduserid', 'source', 'from'];

function refuse(name: string, problem: string, line?: number) {
  const where = line === undefined ? `The ${name}` : `Line ${line} of the ${name}`;
  return invalid('users_file.unreadable', `${where} ${problem}.`, line === undefined ? {} : { line });
}

/**
 * @param text decoded @param name what the file is called in messages: "file of --rename"
 * @throws LandfallError users_file.unreadable, with the line; also of a list that names no user
 */
export function readRenameList(text: string, name: string): [old: string, here: string][] {
  if (text.includes(UNDECODABLE)) throw refuse(name, 'is not UTF-8: save it as "UTF-8"');
  const lines = text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\r|\n/u)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#') && preambleOf(line.text) === undefined);
  const delimiter = delimiterOf(lines[0]?.text ?? '');
  const pairs = lines.flatMap(({ line, text: written }, index): [string, string][] => {
    const [old = '', here = '', ...more] = splitRow(written, 0, { delimiter, trim: true, final: true })?.cells ?? [];
    if (index === 0 && HEADERS.includes(foldColumn(old))) return [];
    if (old === '' || here === '' || more.some((cell) => cell !== ''))
      throw refuse(name, 'holds no pair: old,new', line);
    return [[old, here]];
  });
  if (pairs.length === 0) throw refuse(name, 'names no user: write old,new on each line');
  return pairs;
}
