/**
 * Stands in the place of core/passwords/argon2.ts in the command line as a single file: a source host may have a Node without argon2
 * (it came with 24.7), and `landfall pack` hashes answers there. The same function then runs in WebAssembly, some four times slower.
 */
import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { argon2id } from 'hash-wasm';

/** Undefined in versions before 24.7. */
const { argon2 } = crypto as Partial<typeof crypto>;

/** @param parameters without a secret and without associated data, which nothing here uses. @throws Error where the message is empty: no answer is */
export async function inWebAssembly(parameters: crypto.Argon2Parameters): Promise<Uint8Array> {
  const { message, nonce, memory, passes, parallelism, tagLength } = parameters;
  return await argon2id({
    password: message as Uint8Array,
    salt: nonce as Uint8Array,
    iterations: passes,
    parallelism,
    memorySize: memory,
    hashLength: tagLength,
    outputType: 'binary',
  });
}

export const runArgon2id = async (parameters: crypto.Argon2Parameters): Promise<Uint8Array> =>
  argon2 === undefined ? await inWebAssembly(parameters) : await promisify(argon2)('argon2id', parameters);
