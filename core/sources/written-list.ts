/** A list as people write one, line by line: what user-list.ts and rename-list.ts have in common. */
import { splitRow } from '#core/csv-split.ts';
import { invalid } from '#core/errors.ts';
import { type Chunks, decodeText, UNDECODABLE } from '#core/text-stream.ts';
import { preambleOf } from './csv-rows.ts';

/** `line` from 1; `text` without spaces around it. */
export type WrittenLine = { readonly line: number; readonly text: string };

/** @param name what the file is called in messages: "file of --users" */
export function refuse(name: string, problem: string, line?: number) {
  const where = line === undefined ? `The ${name}` : `Line ${line} of the ${name}`;
  return invalid('users_file.unreadable', `${where} ${problem}.`, line === undefined ? {} : { line });
}

/** Some 100,000 user IDs of the longest. Characters. */
const MAX_LIST = 16 * 1024 * 1024;

/** The text of a list's file. @throws LandfallError users_file.unreadable where it is larger than a list can be */
export async function writtenText(chunks: Chunks, name: string): Promise<string> {
  let text = '';
  for await (const piece of decodeText(chunks)) {
    text += piece;
    if (text.length > MAX_LIST) throw refuse(name, `is larger than ${MAX_LIST / 1024 / 1024} MiB, and no list`);
  }
  return text;
}

/** Cells of one line; undefined where a quotation mark is not closed. */
export const cellsOf = (line: string, delimiter: string) =>
  splitRow(line, 0, { delimiter, trim: true, final: true })?.cells;

/**
 * Without empty lines, lines that begin with `#`, and what spreadsheets put before the first row.
 * @param text decoded @throws LandfallError users_file.unreadable where it is not UTF-8
 */
export function linesOf(text: string, name: string): WrittenLine[] {
  if (text.includes(UNDECODABLE)) throw refuse(name, 'is not UTF-8: save it as "UTF-8"');
  return text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\r|\n/u)
    .map((line, index) => ({ line: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#') && preambleOf(line.text) === undefined);
}
