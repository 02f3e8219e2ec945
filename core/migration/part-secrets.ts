/** What seals the secrets of a part's records, and what compares them with those that are here. */
import type { Sealer } from '#core/directory/items.ts';
import type { KeyRing } from '#core/keys.ts';
import { isSealOf, userSealer } from '#core/passwords/hash.ts';
import { pinHash, pinKeyId, pinMatcher } from '#core/tokens/pin.ts';
import { sealSeed } from '#core/tokens/seal.ts';
import type { OpenedSeeds } from './opened-seeds.ts';
import type { Secrets } from './policy/difference.ts';

type Context = Readonly<Record<string, string>>;
/** A fresh data key for the seeds of a part, in the clear and wrapped. */
export type SeedKey = { readonly key: Buffer; readonly wrapped: Uint8Array };

/** Seeds under one fresh data key a part; PINs and PHC strings under the current pepper. */
export const sealerOf = ({ key, wrapped }: SeedKey, context: Context, ring: KeyRing): Sealer => ({
  seed: (serial, seed) => ({ wrappedKey: wrapped, context, box: sealSeed(key, serial, seed) }),
  pin: (token, pin) => pinHash(ring, token, pin),
  ...userSealer(ring),
});

export const secretsOf =
  (ring: KeyRing) =>
  (seeds: OpenedSeeds): Secrets => ({
    samePhc: (stored, phc, use, user) => isSealOf(stored, phc, ring, { ...user, use }),
    // A hash under a key that the ring has lost is no hash that an export could bring again.
    samePin: (token, stored, pin) =>
      Object.hasOwn(ring.keys, pinKeyId(stored)!) && pinMatcher(ring, token, stored)(pin),
    sameSeed: (token, seed) => seeds.get(token) === seed,
  });
