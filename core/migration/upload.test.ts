import { partsOf } from './upload.ts';

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
  expect(() => partsOf(5 * 1024 ** 4 + 1)).toThrow('5 TiB');
});
