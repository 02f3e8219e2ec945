/** A list of whole numbers below 2^32 that grows: 4 bytes each, where an array of many millions takes a second one beside it while it grows. */
export class NumberList {
  #numbers = new Uint32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @returns its index */
  push(number: number): number {
    if (this.#length === this.#numbers.length) {
      const larger = new Uint32Array(this.#length + Math.min(this.#length, 1_000_000));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = number;
    return this.#length++;
  }

  at(index: number): number {
    return this.#numbers[index]!;
  }

  set(index: number, number: number): void {
    this.#numbers[index] = number;
  }
}
