/**
 * A9: a temporary code for a lost token. It replaces the tokencode of one passcode, never the PIN: the user types PIN and code, one after the
 * other, whatever the style of the token (a lost PINPad has no keys to add them). Only a keyed hash of it is kept:
 * HMAC-SHA-256(pepper, serial, 0, "temporary-code", 0, code).
 */
import { createHmac, createSecretKey, randomInt, timingSafeEqual } from 'node:crypto';
import type { TemporaryCode, Token } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { pinMatcher } from './pin.ts';

/** Digits, which can be read out and typed on any keyboard. docs/security.md has the arithmetic of their number. */
export const CODE_DIGITS = 8;

export const newTemporaryCode = (): string =>
  randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0');

type Ring = Pick<KeyRing, 'keys'>;
type Numbered = Pick<Token, 'serial'>;

function mac(key: Buffer, { serial }: Numbered, code: string): Buffer {
  return createHmac('sha256', createSecretKey(key)).update(`${serial}\0temporary-code\0${code}`).digest();
}

/** The keyed hash to store: "<key id>$<base64url>". */
export const temporaryCodeHash = ({ current, keys }: KeyRing, token: Numbered, code: string): string =>
  `${current}$${mac(keys[current]!, token, code).toString('base64url')}`;

const keyIdOf = (hash: string): string => hash.slice(0, hash.lastIndexOf('$'));
/** The id of the key that a token's code was hashed with: a ring without it is too old to judge by. */
export const temporaryCodeKeyId = ({ temporaryCode }: Pick<Token, 'temporaryCode'>): string | undefined =>
  temporaryCode && keyIdOf(temporaryCode.hash);

function isCode({ keys }: Ring, token: Numbered, stored: string, code: string): boolean {
  const key = keys[keyIdOf(stored)];
  if (!key)
    throw new LandfallError('keys.unknown', { detail: 'A temporary code was hashed with a key that the ring lacks.' });
  const wanted = Buffer.from(stored.slice(stored.lastIndexOf('$') + 1), 'base64url');
  const found = mac(key, token, code);
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}

/**
 * Whether a passcode is the token's PIN and then the code. The same two comparisons are made for every token, with a code or without
 * (F1). @throws LandfallError keys.unknown
 */
export function isTemporaryPasscode(
  { token, passcode, pinRing }: { readonly token: Token; readonly passcode: string; readonly pinRing: KeyRing },
  given: TemporaryCode | undefined,
): boolean {
  const typed = passcode.replace(/\s/gu, '');
  const none = `${pinRing.current}$`;
  const codeRight = isCode(pinRing, token, given?.hash ?? none, typed.slice(-CODE_DIGITS));
  const pinRight = pinMatcher(pinRing, token, token.pinHash ?? none)(typed.slice(0, -CODE_DIGITS));
  return given !== undefined && codeRight && pinRight;
}
