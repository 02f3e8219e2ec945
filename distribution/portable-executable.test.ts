import { signatureOf, withoutSignature } from './portable-executable.ts';

/** A 64-bit program of headers alone, with a signature of so many bytes at its end. */
function program(signature: number, magic = 0x20b): Buffer {
  const file = Buffer.alloc(0x200 + signature, 1);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(0x80, 0x3c);
  file.write('PE\0\0', 0x80, 'latin1');
  const optional = 0x80 + 24;
  file.writeUInt16LE(magic, optional);
  file.writeUInt32LE(77, optional + 64);
  file.writeUInt32LE(signature === 0 ? 0 : 0x200, optional + 112 + 32);
  file.writeUInt32LE(signature, optional + 112 + 36);
  return file;
}

test('a signature is taken out, with the entry that names it and the checksum', () => {
  const signed = program(64);
  expect(signatureOf(signed)).toEqual({ at: 0x200, bytes: 64 });
  const unsigned = withoutSignature(signed);
  expect(unsigned).toHaveLength(0x200);
  expect(signatureOf(unsigned)).toEqual({ at: 0, bytes: 0 });
  expect(unsigned.readUInt32LE(0x80 + 24 + 64)).toBe(0);
  expect(signed).toEqual(program(64));
});

test('a program without a signature stays as it is', () => {
  expect(withoutSignature(program(0))).toEqual(program(0));
});

test('what is no 64-bit program, or has something behind its signature, is refused', () => {
  expect(() => withoutSignature(Buffer.alloc(0x200))).toThrow('no Windows program');
  expect(() => withoutSignature(program(8, 0x10b))).toThrow('no 64-bit');
  expect(() => withoutSignature(Buffer.concat([program(8), Buffer.alloc(1)]))).toThrow('not at its end');
});
