/**
 * A seed under a data key (T4): AES-256-GCM with the serial as associated data, so that a box moved to another token's
 * item does not open. The box: nonce (12 bytes), ciphertext, tag (16 bytes).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LandfallError } from '../errors.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a seed under a 32-byte key. A fresh random nonce each time: one data key serves one part (1,000 seeds). */
export function sealSeed(key: Uint8Array, serial: string, seed: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(serial, 'utf8'));
  return Buffer.concat([nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
}

/** @throws LandfallError seed.unreadable where key, serial or box do not belong together */
export function openSeed(key: Uint8Array, serial: string, box: Uint8Array): Buffer {
  try {
    const nonce = box.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(serial, 'utf8'))
      .setAuthTag(box.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new LandfallError('seed.unreadable', { cause, detail: 'A token seed could not be decrypted.' });
  }
}
