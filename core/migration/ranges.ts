/** The ranges of the hashes of keys in which an export is compared (core/migration/comparing/). */
import * as z from 'zod';
import { readStoredJson } from '#core/stored.ts';

/** Keys of a range, of about so many records. */
const RECORDS_OF_RANGE = 100_000;

/**
 * How many ranges an export is compared in, so that the work of each is bounded.
 * @param lines of the export, its records and those who stay in the source @param people of its source here
 */
export const rangesOf = (lines: number, people: number): number =>
  Math.max(1, Math.ceil(Math.max(lines, people) / RECORDS_OF_RANGE));

/** Under plans/: a range a line. */
export const rangesName = (run: string): string => `${run}.ranges.jsonl`;
export const rangeList = (of: number): string =>
  Array.from({ length: of }, (_, number) => `${JSON.stringify({ number, of })}\n`).join('');

const range = z.object({ number: z.int(), of: z.int() });

/** How many ranges the run is compared in. @throws LandfallError stored.damaged; also where the list is missing */
export async function readRangeCount(
  readPlan: (name: string) => Promise<string | undefined>,
  run: string,
): Promise<number> {
  const name = rangesName(run);
  return readStoredJson(range, ((await readPlan(name)) ?? '').split('\n', 1)[0]!, name).of;
}
