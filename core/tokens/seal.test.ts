import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { openSeed, sealSeed } from './seal.ts';

const key = randomBytes(32);
const serial = '000123456789';
const seed = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const unreadable = expect.objectContaining({ code: 'seed.unreadable', expose: false });

test('a sealed seed is opened again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.string({ maxLength: 64 }), (bytes, of) => {
      expect(openSeed(key, of, sealSeed(key, of, bytes))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('the box is nonce, ciphertext and tag, and never the same twice', () => {
  const box = sealSeed(key, serial, seed);
  expect(box).toHaveLength(12 + 16 + 16);
  expect(Buffer.from(box).includes(seed)).toBe(false);
  expect(Buffer.from(sealSeed(key, serial, seed))).not.toEqual(Buffer.from(box));
});

test('a seed is not opened with another serial, another key or one changed bit', () => {
  const box = sealSeed(key, serial, seed);
  expect(() => openSeed(key, '000123456780', box)).toThrow(unreadable);
  expect(() => openSeed(randomBytes(32), serial, box)).toThrow(unreadable);
  for (let at = 0; at < box.length; at += 1) {
    const changed = Buffer.from(box);
    changed[at]! ^= 1;
    expect(() => openSeed(key, serial, changed)).toThrow(unreadable);
  }
});

test.each([0, 5, 12, 27])('a box of %i bytes is refused as cut short', (length) => {
  expect(() => openSeed(key, serial, sealSeed(key, serial, seed).subarray(0, length))).toThrow(unreadable);
});

test('the refusal says no more than that, and keeps its cause for the log', () => {
  try {
    openSeed(key, serial, Buffer.alloc(44));
    throw new Error('opened');
  } catch (error) {
    expect(error).toMatchObject({
      message: 'A token seed could not be decrypted.',
      cause: expect.objectContaining({ stack: expect.any(String) }),
      facts: {},
    });
  }
});
