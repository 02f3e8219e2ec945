/** A CSV cell (RFC 4180) that no spreadsheet takes for a formula (U3): what begins with = + - @ tab CR gets an apostrophe. */
export function csvCell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const defused = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
