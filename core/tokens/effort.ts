/**
 * What the comparison of a passcode with one token costs, counted while it is done, and made the same for every kind of token (F1): a
 * software token's window has twenty times the codes of a fob's, and a PIN is compared once or with each of them.
 */
import { createHash } from 'node:crypto';
import type { KeyRing } from '../keys.ts';
import { oathCodes } from './oath.ts';
import { pinHash, pinMatcher } from './pin.ts';
import { tokencodes } from './securid.ts';

export type Effort = { securid: number; oath: number; pins: number };
export const newEffort = (): Effort => ({ securid: 0, oath: 0, pins: 0 });

/** The most that any token takes: 141 codes of a software token with a PIN compared with each, 100 of an HOTP one, and the last one used. */
export const FULL_EFFORT: Readonly<Effort> = { securid: 142, oath: 101, pins: 142 };

const SEED = createHash('sha256').update('no token').digest().subarray(0, 16);
const NO_TOKEN = { serial: '000000000000', digits: 8, interval: 60, pinStyle: 'pinpad' } as const;

/** Does what is missing from FULL_EFFORT, with a token of no user; the result is not used. */
export function fillUp(effort: Effort, pinRing: KeyRing, now: number): void {
  const { securid, oath, pins } = FULL_EFFORT;
  const at = Math.floor(now / 60_000);
  if (effort.securid < securid) tokencodes({ ...NO_TOKEN, seed: SEED }, at, at + securid - effort.securid - 1);
  if (effort.oath < oath) oathCodes({ seed: SEED, digits: 6, hash: 'sha1' }, at, at + oath - effort.oath - 1);
  const matches = pinMatcher(pinRing, NO_TOKEN, pinHash(pinRing, NO_TOKEN, '1'));
  for (let pin = effort.pins; pin < pins; pin++) matches(String(10_000_000 + pin));
  Object.assign(effort, FULL_EFFORT);
}
