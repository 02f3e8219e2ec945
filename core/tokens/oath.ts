/** OATH one-time passwords: HOTP (RFC 4226) and TOTP (RFC 6238). */
import { type HmacHash, hmacUnder } from './hmac.ts';
import type { Candidate } from './securid.ts';

export type OathHash = HmacHash;

export type OathKey = {
  readonly seed: Uint8Array;
  /** 6 to 8. */
  readonly digits: number;
  readonly hash: OathHash;
};

/** RFC 4226 section 5.3: HMAC of the counter, dynamically truncated. */
function codesUnder({ seed, digits, hash }: OathKey): (counter: number) => string {
  const hmac = hmacUnder(hash, seed);
  const message = Buffer.alloc(8);
  return (counter) => {
    message.writeBigUInt64BE(BigInt(counter));
    const mac = Buffer.from(hmac(message), 'hex');
    const offset = mac.at(-1)! & 0x0f;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
  };
}

/** The code of one counter. A TOTP code is the HOTP of its interval index. */
export function hotp(key: OathKey, counter: number): string {
  return codesUnder(key)(counter);
}

/** RFC 6238 section 4.2, T0 = 0. `interval` in seconds. @internal what a token shows, for tests */
export function totp(key: OathKey, interval: number, unixSeconds: number): string {
  return hotp(key, Math.floor(unixSeconds / interval));
}

/** Every code from counter (or interval) `first` to `last`, both included, in order. */
export function oathCodes(key: OathKey, first: number, last: number): Candidate[] {
  const codeOf = codesUnder(key);
  const found: Candidate[] = [];
  for (let interval = first; interval <= last; interval += 1) found.push({ interval, code: codeOf(interval) });
  return found;
}
