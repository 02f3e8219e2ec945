/** What the record of a run keeps of what `pack` left out, so that it stays an item: DynamoDB takes 400 KB. */
import type { RunRecord } from './record.ts';

export type Refusals = NonNullable<RunRecord['refusals']>;

/** Of all details together: a manifest may hold more than a megabyte of them. */
const DETAIL_BYTES = 64 * 1024;

/**
 * Every code with its count, and as many details as there is room for: the first of each code, then the second of each, and so on. A count that is
 * larger than the number of details says that some are left out.
 */
export function keptRefusals(refusals: Refusals): Refusals {
  const kept = refusals.map((): string[] => []);
  const longest = Math.max(0, ...refusals.map(({ details }) => details.length));
  let room = DETAIL_BYTES;
  for (let at = 0; at < longest && room > 0; at++)
    for (const [index, { details }] of refusals.entries()) {
      const detail = details[at];
      room -= detail === undefined ? 0 : Buffer.byteLength(detail);
      if (detail !== undefined && room >= 0) kept[index]!.push(detail);
    }
  return refusals.map((one, index) => ({ ...one, details: kept[index]! }));
}
