/**
 * argon2id in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, base64 without padding (RFC 9106).
 */
import { randomBytes } from 'node:crypto';
import { LandfallError } from '#core/errors.ts';
import { runArgon2id } from './argon2.ts';

/** Memory in KiB, passes, lanes. */
export type Cost = { readonly m: number; readonly t: number; readonly p: number };
export type Phc = { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer };

/** H1: what every new hash costs. */
export const STANDARD_COST: Cost = { m: 19_456, t: 2, p: 1 };
export const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** H1: an import may not bring hashes that are cheap to guess, nor ones that are expensive to verify. */
const BOUNDS = { m: [19_456, 65_536], t: [2, 4], p: [1, 1], salt: [16, 64], tag: [32, 64] } as const;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{1,128})\$([A-Za-z0-9+/]{1,128})$/u;

export const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/u, '');
export const sameCost = (a: Cost, b: Cost): boolean => a.m === b.m && a.t === b.t && a.p === b.p;

/** One argon2id run (RFC 9106, version 0x13), off the event loop. The text is NFC normalised here (P2), never cut. */
export async function argon2id(text: string, salt: Uint8Array, cost: Cost, tagLength = TAG_BYTES): Promise<Buffer> {
  const parameters = {
    message: Buffer.from(text.normalize('NFC'), 'utf8'),
    nonce: salt,
    memory: cost.m,
    passes: cost.t,
    parallelism: cost.p,
    tagLength,
  };
  return Buffer.from(await runArgon2id(parameters));
}

/** The PHC string of these parts. */
export function formatPhc({ cost, salt, tag }: Phc): string {
  return `$argon2id$v=19$m=${cost.m},t=${cost.t},p=${cost.p}$${encode(salt)}$${encode(tag)}`;
}

/** Reads a PHC string within the bounds of H1. @throws LandfallError password.hash_unusable (never quotes the hash) */
export function parsePhc(text: string): Phc {
  const found = PHC.exec(text);
  if (!found) throw unusable('is not an argon2id PHC string of version 19');
  const cost = { m: Number(found[1]), t: Number(found[2]), p: Number(found[3]) };
  const salt = Buffer.from(found[4]!, 'base64');
  const tag = Buffer.from(found[5]!, 'base64');
  const out = outOfBounds(cost, salt.length, tag.length);
  if (out) throw unusable(`has ${out}`);
  const phc = { cost, salt, tag };
  // One spelling only: the keyed hash is taken over the string, and a second spelling would never verify.
  if (formatPhc(phc) !== text) throw unusable('is not written canonically');
  return phc;
}

/** What of these is outside H1's bounds, in words without its value; undefined where all are within. */
export function outOfBounds(cost: Cost, salt: number, tag: number): string | undefined {
  const values = { ...cost, salt, tag };
  for (const [name, [low, high]] of Object.entries(BOUNDS)) {
    const value = values[name as keyof typeof BOUNDS];
    if (value < low || value > high) return `${name} outside ${low} to ${high}`;
  }
  return undefined;
}

function unusable(why: string): LandfallError {
  return new LandfallError('password.hash_unusable', {
    detail: `The hash ${why}. Accepted: argon2id, m 19456 to 65536 KiB, t 2 to 4, p 1, salt of 16 to 64 bytes, tag of 32 to 64.`,
  });
}

/**
 * An argon2id PHC string of the standard cost: what leaves a source for an answer, instead of the answer.
 * @param salt a fresh random one where none is given
 */
export async function phcOf(text: string, salt: Buffer = randomBytes(SALT_BYTES)): Promise<string> {
  return formatPhc({ cost: STANDARD_COST, salt, tag: await argon2id(text, salt, STANDARD_COST) });
}
