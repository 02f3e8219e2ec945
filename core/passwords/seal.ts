/**
 * Whom the hashes of a user's password and answers are bound to. At first that was the user key. A user ID can change, and no hash can
 * be made anew without the text: so a user has a random id, which stays, and the keyed hashes are over that id (H2). The id alone would
 * be worth nothing against a writer of the table, who copies it together with the hashes. So it is kept under an HMAC with the key by
 * which the user is found (K1): copied to another user it fits nothing, and only what holds the peppers can rename.
 * Stored form: `<key id>$<first 16 bytes of the HMAC-SHA-256, base64url>$<id>`. Users of releases before have none: their id is the
 * user key, which becomes the id of the first seal when they are renamed.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Sealed } from '#core/directory/model.ts';
import { LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';

const SEAL = /^([\w.-]{1,64})\$([\w-]{22})\$(.+)$/su;
const MAC_BYTES = 16;

/** JSON, so that no two pairs of key and id make the same text. */
const macOf = (pepper: Buffer, key: string, id: string): Buffer =>
  createHmac('sha256', pepper)
    .update(JSON.stringify(['seal', key, id]))
    .digest()
    .subarray(0, MAC_BYTES);

function sealed(id: string, key: string, { current, keys }: KeyRing): string {
  return `${current}$${macOf(keys[current]!, key, id).toString('base64url')}$${id}`;
}

/** For a new user: a random id of 128 bits under the ring's current key. @param key core/text.ts userKey */
export const newSealId = (key: string, ring: KeyRing): string =>
  sealed(randomBytes(16).toString('base64url'), key, ring);

/** The id of the key that a seal was made with: a ring without it is too old to read it. */
export const sealKeyId = (sealId: string | undefined): string | undefined => SEAL.exec(sealId ?? '')?.[1];

/** Whom the hashes of this user are bound to; undefined where the seal is another user's, or of a key that the ring does not hold. */
export function ownerOf({ key, sealId }: Sealed, ring: KeyRing): string | undefined {
  if (sealId === undefined) return key;
  const [, kid = '', mac = '', id = ''] = SEAL.exec(sealId) ?? [];
  const pepper = Object.hasOwn(ring.keys, kid) ? ring.keys[kid]! : undefined;
  if (!pepper) return undefined;
  return timingSafeEqual(macOf(pepper, key, id), Buffer.from(mac, 'base64url')) ? id : undefined;
}

/** As ownerOf, for what is about to be written. @throws LandfallError stored.damaged where no hash of this user could verify */
export function requireOwner(sealed: Sealed, ring: KeyRing): string {
  const owner = ownerOf(sealed, ring);
  if (owner === undefined) throw new LandfallError('stored.damaged', { facts: { item: 'USER', field: 'sealId' } });
  return owner;
}

/** The same id for another user key: what a rename sets. @throws LandfallError stored.damaged: a seal that is not this user's is not passed on */
export const resealed = (user: Sealed, to: string, ring: KeyRing): string => sealed(requireOwner(user, ring), to, ring);
