/** Numbers that follow from a seed alone: an input is drawn again from its target's name and its seed. */
import { createHash } from 'node:crypto';

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    const bytes = createHash('sha256').update(seed).digest();
    this.#a = bytes.readInt32LE(0);
    this.#b = bytes.readInt32LE(4);
    this.#c = bytes.readInt32LE(8);
    this.#d = bytes.readInt32LE(12);
  }

  /** 32 bits (sfc32). */
  #next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** 0 to `count` - 1; 0 where there is nothing to choose from. */
  below(count: number): number {
    return count < 1 ? 0 : this.#next() % count;
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True once in `of`. */
  once(of: number): boolean {
    return this.below(of) === 0;
  }

  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }

  hex(count: number): string {
    return this.bytes(count).toString('hex');
  }

  /** `count` of what is made. */
  list<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Short lists often, long ones seldom. */
  few(most: number): number {
    return this.once(4) ? this.below(most + 1) : this.below(Math.min(most, 4) + 1);
  }
}
