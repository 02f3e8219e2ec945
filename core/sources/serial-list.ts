/** A list of serial numbers, one a line, or in the first column of a CSV whose first line may name it. */
import { delimiterOf, foldColumn } from './csv-rows.ts';
import { cellsOf, linesOf, refuse } from './written-list.ts';

const HEADERS: readonly string[] = ['serial', 'serialnumber', 'tokenserial', 'tokenserialnumber', 'token'];

/**
 * Each once, in the order of the list.
 * @param text decoded @param name what the file is called in messages
 * @throws LandfallError users_file.unreadable, with the line; also of a list that names no token
 */
export function readSerialList(text: string, name: string): string[] {
  const lines = linesOf(text, name);
  const delimiter = delimiterOf(lines[0]?.text ?? '');
  const serials = lines.flatMap(({ line, text: written }, index): string[] => {
    const [serial = ''] = cellsOf(written, delimiter) ?? [];
    if (index === 0 && HEADERS.includes(foldColumn(serial))) return [];
    if (serial === '') throw refuse(name, 'holds no serial number in its first column', line);
    return [serial];
  });
  if (serials.length === 0) throw refuse(name, 'names no token: write one serial number a line');
  return [...new Set(serials)];
}
