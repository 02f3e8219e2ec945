import { decodeText, utf8Bytes } from './text-stream.ts';

async function read(bytes: Buffer, chunk: number): Promise<string> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  let text = '';
  for await (const piece of decodeText(chunks())) text += piece;
  return text;
}
const TEXT = 'dn: cn=Öz\n𝒜';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

test.each([
  ['UTF-8', Buffer.from(TEXT)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${TEXT}`)],
  ['UTF-16, little end first', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
  ['UTF-16, big end first', swapped(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))],
])('%s is decoded in chunks of any size', async (_name, bytes) => {
  for (const size of [1, 2, 3, 5, 100]) expect(await read(bytes, size)).toBe(TEXT);
});

test('short files and half a byte order mark are decoded', async () => {
  expect(await read(Buffer.alloc(0), 1)).toBe('');
  expect(await read(Buffer.from('a'), 1)).toBe('a');
  expect(await read(Buffer.from([0xff]), 1)).toBe('\uFFFD');
  expect(await read(Buffer.from([0xff, 0x61]), 1)).toBe('\uFFFDa');
  expect(await read(Buffer.from([0xfe, 0x61]), 1)).toBe('\uFFFDa');
  expect(await read(Buffer.from([0x61, 0xff]), 1)).toBe('a\uFFFD');
  expect(await read(Buffer.from([0x61, 0xfe]), 1)).toBe('a\uFFFD');
});

test('a character that is cut off at the end becomes a replacement character', async () => {
  expect(await read(Buffer.from('Ö').subarray(0, 1), 1)).toBe('\uFFFD');
  expect(await read(Buffer.from('aÖ').subarray(0, 2), 1)).toBe('a\uFFFD');
  expect(await read(Buffer.from('abÖ').subarray(0, 3), 1)).toBe('ab\uFFFD');
});

test.each<[string, Buffer, string]>([
  ['UTF-8 as it is', Buffer.from('aü'), 'aü'],
  ['a byte order mark', Buffer.from('\uFEFFaü'), 'aü'],
  ['UTF-16', Buffer.from('\uFEFFaü', 'utf16le'), 'aü'],
  ['UTF-16 that is cut off', Buffer.from('\uFEFFaü', 'utf16le').subarray(0, 5), 'a\uFFFD'],
  ['an empty file', Buffer.alloc(0), ''],
  ['one byte', Buffer.from('a'), 'a'],
  ['a lone mark of UTF-16', Buffer.from([0xff, 0xfe]), ''],
])('bytes of UTF-8 out of %s', async (_, bytes, text) => {
  for (const size of [1, 2, 100]) {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of utf8Bytes(chunks())) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(text);
  }
});

test('bytes that are not UTF-8 stay for the reader', async () => {
  async function* chunks() {
    yield Buffer.from('M\xfcller', 'latin1');
  }
  for await (const piece of utf8Bytes(chunks())) expect(Buffer.from(piece).toString('latin1')).toBe('M\xfcller');
});
