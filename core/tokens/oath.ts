/** OATH one-time passwords: HOTP (RFC 4226) and TOTP (RFC 6238). */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Candidate } from './securid.ts';

export type OathHash = 'sha1' | 'sha256' | 'sha512';

export type OathKey = {
  readonly seed: Uint8Array;
  /** 6 to 8. */
  readonly digits: number;
  readonly hash: OathHash;
};

/** RFC 4226 section 5.3: HMAC of the counter, dynamically truncated. A TOTP code is the HOTP of its interval index. */
export function hotp({ seed, digits, hash }: OathKey, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(hash, createSecretKey(seed)).update(message).digest();
  const offset = mac.at(-1)! & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** RFC 6238 section 4.2, T0 = 0. `interval` in seconds. */
export function totp(key: OathKey, interval: number, unixSeconds: number): string {
  return hotp(key, Math.floor(unixSeconds / interval));
}

/** Every code from counter (or interval) `first` to `last`, both included, in order. */
export function oathCodes(key: OathKey, first: number, last: number): Candidate[] {
  const found: Candidate[] = [];
  for (let interval = first; interval <= last; interval += 1) found.push({ interval, code: hotp(key, interval) });
  return found;
}
