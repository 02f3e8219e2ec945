/**
 * SecurID tokencodes (128-bit AES, time-based). A token's interval index is Unix time divided by its interval; four
 * consecutive intervals share one AES chain. Three of its five links change once a day and the fourth once an hour, so a
 * window of 141 intervals takes a dozen keys.
 */
import { createCipheriv, createSecretKey } from 'node:crypto';

export type SecurIdKey = {
  /** 16 bytes. */
  readonly seed: Uint8Array;
  /** Up to 12 decimal digits; shorter ones are padded with zeros on the left. */
  readonly serial: string;
  /** 6 or 8. */
  readonly digits: number;
  /** Seconds: 30 or 60. */
  readonly interval: number;
};

/** A code and the interval (HOTP: the counter) that it belongs to. */
export type Candidate = { readonly interval: number; readonly code: string };

const CODES_PER_CHAIN = 4;
const HOUR_SECONDS = 3600;

/** AES-128-ECB of whole blocks without padding. A KeyObject: Node takes raw key bytes five times slower. */
export function encryptBlocks(key: Uint8Array, blocks: Uint8Array): Buffer {
  return createCipheriv('aes-128-ecb', createSecretKey(key), null).setAutoPadding(false).update(blocks);
}

const packed = (value: number): number => (Math.floor(value / 10) << 4) | (value % 10);

/** Year (2 bytes), month, day, hour, minute, 00, 00 as packed decimal digits, UTC. */
function timeBytes(unixSeconds: number): Buffer {
  const at = new Date(unixSeconds * 1000);
  const year = at.getUTCFullYear();
  const date = [Math.floor(year / 100), year % 100, at.getUTCMonth() + 1, at.getUTCDate()];
  return Buffer.from([...date, at.getUTCHours(), at.getUTCMinutes(), 0, 0].map(packed));
}

/** The first `length` bytes of the time, filled to 8 with 0xAA; serial digits 5 to 12; 0xBB. */
function block(time: Buffer, length: number, serial: Buffer): Buffer {
  const bytes = Buffer.alloc(16, 0xaa);
  time.copy(bytes, 0, 0, length);
  serial.copy(bytes, 8);
  return bytes.fill(0xbb, 12);
}

/** The chain's link after the first `length` bytes of the time; 8 gives the codes. */
function link(key: Uint8Array, unixSeconds: number, length: number, serial: Buffer): Buffer {
  return encryptBlocks(key, block(timeBytes(unixSeconds), length, serial));
}

/** The interval index at a time. */
export function intervalAt(unixSeconds: number, interval: number): number {
  return Math.floor(unixSeconds / interval);
}

/** The codes of some consecutive chains of one hour, 16 bytes each: the hour's link encrypts them all at once. */
function chainsOfHour(hourLink: Buffer, from: number, to: number, interval: number, serial: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let group = from; group <= to; group += 1)
    blocks.push(block(timeBytes(group * CODES_PER_CHAIN * interval), 8, serial));
  return encryptBlocks(hourLink, Buffer.concat(blocks));
}

/** Every tokencode from interval `first` to `last`, both included, in order. */
export function tokencodes(key: SecurIdKey, first: number, last: number): Candidate[] {
  const serial = Buffer.from(key.serial.padStart(12, '0').slice(4), 'hex');
  const perHour = HOUR_SECONDS / key.interval;
  const found: Candidate[] = [];
  let day = -1;
  let dayLink: Uint8Array = key.seed;
  for (let hour = Math.floor(first / perHour); hour * perHour <= last; hour += 1) {
    const at = hour * HOUR_SECONDS;
    if (Math.floor(hour / 24) !== day) {
      day = Math.floor(hour / 24);
      dayLink = [2, 3, 4].reduce<Uint8Array>((k, length) => link(k, at, length, serial), key.seed);
    }
    const from = Math.max(first, hour * perHour);
    const to = Math.min(last, (hour + 1) * perHour - 1);
    const group = Math.floor(from / CODES_PER_CHAIN);
    const chains = chainsOfHour(
      link(dayLink, at, 5, serial),
      group,
      Math.floor(to / CODES_PER_CHAIN),
      key.interval,
      serial,
    );
    for (let interval = from; interval <= to; interval += 1) {
      const code = String(chains.readUInt32BE(4 * (interval - group * CODES_PER_CHAIN)) % 10 ** key.digits);
      found.push({ interval, code: code.padStart(key.digits, '0') });
    }
  }
  return found;
}

/** The tokencode that the token shows at a time (Unix seconds, UTC). @internal for tests and the bench */
export function tokencode(key: SecurIdKey, unixSeconds: number): string {
  const interval = intervalAt(unixSeconds, key.interval);
  return tokencodes(key, interval, interval)[0]!.code;
}
