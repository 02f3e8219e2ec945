/**
 * How passwords and answers are kept: a keyed hash over an argon2id PHC string (H2), so that neither a copy of the table
 * nor the key alone allows guessing; the HMAC is over whose it is (seal.ts), too, so that a hash copied to another user, or an
 * answer's to a password, fits nothing (K1). Stored form: `$bound$<key id>$<PHC without its tag>$<HMAC-SHA-256 of owner and PHC>`. Hashes of releases
 * before, `$keyed$…`, are over the PHC alone; they are good until their next use, which replaces them.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Sealer } from '#core/directory/items.ts';
import type { Sealed, User } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import {
  argon2id,
  type Cost,
  encode,
  formatPhc,
  outOfBounds,
  type Phc,
  parsePhc,
  phcOf,
  STANDARD_COST,
  sameCost,
} from './phc.ts';
import { newSealId, ownerOf, requireOwner, resealed, sealKeyId } from './seal.ts';

/** Whom a hash belongs to, and as what. */
export type HashOwner = Sealed & { readonly use: 'password' | 'answer' };
type OfUser = Pick<User, 'sealId'> | undefined;
/** @param key by which the user was found, never one that stands in the item @param user undefined for one that is not there */
export const passwordOf = (key: string, user: OfUser): HashOwner => ({ use: 'password', key, sealId: user?.sealId });
/** As passwordOf. */
export const answerOf = (key: string, user: OfUser): HashOwner => ({ use: 'answer', key, sealId: user?.sealId });

/** `$bound$kid$argon2id$v=19$m=..,t=..,p=..$salt$tag length$mac` */
const STORED =
  /^\$(keyed|bound)\$([\w.-]{1,64})\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{1,128})\$(\d{1,3})\$([A-Za-z0-9+/]{43})$/u;
const KID = /^[\w.-]{1,64}$/u;

type Stored = { bound: boolean; kid: string; cost: Cost; salt: Buffer; tagLength: number; mac: Buffer };

/** A PHC string holds no NUL: what stands before the last one is the owner. */
const macOf = (phc: string, key: Buffer, owner: string | undefined): Buffer =>
  createHmac('sha256', key)
    .update(owner === undefined ? phc : `${owner}\0${phc}`)
    .digest();

/**
 * Seals a PHC string under the ring's current key.
 * @throws LandfallError password.hash_unusable outside H1's bounds; keys.unusable where the key's id could not be read back
 */
export function sealPhc(phc: string, ring: KeyRing, owner: HashOwner): string {
  if (!KID.test(ring.current))
    throw new LandfallError('keys.unusable', {
      detail: 'A key id may hold up to 64 letters, digits, dots, hyphens and underscores.',
    });
  const { cost, salt, tag } = parsePhc(phc);
  const mac = macOf(phc, ring.keys[ring.current]!, `${owner.use} ${requireOwner(owner, ring)}`);
  return `$bound$${ring.current}$argon2id$v=19$m=${cost.m},t=${cost.t},p=${cost.p}$${encode(salt)}$${tag.length}$${encode(mac)}`;
}

/** What an import and a rename ask of a ring: see Sealer. */
export const userSealer = (ring: KeyRing): Pick<Sealer, 'phc' | 'sealId' | 'resealed'> => ({
  phc: (phc, use, user) => sealPhc(phc, ring, { ...user, use }),
  sealId: (key) => newSealId(key, ring),
  resealed: (user, to) => resealed(user, to, ring),
});

/**
 * Whether a stored hash is the seal of this very PHC string: two exports that bring one hash bring one text. A text that was hashed again,
 * with another salt, can't be told from another one.
 * @throws LandfallError password.hash_unusable where `phc` is outside H1's bounds
 */
export function isSealOf(stored: string, phc: string, ring: KeyRing, owner: HashOwner): boolean {
  const held = parseStored(stored);
  const key = held && Object.hasOwn(ring.keys, held.kid) ? ring.keys[held.kid] : undefined;
  const who = ownerOf(owner, ring);
  if (!held || !key || who === undefined) return false;
  parsePhc(phc);
  return timingSafeEqual(macOf(phc, key, held.bound ? `${owner.use} ${who}` : undefined), held.mac);
}

/** A new stored hash of a password (NFC normalised here) or of a comparable answer. */
export async function hashSecret(text: string, ring: KeyRing, owner: HashOwner): Promise<string> {
  return sealPhc(await phcOf(text), ring, owner);
}

function parseStored(stored: string | undefined): Stored | undefined {
  const found = stored === undefined ? null : STORED.exec(stored);
  if (!found) return undefined;
  const cost = { m: Number(found[3]), t: Number(found[4]), p: Number(found[5]) };
  const salt = Buffer.from(found[6]!, 'base64');
  const tagLength = Number(found[7]);
  // A hash that neither an import nor this file could have written is ignored: argon2 would refuse it, or take a gigabyte.
  if (outOfBounds(cost, salt.length, tagLength)) return undefined;
  const mac = Buffer.from(found[8]!, 'base64');
  return { bound: found[1] === 'bound', kid: found[2]!, cost, salt, tagLength, mac };
}

/** The id of the key that a stored hash was made with: a ring without it is too old to verify with. */
const hashKeyId = (stored: string | undefined): string | undefined => parseStored(stored)?.kid;

/** The ids of all keys that are needed to compare a text with these hashes of a user: those of the hashes, and the seal's. */
export const ownKeyIds = (user: OfUser, hashes: readonly (string | undefined)[]): (string | undefined)[] => [
  sealKeyId(user?.sealId),
  ...hashes.map(hashKeyId),
];

/** The same of a password and those before it, which a new one is compared with (P7). */
export const historyKeyIds = (user: Pick<User, 'password' | 'sealId'>): (string | undefined)[] =>
  ownKeyIds(user, user.password ? [user.password.hash, ...user.password.history] : []);

/**
 * Compares a text with what is stored. Exactly one argon2id runs whatever is stored, or nothing (H5): of the standard cost,
 * except for an imported hash of another cost, which is `stale` and replaced at the first logon (H4).
 * `stale`: right, but made with another cost, an older key or without its owner: hash again.
 */
export async function verifySecret(
  text: string,
  stored: string | undefined,
  ring: KeyRing,
  owner: HashOwner,
  derive: typeof argon2id = argon2id,
): Promise<{ ok: boolean; stale: boolean }> {
  const parsed = parseStored(stored);
  const key = parsed && Object.hasOwn(ring.keys, parsed.kid) ? ring.keys[parsed.kid] : undefined;
  const id = ownerOf(owner, ring);
  const real = parsed && key && id !== undefined ? { ...parsed, key } : undefined;
  const { bound, kid, cost, salt, tagLength, mac, key: macKey } = real ?? decoy(ring);
  const tag = await derive(text, salt, cost, tagLength);
  const phc: Phc = { cost, salt, tag };
  const same = timingSafeEqual(macOf(formatPhc(phc), macKey, bound ? `${owner.use} ${id}` : undefined), mac);
  const ok = same && real !== undefined;
  return { ok, stale: ok && (!bound || kid !== ring.current || !sameCost(cost, STANDARD_COST)) };
}

/** A hash of no user: it costs the same work as a real one, and no text verifies. */
function decoy(ring: KeyRing): Stored & { key: Buffer } {
  const key = ring.keys[ring.current]!;
  const shape = { bound: true, kid: ring.current, cost: STANDARD_COST, tagLength: 32 };
  return { ...shape, salt: randomBytes(16), mac: randomBytes(32), key };
}
