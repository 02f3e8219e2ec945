/**
 * Points in time as directories write them: GeneralizedTime (RFC 4517, 3.3.13), Active Directory's FILETIME (100 ns since
 * 1601), ISO 8601 and plain dates.
 */
import { isoSeconds } from '#core/iso.ts';

const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,]\d+)?(Z|[+-]\d\d(?:\d\d)?)$/u;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/u;
const FILETIME = /^\d{1,19}$/u;
/** Milliseconds from 1601-01-01 to 1970-01-01. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;
const NEVER_FILETIME = 0x7fffffffffffffffn;
const MAX_MS = Date.UTC(9999, 11, 31);

function generalized(parts: RegExpExecArray): number {
  const [year, month, day, hour, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => (part ? Number(part) : undefined));
  const ms = Date.UTC(year!, month! - 1, day!, hour!, minute, second === 60 ? 59 : second);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day! || hour! > 23 || minute > 59) return Number.NaN;
  const zone = parts[7]!;
  if (zone === 'Z') return ms;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3) || 0);
  return ms - (zone[0] === '-' ? -offset : offset) * 60_000;
}

/** Date.parse takes a time without a zone for local time, and rolls 31 February over: neither may happen. */
function iso(text: string): number {
  const day = text.slice(0, 10);
  if (Number.isNaN(Date.parse(day)) || !new Date(day).toISOString().startsWith(day)) return Number.NaN;
  const written = text.replace(' ', 'T');
  return Date.parse(written.includes(':') && !/(?:Z|[+-]\d\d:\d\d)$/u.test(written) ? `${written}Z` : written);
}

/**
 * @returns ISO 8601 in UTC with whole seconds; null for the values that mean "never"; undefined where it is no time.
 * A time without a zone is UTC.
 */
export function readTime(value: string): string | null | undefined {
  const text = value.trim();
  let ms: number;
  const found = GENERALIZED.exec(text);
  if (found) ms = generalized(found);
  else if (FILETIME.test(text)) {
    const ticks = BigInt(text);
    if (ticks === 0n || ticks === NEVER_FILETIME) return null;
    ms = Number(ticks / 10_000n - FILETIME_EPOCH_MS);
  } else if (ISO.test(text)) ms = iso(text);
  else return undefined;
  if (Number.isNaN(ms) || ms < 0) return undefined;
  return ms > MAX_MS ? null : isoSeconds(ms);
}
