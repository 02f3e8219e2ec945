/** A token's seed, decrypted for one comparison (T4). The caller keeps it no longer than that. */
import type { Token } from '#core/directory/model.ts';
import { openSeed as openBox } from '#core/tokens/seal.ts';
import { unwrapUnderSeedKey } from '../aws/keys.ts';

/** @throws LandfallError seed.unreadable where the item was put together from different tokens */
export async function openSeed({ serial, seed }: Pick<Token, 'serial' | 'seed'>): Promise<Uint8Array> {
  return openBox(await unwrapUnderSeedKey(seed.wrappedKey, seed.context), serial, seed.box);
}
