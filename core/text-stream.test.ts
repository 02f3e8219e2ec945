import { Readable } from 'node:stream';
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

describe("a stream of Node's whose reader ends early", () => {
  const rows = Array.from({ length: 5 }, (_, index) => Buffer.from(`a${index}\n`));
  /** What listeners of the stream are told, and whether it is closed. */
  async function watched(read: (chunks: Readable) => Promise<void>) {
    const stream = Readable.from(rows);
    const errors: Error[] = [];
    stream.on('error', (error) => errors.push(error));
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    await read(stream);
    await closed;
    return errors;
  }

  test.each([
    ['text', decodeText],
    ['bytes', utf8Bytes],
  ])('is closed, and no listener is told of an error: %s', async (_name, reader) => {
    const errors = await watched(async (stream) => {
      for await (const _piece of reader(stream)) break;
    });
    expect(errors).toEqual([]);
  });

  test('is closed where the reader throws in the middle', async () => {
    const errors = await watched(async (stream) => {
      const reading = async () => {
        for await (const _piece of decodeText(stream)) throw new Error('of the reader');
      };
      await expect(reading()).rejects.toThrow('of the reader');
    });
    expect(errors).toEqual([]);
  });

  test('a failure of the file itself reaches the reader', async () => {
    const errors = await watched(async (stream) => {
      const reading = async () => {
        for await (const _piece of decodeText(stream)) stream.destroy(new Error('of the disk'));
      };
      await expect(reading()).rejects.toThrow('of the disk');
    });
    expect(errors.map(({ message }) => message)).toEqual(['of the disk']);
  });

  test('what goes wrong while it is closed reaches no reader, and ends no process', async () => {
    const stream = new Readable({ read() {}, destroy: (_error, done) => done(new Error('on closing')) });
    stream.push('abc');
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    for await (const _piece of decodeText(stream)) break;
    await closed;
  });
});
