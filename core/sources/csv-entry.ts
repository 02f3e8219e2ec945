/** A row of a CSV export as the entry that it was in its directory. */
import type { CsvRow } from './csv-rows.ts';
import type { DirectoryEntry } from './entry.ts';

/** csvde joins classes with semicolons, others with bars, commas or spaces. No name of a class holds one. */
const BETWEEN_CLASSES = /[|;,\s]+/u;

/** @param only the columns that are of interest; without it all */
export function csvEntry({ line, cells }: CsvRow, only?: ReadonlySet<string>): DirectoryEntry {
  const values = new Map<string, readonly string[]>();
  for (const name of only ?? Object.keys(cells))
    if (Object.hasOwn(cells, name))
      values.set(name, name === 'objectclass' ? cells[name]!.split(BETWEEN_CLASSES) : [cells[name]!]);
  return { line, values };
}
