/**
 * A package holds random bytes: its data key, its nonces, the padding of its wrapped key. For one seed they have to be the same each time.
 * While `make` runs, Node's own functions draw theirs from the seed.
 */
import crypto, { type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Random = (below: number) => number;
type Encrypt = typeof crypto.publicEncrypt;
const HASH_BYTES = 32;

const drawn = (random: Random, length: number): Buffer => Buffer.from(Uint8Array.from({ length }, () => random(256)));

/** MGF1 with SHA-256 (RFC 8017, B.2.1). */
function mask(seed: Buffer, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, index) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    return crypto.createHash('sha256').update(seed).update(counter).digest();
  });
  return Buffer.concat(blocks).subarray(0, length);
}
const xor = (one: Buffer, other: Buffer): Buffer => Buffer.from(one.map((byte, index) => byte ^ other[index]!));

/** RSAES-OAEP with SHA-256 (RFC 8017, 7.1.1), its seed given. */
function oaep(key: KeyObject, message: Uint8Array, random: Random, encrypt: Encrypt): Buffer {
  const size = key.asymmetricKeyDetails!.modulusLength! / 8;
  const label = crypto.createHash('sha256').digest();
  const padding = Buffer.alloc(size - message.length - 2 * HASH_BYTES - 2);
  const block = Buffer.concat([label, padding, Buffer.from([1]), message]);
  const seed = drawn(random, HASH_BYTES);
  const maskedBlock = xor(block, mask(seed, block.length));
  const maskedSeed = xor(seed, mask(maskedBlock, HASH_BYTES));
  const encoded = Buffer.concat([Buffer.alloc(1), maskedSeed, maskedBlock]);
  return encrypt({ key, padding: crypto.constants.RSA_NO_PADDING }, encoded);
}

/** Not while another one runs in the same process. */
export async function withDrawnCrypto<T>(random: Random, make: () => Promise<T>): Promise<T> {
  const { randomBytes, publicEncrypt } = crypto;
  const set = (values: object): void => {
    Object.assign(crypto, values);
    syncBuiltinESMExports();
  };
  set({
    randomBytes: (length: number) => drawn(random, length),
    publicEncrypt: (options: { key: KeyObject }, message: Uint8Array) =>
      oaep(options.key, message, random, publicEncrypt),
  });
  try {
    return await make();
  } finally {
    set({ randomBytes, publicEncrypt });
  }
}
