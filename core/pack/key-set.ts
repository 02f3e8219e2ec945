import * as crypto from 'node:crypto';

/** Undefined in versions before 20.12. */
const { hash } = crypto as Partial<typeof crypto>;

/** SHA-256, in one call where there is one: a set is asked twice an entry. */
export const sha256Of = (key: string, atOnce: typeof hash | null = hash): Buffer =>
  atOnce ? atOnce('sha256', key, 'buffer') : crypto.createHash('sha256').update(key).digest();

/**
 * A set of user keys for directories of any size: 8 bytes of SHA-256 each in an open table at most half full, so some 16 to
 * 32 bytes a user where a Set of strings takes over 100. Of 10^8 users, two collide by chance once in 3,700 runs.
 */
export class KeySet {
  #table = new BigUint64Array(1024);
  #size = 0;

  /** @returns whether the key is new */
  add(key: string): boolean {
    // A digest of zero, once in 2^64 keys, would be taken for a free slot: its key would count as new each time.
    const digest = sha256Of(key).readBigUInt64LE(0);
    if (!this.#put(this.#table, digest)) return false;
    this.#size += 1;
    if (this.#size * 2 > this.#table.length) this.#grow();
    return true;
  }

  get size(): number {
    return this.#size;
  }

  #put(table: BigUint64Array, digest: bigint): boolean {
    const mask = table.length - 1;
    let slot = Number(digest & BigInt(mask));
    while (table[slot] !== 0n) {
      if (table[slot] === digest) return false;
      slot = (slot + 1) & mask;
    }
    table[slot] = digest;
    return true;
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#table.length * 2);
    for (const digest of this.#table) if (digest !== 0n) this.#put(larger, digest);
    this.#table = larger;
  }
}
