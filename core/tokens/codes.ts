/** The codes of any token, whatever its algorithm. */
import type { Token, TokenAlgorithm } from '../directory/model.ts';
import { type OathHash, oathCodes } from './oath.ts';
import { type Candidate, tokencodes } from './securid.ts';

/** What a code is computed from, besides the seed. */
export type CodeToken = Pick<Token, 'serial' | 'algorithm' | 'digits' | 'interval'>;

const OATH_HASH: Readonly<Record<Exclude<TokenAlgorithm, 'securid-aes128'>, OathHash>> = {
  'totp-sha1': 'sha1',
  'totp-sha256': 'sha256',
  'totp-sha512': 'sha512',
  'hotp-sha1': 'sha1',
};

/** The codes of the intervals (HOTP: counters) `first` to `last`, both included. */
export function codesBetween(token: CodeToken, seed: Uint8Array, first: number, last: number): Candidate[] {
  const { serial, digits, interval } = token;
  if (token.algorithm === 'securid-aes128') return tokencodes({ seed, serial, digits, interval }, first, last);
  return oathCodes({ seed, digits, hash: OATH_HASH[token.algorithm] }, first, last);
}

/** The code of one interval (HOTP: counter). */
export function codeOf(token: CodeToken, seed: Uint8Array, interval: number): string {
  return codesBetween(token, seed, interval, interval)[0]!.code;
}
