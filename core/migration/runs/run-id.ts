/**
 * Ids of runs: 32 hex digits that rise with time, so that the eldest of several is the least. 12 digits of Unix milliseconds (until the
 * year 10889) and 20 more, which keep runs of one millisecond apart.
 */
import { createHash, randomBytes } from 'node:crypto';

const TIME_DIGITS = 12;
const OTHER_DIGITS = 20;

const idOf = (time: number, others: string): string =>
  `${Math.max(0, Math.floor(time)).toString(16).padStart(TIME_DIGITS, '0')}${others.slice(0, OTHER_DIGITS)}`;

/** A new one. @param now Unix ms */
export const newRunId = (now: number): string => idOf(now, randomBytes(OTHER_DIGITS / 2).toString('hex'));

/** The one of an upload's event: the same event, delivered twice, names the same run. @param upload `eventAt`: Unix ms */
export function uploadRunId({ key, etag, eventAt }: { key: string; etag: string; eventAt: number }): string {
  const others = createHash('sha256').update(`${key}\0${etag}\0${eventAt}`, 'utf8').digest('hex');
  return idOf(eventAt, others);
}
