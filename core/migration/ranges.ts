/** The ranges of the hashes of keys in which an export is compared (core/migration/comparing/). */

/** Keys of a range, of about so many records. */
const RECORDS_OF_RANGE = 100_000;

/** How many ranges an export of so many records is compared in, with so many people of its source here. */
export const rangesOf = (records: number, people: number): number =>
  Math.max(1, Math.ceil(Math.max(records, people) / RECORDS_OF_RANGE));

/** Under plans/: a range a line. */
export const rangesName = (run: string): string => `${run}.ranges.jsonl`;
