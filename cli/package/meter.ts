/**
 * How far the reading of a directory is. A file is read from its beginning to its end several times: looked through first, packed
 * last, and its size is known. Of a live directory the look counts the entries.
 */
import { stat } from 'node:fs/promises';
import type { Chunks } from '#core/text-stream.ts';

/** `reading`: tokens, assignments and answers, which are read before the directory. */
export type Step = 'reading' | 'looking' | 'packing';
/** `share`: 0 to 1 of the step; `all`: how many entries there are. Each is absent where it is not known. */
export type Reach = { readonly step: Step; readonly share?: number; readonly entries: number; readonly all?: number };

export class Meter {
  readonly #size: number | undefined;
  readonly #tell: (meter: Meter) => void;
  #step: Step = 'looking';
  #bytes = 0;
  #entries = 0;
  /** When all have been looked through. */
  #counted: number | undefined;

  /** @param size of the file in bytes; undefined of a live directory and of what has no end */
  constructor(size: number | undefined, tell: (meter: Meter) => void = () => undefined) {
    this.#size = size;
    this.#tell = tell;
  }

  /** The file, or the search, begins again. */
  begin(step: Step): void {
    // A look through CSV may end with the first row.
    const whole = this.#size === undefined ? this.#entries > 0 : this.#bytes >= this.#size;
    if (step === 'packing' && whole) this.#counted = this.#entries;
    this.#step = step;
    this.#bytes = 0;
    this.#entries = 0;
  }

  entry(): void {
    this.#entries += 1;
    this.#tell(this);
  }

  get reach(): Reach {
    const [done, all] = this.#size === undefined ? [this.#entries, this.#counted] : [this.#bytes, this.#size];
    const share = all === undefined || all === 0 ? {} : { share: Math.min(1, done / all) };
    const known = this.#counted === undefined ? {} : { all: this.#counted };
    return { step: this.#step, ...share, entries: this.#entries, ...known };
  }

  /** Counts what is read. */
  async *chunks(chunks: Chunks): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#bytes += chunk.length;
      yield chunk;
    }
  }
}

/** The size of a file in bytes, where it has one. What can't be read is said when it is read. */
export async function sizeOf(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}
