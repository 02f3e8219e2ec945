import { partsOf, sortParts, uploadName } from './upload.ts';

const MEBIBYTE = 1024 * 1024;

test.each([
  [1, 8, 1],
  [8 * MEBIBYTE, 8, 1],
  [8 * MEBIBYTE + 1, 8, 2],
  [8_000 * MEBIBYTE, 8, 1000],
  [70 * 1024 * MEBIBYTE, 72, 996],
  [5 * 1024 ** 4, 5243, 1000],
])('%d bytes: parts of %d MiB, %d of them', (size, mebibytes, parts) => {
  expect(partsOf(size)).toEqual({ partSize: mebibytes * MEBIBYTE, parts });
});

test('a size beyond what S3 holds is refused', () => {
  const limit = 5 * 1024 ** 4;
  expect(() => partsOf(limit + 1)).toThrow(
    expect.objectContaining({ code: 'upload.too_large', status: 413, facts: { limit } }),
  );
});

describe('the missing chunks of a package of 20 MiB and a byte', () => {
  const size = 20 * MEBIBYTE + 1;
  const part = (number: number, bytes = 8 * MEBIBYTE) => ({ number, etag: `e${number}`, size: bytes });
  const sorted = (...parts: ReturnType<typeof part>[]) => {
    const { partSize, there, missing } = sortParts(size, parts);
    return [partSize, there.map(({ etag }) => etag), missing];
  };

  test.each([
    ['nothing', [], [], [1, 2, 3]],
    ['some, in any order', [part(2), part(1)], ['e2', 'e1'], [3]],
    ['all', [part(1), part(2), part(3, 4 * MEBIBYTE + 1)], ['e1', 'e2', 'e3'], []],
    ['a last part of full size, as of a larger file', [part(1), part(2), part(3)], ['e1', 'e2'], [3]],
    ['a part cut short', [part(1, 5), part(2)], ['e2'], [1, 3]],
    ['a part that the package has no place for', [part(4)], [], [1, 2, 3]],
  ])('%s', (_what, uploaded, there, missing) => {
    expect(sorted(...uploaded)).toEqual([8 * MEBIBYTE, there, missing]);
  });
});

test('a file name becomes a harmless segment of a key', () => {
  expect(uploadName('../Übung 2026 (neu).zip')).toBe('.._bung_2026_neu_.zip');
  expect(uploadName('x'.repeat(300))).toHaveLength(100);
});
