/**
 * Is this passcode right? Pure: the caller reads the token, and records a verdict with a conditional write
 * (`lastInterval = :interval` if smaller), because only that write can make one use of a passcode win (T1).
 * Every call searches the whole window, so that right and wrong passcodes take the same time.
 */
import { timingSafeEqual } from 'node:crypto';
import type { Token } from '../directory/model.ts';
import type { KeyRing } from '../keys.ts';
import { codeOf, codesBetween } from './codes.ts';
import { type Effort, newEffort } from './effort.ts';
import { pinMatcher, subtractTokencode } from './pin.ts';
import { type Candidate, intervalAt } from './securid.ts';
import { inNewPinMode, tokenUsable } from './state.ts';
import { windowsOf } from './windows.ts';

/**
 * accepted: write `interval`, and `offset` where there is one, as learned.
 * new-pin: right, and the token has no PIN: write `interval`, grant nothing but the PIN step (T7).
 * next-tokencode: right so far; write `interval` (the code is spent, T6), then ask for the next one.
 * replayed: right, but for a code that is spent. Refused like a wrong one, but no guess: a user who clicks twice, or
 * whose passcode is sent eight times at once, must not be locked out by it. It tells an attacker nothing but what they know.
 * wrong: count it.
 */
export type Verdict =
  | { readonly kind: 'accepted' | 'new-pin'; readonly interval: number; readonly offset?: number }
  | { readonly kind: 'next-tokencode'; readonly interval: number }
  | { readonly kind: 'replayed' }
  | { readonly kind: 'wrong' };

export type PasscodeCheck = {
  readonly token: Token;
  readonly seed: Uint8Array;
  readonly passcode: string;
  /** Server time, Unix milliseconds (T3). */
  readonly now: number;
  readonly pinRing: KeyRing;
  /** settings.tokenPolicy: this many wrong passcodes in a row and even a right one is asked for its successor. */
  readonly wrongPasscodesToNextTokencode?: number;
  /** What the comparison costs is added here. */
  readonly effort?: Effort;
};

export type NextTokencodeCheck = {
  readonly token: Token;
  readonly seed: Uint8Array;
  /** The next tokencode, alone or as a passcode with the PIN: PINPad devices show only the latter. */
  readonly tokencode: string;
  readonly now: number;
  readonly pinRing: KeyRing;
  /** The interval of the first code (the verdict that asked) and when it was given, Unix milliseconds. */
  readonly first: { readonly interval: number; readonly at: number };
};

const DEFAULT_WRONG_PASSCODES = 3;
/** Two consecutive codes within this time set the learned offset. */
const NEXT_TOKENCODE_MS = 180_000;

function sameCode(given: string, wanted: string): boolean {
  const a = Buffer.from(given, 'utf8');
  const b = Buffer.from(wanted, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Says of one tokencode after another whether the passcode is made of it and the PIN. */
type Compared = { readonly token: Token; readonly pinRing: KeyRing; readonly effort?: Effort };
function passcodeOf(check: Compared, passcode: string): (code: string) => boolean {
  const { token, pinRing, effort = newEffort() } = check;
  if (token.pinStyle === 'none' || token.pinHash === undefined) return (code) => sameCode(passcode, code);
  const matcher = pinMatcher(pinRing, token, token.pinHash);
  const matches = (pin: string) => {
    effort.pins++;
    return matcher(pin);
  };
  if (token.pinStyle === 'fob') {
    const pinRight = matches(passcode.slice(0, -token.digits));
    const typed = passcode.slice(-token.digits);
    return (code) => sameCode(typed, code) && pinRight;
  }
  const fits = passcode.length === token.digits && /^\d+$/u.test(passcode);
  const shown = fits ? passcode : '0'.repeat(token.digits);
  return (code) => matches(subtractTokencode(shown, code)) && fits;
}

/** Says of one tokencode after another whether it was typed: alone, or as a passcode, which is all that a PINPad may show. */
export function typedCode(check: { token: Token; pinRing: KeyRing }, typed: string): (code: string) => boolean {
  const given = withoutSpaces(typed);
  const isPasscode = passcodeOf(check, given);
  return (code) => [sameCode(given, code), isPasscode(code)].includes(true);
}

const withoutSpaces = (text: string) => text.replace(/\s/gu, '');
const within = (interval: number, [first, last]: readonly [number, number]) => interval >= first && interval <= last;
const success = (token: Token) => (inNewPinMode(token) ? ('new-pin' as const) : ('accepted' as const));

/**
 * A passcode that fits a code at or before the last accepted interval is refused even if, by chance, it fits a later one
 * too: what was accepted once is never accepted again (T1).
 */
function freshMatch(
  check: PasscodeCheck,
  wide: readonly [number, number],
  centre: number,
): Candidate | 'spent' | undefined {
  const { token, seed, effort = newEffort() } = check;
  const isPasscode = passcodeOf(check, withoutSpaces(check.passcode));
  const codes = codesBetween(token, seed, ...wide);
  const found = codes.filter(({ code }) => isPasscode(code));
  const last = token.lastInterval;
  const lastOne = last >= 0 ? [codeOf(token, seed, last)] : [];
  effort[token.algorithm === 'securid-aes128' ? 'securid' : 'oath'] += codes.length + lastOne.length;
  if (lastOne.some(isPasscode) || found.some(({ interval }) => interval <= last)) return 'spent';
  const distance = ({ interval }: Candidate) => Math.abs(interval - centre);
  return found.sort((a, b) => distance(a) - distance(b))[0];
}

/** @throws LandfallError keys.unknown where the PIN's key is gone from the ring */
export function verifyPasscode(check: PasscodeCheck): Verdict {
  const { token, now } = check;
  const { centre, near, wide } = windowsOf(token, now);
  const match = freshMatch(check, wide, centre);
  if (match === undefined || !tokenUsable(token, now)) return { kind: 'wrong' };
  if (match === 'spent') return { kind: 'replayed' };
  const { interval } = match;
  const { wrongPasscodesToNextTokencode = DEFAULT_WRONG_PASSCODES } = check;
  const suspect = token.suspendedAt !== undefined || token.failures >= wrongPasscodesToNextTokencode;
  return suspect || !within(interval, near) ? { kind: 'next-tokencode', interval } : { kind: success(token), interval };
}

/** The answer to a next-tokencode challenge: exactly the interval after the first code, within three minutes (T6). */
export function verifyNextTokencode(check: NextTokencodeCheck): Verdict {
  const { token, seed, now, first } = check;
  const interval = first.interval + 1;
  const right = typedCode(check, check.tokencode)(codeOf(token, seed, interval));
  const inTime = now >= first.at && now - first.at <= NEXT_TOKENCODE_MS;
  if (!right || !inTime || interval <= token.lastInterval || !tokenUsable(token, now)) return { kind: 'wrong' };
  if (token.algorithm === 'hotp-sha1') return { kind: success(token), interval };
  // A user who types late makes the device seem behind: the larger of the two differences is nearer to the device's clock.
  const behind = (of: number, at: number) => of - intervalAt(at / 1000, token.interval);
  const offset = Math.max(behind(first.interval, first.at), behind(interval, now));
  return { kind: success(token), interval, offset };
}
