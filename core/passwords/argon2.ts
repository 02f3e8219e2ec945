/**
 * The one file that names Node's argon2 (Node 24.7 and newer). The command line as a single file, which runs on older versions too,
 * has another one in its place (distribution/argon2.ts).
 */
import { type Argon2Parameters, argon2 } from 'node:crypto';
import { promisify } from 'node:util';

/** One run of argon2id (RFC 9106, version 0x13), off the event loop. */
export const runArgon2id = async (parameters: Argon2Parameters): Promise<Uint8Array> =>
  await promisify(argon2)('argon2id', parameters);
