/**
 * The name of one write. A request whose answer is lost is sent again, and meets what its first attempt did: by this name the write is known
 * again, by the service or by reading what is there.
 */
import { randomBytes } from 'node:crypto';

class Writer {
  /** 12 characters, drawn at random. */
  readonly #name = randomBytes(9).toString('base64url');
  get name(): string {
    return this.#name;
  }
}

/** Made here alone, so that a write that asks for one can't go out without. */
export type { Writer };
export const newWriter = (): Writer => new Writer();
