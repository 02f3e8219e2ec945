import { partsOf, uploadName } from './upload.ts';

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

test('more than S3 holds is refused', () => {
  const limit = 5 * 1024 ** 4;
  expect(() => partsOf(limit + 1)).toThrow(
    expect.objectContaining({ code: 'upload.too_large', status: 413, facts: { limit } }),
  );
});

test('a name becomes a harmless piece of a key', () => {
  expect(uploadName('../Übung 2026 (neu).zip')).toBe('.._bung_2026_neu_.zip');
  expect(uploadName('x'.repeat(300))).toHaveLength(100);
});
