/**
 * Why a single token of a token file can't be used, said as what is wrong with it: `pack` leaves it out and goes on, `passcode`
 * stops.
 */
import type { Definitions } from './definition.ts';

export const TOKEN_FILES = {
  'token.line': { status: 400, means: 'a line of a CSV token file that is broken, or has more cells than columns' },
  'token.duplicate': { status: 400, means: 'a second token with the same serial' },
  'token.mac': { status: 400, means: "its MAC is wrong: the token's entry is damaged or was changed" },
  'token.encryption': { status: 400, means: 'it is encrypted in a way that is not read here' },
  'token.usage': {
    status: 400,
    means: 'its policy does not allow one-time passwords, or holds a rule that is not kept here',
  },
  'token.algorithm': {
    status: 400,
    means: 'not a kind of token that is read, or (CSV) nothing says which: --token-type does',
  },
  'token.hash': {
    status: 400,
    means: 'nothing says its hash, and its seed is as long as that of another than SHA-1: say which with --token-hash',
  },
  'token.secret_format': {
    status: 400,
    means: 'a secret that could be hex or base32: say which with --token-secret-format',
  },
  'token.pin_style': { status: 400, means: 'it uses its PIN in a way that is not supported' },
  'token.serial': {
    status: 400,
    means: 'its serial is not 1 to 64 printable characters (SecurID: 1 to 12 digits)',
  },
  'token.seed': {
    status: 400,
    means: 'its seed is missing or has the wrong length (SecurID: 16 bytes, OATH: 10 to 64)',
  },
  'token.digits': { status: 400, means: 'its number of digits is missing or not one of 6 and 8 (OATH: 6 to 8)' },
  'token.interval': { status: 400, means: 'its interval is missing or neither 30 nor 60 seconds' },
  'token.counter': { status: 400, means: 'its counter is missing or not a whole number' },
  'token.clock_offset': { status: 400, means: 'its clock drift is out of bounds' },
  'token.starts_at': { status: 400, means: 'its start date is not a date' },
  'token.expires_at': { status: 400, means: 'its expiry date is not a date' },
  'token.nickname': { status: 400, means: "its nickname can't be used" },
  'token.user_login': { status: 400, means: "its userLogin can't be used" },
  'token.unknown': { status: 400, means: "it has a field that tokens don't have" },
} as const satisfies Definitions;
