/** A software token: what the device of a user shows. */
import type { PinStyle } from '#core/directory/model.ts';
import { invalid } from '../errors.ts';
import { type CodeToken, codeOf } from './codes.ts';
import { addPin, checkPin } from './pin.ts';
import { intervalAt } from './securid.ts';

/** `counter`: of an HOTP token, the next one. */
export type DeviceToken = CodeToken & { readonly pinStyle: PinStyle; readonly counter?: number | undefined };

const ANY_PIN = { pinMinLength: 4, pinMaxLength: 8 };

/** The interval at a time (Unix seconds); of an HOTP token the next counter, which no clock moves. */
export function deviceInterval(token: DeviceToken, unixSeconds: number): number {
  return token.algorithm === 'hotp-sha1' ? (token.counter ?? 0) : intervalAt(unixSeconds, token.interval);
}

/**
 * The passcode that a user enters: the tokencode alone without a PIN, the PIN typed before it, or added to it (PINPad).
 * `seed`: raw bytes. A PINPad PIN of zeros adds nothing.
 * @throws LandfallError pin.* where the PIN does not fit the token
 */
export function devicePasscode(token: DeviceToken, seed: Uint8Array, interval: number, pin?: string): string {
  if (interval < 0) throw invalid('passcode.time', 'Give a time from 1970 on, in Unix seconds.');
  const code = codeOf(token, seed, interval);
  if (!pin || (token.pinStyle === 'pinpad' && /^0+$/u.test(pin))) return code;
  checkPin(ANY_PIN, token.pinStyle, token.digits, pin);
  return token.pinStyle === 'fob' ? pin + code : addPin(code, pin);
}
