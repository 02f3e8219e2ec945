import fc from 'fast-check';
import * as lines from './csv-lines.ts';

const csvLines = (text: string) => [...lines.csvLines(text)];
const cells = (text: string) => csvLines(text).map((line) => line.cells);

test('line numbers count every line, with any line end', () => {
  expect(csvLines('\ufeff# batch 7\r\n\r\na,b\r,,\n  # end\nc,d')).toEqual([
    { number: 3, cells: ['a', 'b'] },
    { number: 6, cells: ['c', 'd'] },
  ]);
  expect(csvLines('')).toEqual([]);
});

test('the delimiter of the first line that is no comment is that of all lines', () => {
  expect(cells('#,,,\na;b,x;c\nd,e')).toEqual([['a', 'b,x', 'c'], ['d,e']]);
  expect(cells('a\tb c\td')).toEqual([['a', 'b c', 'd']]);
});

test('cells are trimmed; quoted ones may hold delimiters, spaces and doubled quotation marks', () => {
  expect(cells(' a , "b, ""c"" " ,d')).toEqual([['a', 'b, "c" ', 'd']]);
});

test.each(['a,"b', 'a,b"c', '"a"b,c', 'x'.repeat(64 * 1024 + 1)])(
  'a line that is broken or endless is one line, and the next is whole',
  (line) => expect(cells(`${line}\nd,e`)).toEqual([undefined, expect.arrayContaining([expect.stringContaining('e')])]),
);

test('a quotation mark that a later line closes does not join the lines between', () => {
  const lines = ['a,"b', 'c,d', 'e,f"', 'g,"h"'];
  expect(cells(lines.join('\n'))).toEqual([undefined, ['c', 'd'], undefined, ['g', 'h']]);
  expect(cells('a,"b\nc",d')).toEqual([undefined, undefined]);
});

test('each line is read the same alone and among others', () => {
  const piece = fc.constantFrom('a', ' b ', '"', '""', '"c, d"', ',', '#', '', ' ');
  const line = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      // The first line says which mark it is; it is no row of the others.
      const together = csvLines(['x,y', ...lines].join('\n'));
      const alone = lines.flatMap((one, n) =>
        csvLines(`x,y\n${one}`)
          .slice(1)
          .map((found) => ({ ...found, number: n + 2 })),
      );
      expect(together.slice(1)).toEqual(alone);
    }),
    { numRuns: 500 },
  );
});

test('one broken line among thousands breaks no other', () => {
  const lines = Array.from({ length: 2300 }, (_line, n) => `"${n}",b`);
  lines[1234] = '"1234,b';
  const found = csvLines(lines.join('\r\n'));
  expect(found).toHaveLength(2300);
  expect(found.filter((line) => line.cells === undefined)).toEqual([{ number: 1235, cells: undefined }]);
  expect(found.at(-1)).toEqual({ number: 2300, cells: ['2299', 'b'] });
});
