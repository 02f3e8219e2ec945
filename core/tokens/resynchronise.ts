/**
 * Resynchronisation: two consecutive codes show where a token's clock (HOTP: its counter) stands. Both are spent by it, and
 * nothing at or before the last accepted interval counts, so that no code that was seen earlier brings a token back.
 */
import type { Token } from '../directory/model.ts';
import type { KeyRing } from '../keys.ts';
import { codesBetween } from './codes.ts';
import { intervalAt } from './securid.ts';
import { typedCode } from './verify.ts';
import { windowsOf } from './windows.ts';

export type ResynchroniseCheck = {
  readonly token: Token;
  readonly seed: Uint8Array;
  readonly pinRing: KeyRing;
  /** The tokencode shown first, and the one right after it: alone, or as passcodes. */
  readonly tokencode: string;
  readonly nextTokencode: string;
  /** Server time, Unix milliseconds (T3). */
  readonly now: number;
  /**
   * How far is searched. `administrator`: 12 hours around server time, whatever was learned before. `user`: the window in
   * which a logon asks for the next tokencode, since a wider one would let codes that an attacker noted down be accepted hours later.
   */
  readonly reach: 'administrator' | 'user';
};

/** found: write `second` as the last interval if nothing from `first` on was spent, and `offset` (not HOTP) as learned. */
export type Resynchronised =
  | { readonly kind: 'found'; readonly first: number; readonly second: number; readonly offset?: number }
  | { readonly kind: 'spent' }
  | { readonly kind: 'wrong' };

const REACH_SECONDS = 12 * 3600;
/**
 * RFC 4226 section 7.4 leaves the look-ahead to the server and asks for two or three codes in a row where it is wide: of 1,000
 * counters a guessed pair of six digits fits one in a thousand million times.
 */
const COUNTERS_AHEAD = 1000;

function searched({ token, now, reach }: ResynchroniseCheck): { first: number; last: number; centre: number } {
  if (reach === 'user') {
    const { wide, centre } = windowsOf(token, now);
    return { first: wide[0], last: wide[1], centre };
  }
  const next = token.lastInterval + 1;
  if (token.algorithm === 'hotp-sha1') return { first: next, last: token.lastInterval + COUNTERS_AHEAD, centre: next };
  const centre = intervalAt(now / 1000, token.interval);
  const reached = REACH_SECONDS / token.interval;
  return { first: Math.max(0, centre - reached), last: centre + reached, centre };
}

/**
 * Looks for the two codes; the whole window every time. The token's state is not looked at.
 * @throws LandfallError keys.unknown where the PIN's key is gone from the ring
 */
export function findConsecutive(check: ResynchroniseCheck): Resynchronised {
  const { token, seed, now } = check;
  const { first, last, centre } = searched(check);
  const [isFirst, isSecond] = [typedCode(check, check.tokencode), typedCode(check, check.nextTokencode)];
  const codes = codesBetween(token, seed, first, last + 1);
  const seconds = codes.map(({ code }) => isSecond(code));
  const found = codes
    .filter(({ code }, index) => [isFirst(code), seconds[index + 1] === true].every(Boolean))
    .map(({ interval }) => interval);
  const fresh = found
    .filter((interval) => interval > token.lastInterval)
    .sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre))[0];
  if (fresh === undefined) return { kind: found.length > 0 ? 'spent' : 'wrong' };
  const at = { kind: 'found', first: fresh, second: fresh + 1 } as const;
  // The second code is the one that the token shows now.
  return token.algorithm === 'hotp-sha1' ? at : { ...at, offset: fresh + 1 - intervalAt(now / 1000, token.interval) };
}
