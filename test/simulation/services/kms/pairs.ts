/** Key pairs and signatures that a seed alone decides, so that a run is the same each time. Of no use outside of tests. */
import * as crypto from 'node:crypto';

/** Bytes without end, decided by a text. */
function bytesOf(seed: string) {
  let block = 0;
  return (length: number): Buffer => {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32)
      blocks.push(crypto.createHash('sha256').update(`${seed} ${block++}`).digest());
    return Buffer.concat(blocks).subarray(0, length);
  };
}
const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const toBytes = (value: bigint, length: number): Buffer =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
const toBase64 = (value: bigint, length: number): string => toBytes(value, length).toString('base64url');

/** The inverse of a modulo m (extended Euclid). */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [m, a % m, 0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  return ((s0 % m) + m) % m;
}

const EXPONENT = 65_537n;
const RSA_BYTES = 256;

function primeOf(bytes: (length: number) => Buffer): bigint {
  const drawn = bytes(RSA_BYTES / 2);
  drawn[0]! |= 0xc0;
  drawn[drawn.length - 1]! |= 1;
  for (let candidate = toBigInt(drawn); ; candidate += 2n)
    if (candidate % EXPONENT !== 1n && crypto.checkPrimeSync(candidate)) return candidate;
}

/** 2048 bits, not the 4096 of the template: what the product makes of a key does not depend on it, and it is many times faster. */
export function rsaKey(seed: string): crypto.KeyObject {
  const bytes = bytesOf(`rsa ${seed}`);
  const [p, q] = [primeOf(bytes), primeOf(bytes)];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const half = RSA_BYTES / 2;
  const key = {
    kty: 'RSA',
    n: toBase64(p * q, RSA_BYTES),
    e: toBase64(EXPONENT, 3),
    d: toBase64(d, RSA_BYTES),
    p: toBase64(p, half),
    q: toBase64(q, half),
    dp: toBase64(d % (p - 1n), half),
    dq: toBase64(d % (q - 1n), half),
    qi: toBase64(inverse(q, p), half),
  };
  return crypto.createPrivateKey({ key, format: 'jwk' });
}

/** The order of P-256 (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const EC_BYTES = 32;

/** x and y of the point that a number makes of P-256's base point. */
function pointOf(number: bigint): { x: Buffer; y: Buffer } {
  const curve = crypto.createECDH('prime256v1');
  curve.setPrivateKey(toBytes(number, EC_BYTES));
  const point = curve.getPublicKey();
  return { x: point.subarray(1, EC_BYTES + 1), y: point.subarray(EC_BYTES + 1) };
}

export function ecKey(seed: string): crypto.KeyObject {
  const d = (toBigInt(bytesOf(`ec ${seed}`)(EC_BYTES)) % (ORDER - 1n)) + 1n;
  const { x, y } = pointOf(d);
  const key = {
    kty: 'EC',
    crv: 'P-256',
    d: toBase64(d, EC_BYTES),
    x: x.toString('base64url'),
    y: y.toString('base64url'),
  };
  return crypto.createPrivateKey({ key, format: 'jwk' });
}

function derInteger(value: bigint): Buffer {
  const bytes = toBytes(value, Math.ceil(value.toString(16).length / 2));
  const padded = bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
}

/** ECDSA on P-256 with SHA-256 (FIPS 186-5, 6.4), its secret number derived from key and message, as RFC 6979 has the idea. @returns DER */
export function ecSign(key: crypto.KeyObject, message: Buffer): Buffer {
  const d = toBigInt(Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url'));
  const e = toBigInt(crypto.createHash('sha256').update(message).digest());
  const k = (toBigInt(bytesOf(`k ${d} ${e}`)(EC_BYTES)) % (ORDER - 1n)) + 1n;
  const r = toBigInt(pointOf(k).x) % ORDER;
  const s = (inverse(k, ORDER) * (e + r * d)) % ORDER;
  const both = Buffer.concat([derInteger(r), derInteger(s)]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}
