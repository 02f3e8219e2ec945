import { argon2Sync } from 'node:crypto';
import fc from 'fast-check';
import { inWebAssembly, runArgon2id } from './argon2.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const hex = (tag: Uint8Array) => Buffer.from(tag).toString('hex');

/** Of the reference implementation (P-H-C/phc-winner-argon2, src/test.c, version 0x13), whose costs are small. */
test.each([
  [256, 2, 1, 'password', 'somesalt', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [256, 2, 2, 'password', 'somesalt', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
])('the reference implementation’s tag of m=%i, t=%i, p=%i', async (memory, passes, parallelism, text, salt, tag) => {
  const parameters = { message: bytes(text), nonce: bytes(salt), memory, passes, parallelism, tagLength: 32 };
  expect(hex(await inWebAssembly(parameters))).toBe(tag);
});

test('WebAssembly and Node make the same tag of any text (but the empty one), salt and cost', async () => {
  const parameters = fc.record({
    message: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    nonce: fc.uint8Array({ minLength: 8, maxLength: 64 }),
    memory: fc.integer({ min: 32, max: 512 }),
    passes: fc.integer({ min: 1, max: 4 }),
    parallelism: fc.integer({ min: 1, max: 4 }),
    tagLength: fc.integer({ min: 4, max: 64 }),
  });
  await fc.assert(
    fc.asyncProperty(parameters, async (given) => {
      const native = hex(argon2Sync('argon2id', given));
      expect(hex(await inWebAssembly(given))).toBe(native);
      expect(hex(await runArgon2id(given))).toBe(native);
    }),
    { numRuns: 60 },
  );
});
