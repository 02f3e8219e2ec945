/** A row of a CSV export as the entry that it was in its directory. */
import type { CsvRow } from './csv-rows.ts';
import type { DirectoryEntry } from './entry.ts';

/** csvde joins classes with semicolons, others with bars, commas or spaces. No name of a class holds one. */
const BETWEEN_CLASSES = /[|;,\s]+/u;

export function csvEntry({ line, cells }: CsvRow): DirectoryEntry {
  const values = new Map<string, readonly string[]>();
  for (const [name, cell] of Object.entries(cells))
    values.set(name, name === 'objectclass' ? cell.split(BETWEEN_CLASSES) : [cell]);
  return { line, values };
}
