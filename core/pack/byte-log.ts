import { invalid } from '#core/errors.ts';

/** Short pieces of bytes, one behind the other, in blocks outside the heap: what is added is never moved. */
const BLOCK = 1024 * 1024;

export class ByteLog {
  readonly #blocks: Buffer[] = [];
  #used = BLOCK;
  readonly #maxBlocks: number;

  /** @param maxBlocks fewer than places can name (tests) */
  constructor(maxBlocks = 4096) {
    this.#maxBlocks = maxBlocks;
  }

  /** @param bytes at most 1 MiB @returns where they are, below 2^32 @throws LandfallError pack.too_large */
  add(bytes: Uint8Array): number {
    if (this.#used + bytes.length > BLOCK) {
      if (this.#blocks.length === this.#maxBlocks)
        throw invalid(
          'pack.too_large',
          'The token files and answers hold more than 4 GiB. Pack the source in parts: --base, --group or --users, each with its token files.',
        );
      this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK));
      this.#used = 0;
    }
    const at = this.#used;
    this.#blocks.at(-1)!.set(bytes, at);
    this.#used += bytes.length;
    return (this.#blocks.length - 1) * BLOCK + at;
  }

  /** The bytes from a place on, to the end of their block. They are not copied. */
  from(place: number): Buffer {
    return this.#blocks[Math.floor(place / BLOCK)]!.subarray(place % BLOCK);
  }
}
