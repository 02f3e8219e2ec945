/**
 * PINs. Only a keyed hash of a PIN is kept: HMAC-SHA-256(pepper, serial, 0, PIN). A PINPad-style PIN is zero-padded to the
 * token's digits first, because the device adds it digit by digit and so 1234 and 01234 give the same passcode.
 */
import { timingSafeEqual } from 'node:crypto';
import type { PinStyle, Token } from '../directory/model.ts';
import { invalid, LandfallError } from '../errors.ts';
import type { KeyRing } from '../keys.ts';
import { hmacUnder } from './hmac.ts';

export type PinToken = Pick<Token, 'serial' | 'digits' | 'pinStyle'>;
/** settings.tokenPolicy has these; lengths in characters. */
export type PinLimits = { readonly pinMinLength: number; readonly pinMaxLength: number };

const ZERO = 48;

function digitwise(code: string, pin: string, sign: 1 | -1): string {
  const padded = pin.padStart(code.length, '0');
  let sum = '';
  for (let i = 0; i < code.length; i += 1)
    sum += (code.charCodeAt(i) - ZERO + sign * (padded.charCodeAt(i) - ZERO) + 10) % 10;
  return sum;
}

/** What a PINPad-style device shows: the PIN under the tokencode, right-aligned, added digit by digit without carry. */
export function addPin(tokencode: string, pin: string): string {
  return digitwise(tokencode, pin, 1);
}

/** The PIN, padded to the code's length, that would turn this tokencode into this passcode (both of the same length). */
export function subtractTokencode(passcode: string, tokencode: string): string {
  return digitwise(passcode, tokencode, -1);
}

/** Says of one PIN after another what its keyed hash is. */
function macUnder(key: Uint8Array, { serial, digits, pinStyle }: PinToken): (pin: string) => Buffer {
  const mac = hmacUnder('sha256', key);
  return (pin) => Buffer.from(mac(`${serial}\0${pinStyle === 'pinpad' ? pin.padStart(digits, '0') : pin}`), 'hex');
}

/** The keyed hash to store: "<key id>$<base64url>". Check the PIN with checkPin first. */
export function pinHash(ring: KeyRing, token: PinToken, pin: string): string {
  return `${ring.current}$${macUnder(ring.keys[ring.current]!, token)(pin).toString('base64url')}`;
}

function halves(stored: string): { readonly kid: string; readonly hash: string } {
  const cut = stored.lastIndexOf('$');
  return { kid: stored.slice(0, cut), hash: stored.slice(cut + 1) };
}

/** The id of the key that a stored PIN was hashed with: a ring without it is too old to judge by. */
export const pinKeyId = (stored: string | undefined): string | undefined => stored && halves(stored).kid;

/** The same of a token's PIN and those before it, which a new one is compared with. */
export const pinKeyIds = ({ pinHash: present, formerPins = [] }: Pick<Token, 'pinHash' | 'formerPins'>) =>
  [present, ...formerPins].map(pinKeyId);

/**
 * Says of one PIN after another whether it is the one behind a stored hash; constant time each. A PINPad difference of
 * zero is no PIN (else the bare tokencode would be a passcode).
 * @throws LandfallError keys.unknown where the ring has lost the key: not a wrong passcode of the user, so it must not count as one
 */
export function pinMatcher(ring: KeyRing, token: PinToken, stored: string): (pin: string) => boolean {
  const { kid, hash } = halves(stored);
  const raw = ring.keys[kid];
  if (!raw) throw new LandfallError('keys.unknown', { detail: 'A PIN was hashed with a key that the ring lacks.' });
  const mac = macUnder(raw, token);
  const wanted = Buffer.from(hash, 'base64url');
  return (pin) => {
    if (token.pinStyle === 'pinpad' && /^0*$/u.test(pin)) return false;
    const found = mac(pin);
    return found.length === wanted.length && timingSafeEqual(found, wanted);
  };
}

/** The lengths that fit a token of this style: a PINPad-style PIN stands under the tokencode. */
export function pinLengths(limits: PinLimits, style: PinStyle, digits: number): { min: number; max: number } {
  const max = style === 'pinpad' ? Math.min(limits.pinMaxLength, digits) : limits.pinMaxLength;
  return { min: Math.min(limits.pinMinLength, max), max };
}

/**
 * Whether a PIN can be one of a token of this style and tokencode length: what is asked of a PIN that came from the source.
 * A new one must pass the policy too: core/tokens/pin-policy.ts.
 * @throws LandfallError pin.not_used, pin.characters, pin.length (facts min, max) or pin.zero
 */
export function checkPin(limits: PinLimits, style: PinStyle, digits: number, pin: string): void {
  if (style === 'none') throw invalid('pin.not_used', 'This token is used without a PIN.');
  const { min, max } = pinLengths(limits, style, digits);
  if (style === 'pinpad' && !/^\d*$/u.test(pin)) throw invalid('pin.characters', 'Choose a PIN of digits only.');
  if (!/^[\x21-\x7e]*$/u.test(pin))
    throw invalid('pin.characters', 'Choose a PIN of letters and digits, without spaces or accents.');
  if (pin.length < min || pin.length > max)
    throw invalid('pin.length', `Choose a PIN of ${min} to ${max} characters.`, { min, max });
  if (style === 'pinpad' && /^0+$/u.test(pin)) throw invalid('pin.zero', 'Choose a PIN that is not all zeros.');
}
