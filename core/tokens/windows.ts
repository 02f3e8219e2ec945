/** Which intervals a passcode may come from (specs: windows in intervals around the learned clock offset). */
import type { Token } from '../directory/model.ts';
import { intervalAt } from './securid.ts';

export type WindowToken = Pick<Token, 'algorithm' | 'interval' | 'pinStyle' | 'offset' | 'lastInterval' | 'windows'>;

/** Interval bounds, all included: codes in `near` are accepted at once, the rest of `wide` asks for the next tokencode. */
export type Windows = {
  /** Where the token's own clock is thought to stand; among several matches the nearest to it counts. */
  readonly centre: number;
  readonly near: readonly [first: number, last: number];
  readonly wide: readonly [first: number, last: number];
};

/**
 * Half widths in intervals; HOTP: counters ahead of the last accepted one (RFC 4226 sections 7.2, 7.4). T9: of any token three codes are
 * accepted at once, since each one more makes blind guessing easier; a clock that is farther off is learned by the next tokencode.
 */
const HARDWARE = { near: 1, wide: 3 };
const SOFTWARE = { near: 1, wide: 70 };
const TOTP = { near: 1, wide: 10 };
const HOTP = { near: 3, wide: 100 };

/** The token file's windows may narrow the product's own and never widen them. */
function halfWidths(token: WindowToken): { near: number; wide: number } {
  const own = token.algorithm !== 'securid-aes128' ? TOTP : token.pinStyle === 'pinpad' ? SOFTWARE : HARDWARE;
  const { small, medium, large } = token.windows ?? {};
  const intervals = (seconds: number | undefined) =>
    seconds === undefined ? Number.POSITIVE_INFINITY : Math.floor(seconds / token.interval);
  const wide = Math.min(own.wide, intervals(medium), intervals(large));
  return { near: Math.min(own.near, intervals(small), wide), wide };
}

/** `now` in Unix milliseconds. */
export function windowsOf(token: WindowToken, now: number): Windows {
  if (token.algorithm === 'hotp-sha1') {
    const next = token.lastInterval + 1;
    return { centre: next, near: [next, token.lastInterval + HOTP.near], wide: [next, token.lastInterval + HOTP.wide] };
  }
  const { near, wide } = halfWidths(token);
  const centre = intervalAt(now / 1000, token.interval) + token.offset;
  const around = (half: number) => [Math.max(0, centre - half), centre + half] as const;
  return { centre, near: around(near), wide: around(wide) };
}
