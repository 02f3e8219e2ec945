import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { type Header, open, sealing } from './sealed.ts';

const ABOUT = { folder: 1, release: '1.2.3', madeAt: '2026-12-01T00:00:00.000Z', files: 2, bytes: 3 };
const QUICK = { cost: 16, blockSize: 8, parallelization: 1 };
const MIB = 1024 * 1024;
const PASSPHRASE = 'correct horse bättery staple';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}
const sealed = async (plain: Buffer, passphrase?: string) =>
  all((await sealing(ABOUT, passphrase, QUICK))(inPieces(plain, 300_000)));
const opened = async (bytes: Buffer, passphrase?: string, size = 700_000) => {
  const { plain } = await open('/x/b', inPieces(bytes, size), 1);
  return all(plain(passphrase));
};

test.each([0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 17])('%i bytes come out as they went in', async (length) => {
  const plain = randomBytes(length);
  expect((await opened(await sealed(plain))).equals(plain)).toBe(true);
  expect((await opened(await sealed(plain), undefined, 97_001)).equals(plain)).toBe(true);
});

test('what is encrypted holds nothing of its content, and opens with the same passphrase alone, however it was typed', async () => {
  const plain = Buffer.from('seed '.repeat(300_000));
  const bytes = await sealed(plain, PASSPHRASE);
  expect(bytes.includes('seed seed')).toBe(false);
  expect((await opened(bytes, PASSPHRASE.normalize('NFD'))).equals(plain)).toBe(true);
  for (const wrong of [undefined, '', `${PASSPHRASE}.`])
    await expect(opened(bytes, wrong)).rejects.toThrow(
      /^\/x\/b does not open with this passphrase; or it was altered/u,
    );
  expect((await sealed(plain, PASSPHRASE)).subarray(-64).equals(bytes.subarray(-64))).toBe(false);
});

const REFUSED = /^\/x\/b (?:is no backup|was cut off|was altered|was made by a later release|does not open)/u;

test('one byte that was altered, an end that is missing or too much, and chunks in another order are each refused', async () => {
  const plain = randomBytes(2 * MIB + 5);
  const bytes = await sealed(plain);
  const at = fc.integer({ min: 0, max: bytes.length - 1 });
  const altered = fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([place, by]) => {
    const copy = Buffer.from(bytes);
    copy[place]! ^= by;
    return copy;
  });
  const cut = at.map((length) => bytes.subarray(0, length));
  const longer = fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Buffer.concat([bytes, more]));
  // Every place of the header too.
  const head = bytes.indexOf('}\n') + 2;
  const inHead = fc.integer({ min: 0, max: head + 8 }).map((place) => {
    const copy = Buffer.from(bytes);
    copy[place]! ^= 1;
    return copy;
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(altered, cut, longer, inHead), (file) => expect(opened(file)).rejects.toThrow(REFUSED)),
    { numRuns: 150, seed: 13 },
  );
  const [frame] = [4 + MIB + 32];
  const swapped = [
    bytes.subarray(0, head),
    bytes.subarray(head + frame, head + 2 * frame),
    bytes.subarray(head, head + frame),
    bytes.subarray(head + 2 * frame),
  ];
  await expect(opened(Buffer.concat(swapped))).rejects.toThrow(REFUSED);
});

test('the same of an encrypted one, whose header is bound too', async () => {
  const bytes = await sealed(randomBytes(2 * MIB + 5), PASSPHRASE);
  const head = bytes.indexOf('}\n') + 2;
  const frame = 4 + MIB + 16;
  const flipped = (place: number) => {
    const copy = Buffer.from(bytes);
    copy[place]! ^= 1;
    return copy;
  };
  const files = [
    flipped(bytes.indexOf('1.2.3')),
    flipped(head + 10),
    flipped(head + frame + 10),
    flipped(bytes.length - 1),
    bytes.subarray(0, head + 2 * frame),
    Buffer.concat([bytes.subarray(0, head), bytes.subarray(head + frame)]),
    Buffer.concat([bytes, Buffer.from('x')]),
  ];
  for (const file of files) await expect(opened(file, PASSPHRASE)).rejects.toThrow(REFUSED);
});

const withHeader = (header: object) => Buffer.from(`LANDFALL-BACKUP\n${JSON.stringify(header)}\n`);
test.each([
  ['nothing', Buffer.alloc(0), 'is no backup of Landfall'],
  ['another file', randomBytes(5000), 'is no backup of Landfall'],
  ['a header without an end', Buffer.from('LANDFALL-BACKUP\n{"format":1'), 'was cut off'],
  ['a header that is no JSON', Buffer.from('LANDFALL-BACKUP\n{\n'), 'was altered'],
  ['a later file', withHeader({ ...ABOUT, format: 2 }), 'was made by a later release (1.2.3)'],
  ['a later folder', withHeader({ ...ABOUT, format: 1, folder: 2 }), 'was made by a later release (1.2.3)'],
  [
    'parameters that would take all memory',
    withHeader({
      ...ABOUT,
      format: 1,
      encryption: { salt: '', cost: 2 ** 30, blockSize: 8, parallelization: 1 },
    } satisfies Header),
    'was altered',
  ],
])('%s is refused by its first lines', async (_what, bytes, sentence) => {
  await expect(open('/x/b', inPieces(bytes, 1000), 1)).rejects.toThrow(`/x/b ${sentence}`);
});
