/**
 * Points in time as directories, PowerShell and spreadsheets write them: GeneralizedTime (RFC 4517, 3.3.13), Active Directory's
 * FILETIME (100 ns since 1601), ISO 8601, plain dates, and the national dates of Windows.
 */
import { isoSeconds } from '#core/iso.ts';

/** In what order a date with slashes has its day and its month: 31/12/2026 or 12/31/2026. */
export const DATE_ORDERS = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export type TimeRules = {
  /** Of dates that could be either, where it is known. */
  readonly dateOrder?: DateOrder | undefined;
  /** Of a value that is a day alone: its first or its last second. */
  readonly ofDay?: 'start' | 'end';
};

/** Why a value is no time, in words that say what to do. */
export type Unreadable = { readonly problem: string };

const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,]\d+)?(Z|[+-]\d\d(?:\d\d)?)$/iu;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|[+-]\d\d:\d\d))?)?$/u;
/** A year first, with slashes or dots, or eight digits. */
const YEAR_FIRST = /^((?:19|20)\d\d)([/.]?)(\d\d?)\2(\d\d?)(?:[T ](.+))?$/u;
const NATIONAL = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,? +(.+))?$/u;
const CLOCK = /^(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:\s*([ap])\.?m\.?)?$/iu;
const FILETIME = /^\d{1,19}$/u;
const ROUNDED = /^\d(?:[.,]\d+)?E\+?\d+$/iu;
const NEVER = /^[<(]?(?:never|nie|jamais|nunca|mai|nooit|aldrig)[>)]?$/iu;
/** Milliseconds from 1601-01-01 to 1970-01-01. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;
const NEVER_FILETIME = 0x7fffffffffffffffn;
const MAX_MS = Date.UTC(9999, 11, 31);
const DAY_MS = 86_400_000;

/** NaN where there is no such day or time of day. */
function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second === 60 ? 59 : second));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && hour < 24 && minute < 60 && second <= 60 ? date.getTime() : Number.NaN;
}

function generalized(parts: RegExpExecArray): number {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => (part ? Number(part) : undefined));
  const ms = utc(year!, month!, day!, hour, minute, second);
  const zone = parts[7]!;
  if (zone.toUpperCase() === 'Z') return ms;
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3) || 0);
  return ms - (zone[0] === '-' ? -offset : offset) * 60_000;
}

/** Date.parse takes a time without a zone for local time, and rolls 31 February over: neither may happen. */
function iso(text: string): number {
  const day = text.slice(0, 10);
  if (Number.isNaN(Date.parse(day)) || !new Date(day).toISOString().startsWith(day)) return Number.NaN;
  const written = text.replace(' ', 'T').replace(' ', '');
  return Date.parse(written.includes(':') && !/(?:Z|[+-]\d\d:\d\d)$/u.test(written) ? `${written}Z` : written);
}

/** "12:00:00 AM", "00:00", "0.00.00"; undefined where it is none. Seconds of the day. */
function clock(text: string): readonly [number, number, number] | undefined {
  const found = CLOCK.exec(text.trim());
  if (!found) return undefined;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (found[4] === undefined) return [hour, minute, second];
  if (hour < 1 || hour > 12) return undefined;
  return [(hour % 12) + (found[4].toLowerCase() === 'p' ? 12 : 0), minute, second];
}

/** Which order a date with slashes or hyphens can only have, or undefined. With dots the day is always first. */
export function dateOrderOf(value: string): DateOrder | undefined {
  const found = NATIONAL.exec(value.trim());
  if (!found || found[2] === '.') return undefined;
  const [first, second] = [Number(found[1]), Number(found[3])];
  if (first > 12 && second <= 12) return 'dmy';
  return second > 12 && first <= 12 ? 'mdy' : undefined;
}

const AMBIGUOUS = 'its day and month could be either way round: say --date-order dmy or mdy';

function national(found: RegExpExecArray, order: DateOrder | undefined): number | Unreadable {
  const [first, second, year] = [Number(found[1]), Number(found[3]), Number(found[4])];
  const at = found[5] === undefined ? [] : clock(found[5]);
  if (at === undefined) return Number.NaN;
  const own = found[2] === '.' ? 'dmy' : (dateOrderOf(found[0]) ?? order);
  if (own === undefined && first !== second) return { problem: AMBIGUOUS };
  return own === 'mdy' ? utc(year, first, second, ...at) : utc(year, second, first, ...at);
}

