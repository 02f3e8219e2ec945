/** CSV cells (RFC 4180) that no spreadsheet takes for a formula (U3). Every CSV that the product writes is made of them. */

/** What stands for a formula's sign, or becomes one when a spreadsheet normalises the cell (NFKC), such as a full-width `＝`. */
const isSign = (character: string): boolean => /^[=+\-@\u2212]/u.test(character.normalize('NFKC'));

/**
 * Separators or breaks of some reader, behind which it would begin a cell or a line of its own (`;` in half of Europe, NUL, LF), with
 * quotes and what can't be seen between them, then one character.
 */
const INNER = /([;,|\p{Cc}\u2028\u2029][\p{Cc}\p{Cf}\p{Z}"';,|]*)([^\p{L}\p{N}])/gu;

/**
 * A cell that begins with anything but a letter or a digit, after NFKC, gets an apostrophe, which a spreadsheet takes for "this is
 * text"; so does each sign of a formula that a reader with another separator would find at the beginning of a cell.
 */
export function csvCell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const inner = text.replace(INNER, (all, before: string, sign: string) => (isSign(sign) ? `${before}'${sign}` : all));
  const defused = text === '' || /^[\p{L}\p{N}]/u.test(text.normalize('NFKC')) ? inner : `'${inner}`;
  return /[",;\p{Cc}\u2028\u2029]/u.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
