/**
 * Finds things by their keys, where there are millions of them: some 12 to 20 bytes each. The keys themselves are with the things; of
 * each the index has 32 bits of a hash and asks the owner whether it is the one.
 */
import { randomBytes } from 'node:crypto';
import { NumberList } from './number-list.ts';

const ABSENT = 0;

export class KeyIndex {
  readonly #isKeyOf: (key: string, number: number) => boolean;
  readonly #hashes = new NumberList();
  /** Number of a thing, plus one; 0 where there is none. */
  #slots = new Uint32Array(1024);
  /** Drawn anew, so that an input can not be written to make all its keys meet in one place. */
  readonly #seed = randomBytes(4).readUInt32LE(0);

  /** @param isKeyOf whether a thing, by its number, has a key */
  constructor(isKeyOf: (key: string, number: number) => boolean) {
    this.#isKeyOf = isKeyOf;
  }

  get size(): number {
    return this.#hashes.length;
  }

  /** The number of the thing with this key. */
  find(key: string): number | undefined {
    const hash = this.#hash(key);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; this.#slots[slot] !== ABSENT; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (this.#hashes.at(number) === hash && this.#isKeyOf(key, number)) return number;
    }
    return undefined;
  }

  /** Adds the next thing, whose key is new. @returns its number: 0, 1, 2, ... */
  add(key: string): number {
    if (this.#hashes.length * 1.5 >= this.#slots.length) this.#grow();
    const number = this.#hashes.push(this.#hash(key));
    this.#put(number);
    return number;
  }

  #put(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes.at(number) & mask;
    while (this.#slots[slot] !== ABSENT) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let number = 0; number < this.#hashes.length; number += 1) this.#put(number);
  }

  #hash(key: string): number {
    let hash = this.#seed;
    for (let at = 0; at < key.length; at += 1) {
      hash = Math.imul(hash ^ key.charCodeAt(at), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
    return (hash ^ (hash >>> 16)) >>> 0;
  }
}