function yearFirst(found: RegExpExecArray): number {
  const at = found[5] === undefined ? [] : clock(found[5]);
  return at === undefined ? Number.NaN : utc(Number(found[1]), Number(found[3]), Number(found[4]), ...at);
}

function filetime(text: string): number | null {
  const ticks = BigInt(text);
  return ticks === 0n || ticks === NEVER_FILETIME ? null : Number(ticks / 10_000n - FILETIME_EPOCH_MS);
}

/** A number that a spreadsheet has rounded: one of 9.2E+18 can only have been "never". */
const rounded = (text: string): null | Unreadable =>
  Number(text.replace(',', '.')) >= 9.2e18
    ? null
    : { problem: 'a spreadsheet has rounded its number: export it again and open the file in no spreadsheet' };

/** `day`: the value is a day alone. NaN: written like a time, but there is none such. */
type Moment = { readonly ms: number; readonly day: boolean };

function moment(text: string, order: DateOrder | undefined): Moment | null | undefined | Unreadable {
  const written = GENERALIZED.exec(text);
  if (written) return { ms: generalized(written), day: false };
  if (ISO.test(text)) return { ms: iso(text), day: text.length === 10 };
  const dated = YEAR_FIRST.exec(text);
  // Eight digits are a day; other numbers that short would be FILETIMEs of 1601.
  if (dated && (dated[2] !== '' || text.length === 8)) return { ms: yearFirst(dated), day: dated[5] === undefined };
  if (FILETIME.test(text)) {
    const ms = filetime(text);
    return ms === null ? null : { ms, day: false };
  }
  const local = NATIONAL.exec(text);
  if (!local) return undefined;
  const ms = national(local, order);
  return typeof ms === 'object' ? ms : { ms, day: local[5] === undefined };
}

/**
 * @returns ISO 8601 in UTC with whole seconds; null for the values that mean "never"; undefined, or a problem in words, where
 * it is no time. A time without a zone is UTC.
 */
export function readTime(value: string, rules: TimeRules = {}): string | null | undefined | Unreadable {
  const text = value.trim();
  if (NEVER.test(text)) return null;
  if (ROUNDED.test(text)) return rounded(text);
  const found = moment(text, rules.dateOrder);
  if (!found || 'problem' in found) return found;
  if (Number.isNaN(found.ms) || found.ms < 0) return undefined;
  const ms = found.day && rules.ofDay === 'end' ? found.ms + DAY_MS - 1000 : found.ms;
  return ms > MAX_MS ? null : isoSeconds(ms);
}

/**
 * When a lockout began, in Unix milliseconds: zero and words for never are null, what lies beyond all clocks is Infinity (an
 * account that is locked for good), and a FILETIME may be older than 1970. Otherwise as readTime.
 */
export function readSince(value: string, rules: TimeRules = {}): number | null | undefined | Unreadable {
  const text = value.trim();
  // draft-behera-ldap-password-policy, 5.3.3: 000001010000Z, until an administrator unlocks.
  if (/^0000\d{6,}/u.test(text)) return Number.POSITIVE_INFINITY;
  if (FILETIME.test(text) && !(text.length === 8 && YEAR_FIRST.test(text)))
    return BigInt(text) === 0n ? null : (filetime(text) ?? Number.POSITIVE_INFINITY);
  const read = readTime(text, rules);
  if (read === null) return NEVER.test(text) ? null : Number.POSITIVE_INFINITY;
  return typeof read === 'string' ? Date.parse(read) : read;
}

const WHOLE = /^-?\d{1,19}$/u;

/** Days or seconds since 1970, as shadowAccount and Samba write them. Negative and far numbers: never. @returns as readTime */
export function readCount(value: string, unit: 'days' | 'seconds'): string | null | undefined {
  if (!WHOLE.test(value.trim())) return undefined;
  const number = Number(value);
  const ms = number * (unit === 'days' ? DAY_MS : 1000);
  const never = unit === 'seconds' && (number === 0 || number === 0x7fffffff);
  return number < 0 || never || ms > MAX_MS ? null : isoSeconds(ms);
}
