import { size } from './bytes.ts';
import { setTexts } from './language.ts';

// Test files share modules: an earlier one may have set another language.
beforeEach(() => setTexts('en', {}));

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [999_999, '1,000 kB'],
  [1_000_000, '1 MB'],
  [12_340_000, '12.3 MB'],
  [340_600_000, '341 MB'],
  [1_500_000_000, '1.5 GB'],
  [5 * 1024 ** 4, '5.5 TB'],
  [5e15, '5,000 TB'],
])('%d bytes are written as %s', (bytes, expected) => {
  expect(size(bytes)).toBe(expected);
});

test('sizes follow the number format and the units of the reader’s language', () => {
  setTexts('de', {});
  expect(size(1_500_000_000).replace(/\s/gu, ' ')).toBe('1,5 GB');
  setTexts('fr', {});
  expect(size(1_500_000_000).replace(/\s/gu, ' ')).toBe('1,5 Go');
  setTexts('en', {});
});
