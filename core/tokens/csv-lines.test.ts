import { csvLines } from './csv-lines.ts';

const cells = (text: string) => csvLines(text).map((line) => line.cells);

test('numbers count every line, whatever its end', () => {
  expect(csvLines('\ufeff# batch 7\r\n\r\na,b\r,,\n  # end\nc,d')).toEqual([
    { number: 3, cells: ['a', 'b'] },
    { number: 6, cells: ['c', 'd'] },
  ]);
  expect(csvLines('')).toEqual([]);
});

test('the mark of the first line that is no comment is the mark of all', () => {
  expect(cells('#,,,\na;b,x;c\nd,e')).toEqual([['a', 'b,x', 'c'], ['d,e']]);
  expect(cells('a\tb c\td')).toEqual([['a', 'b c', 'd']]);
});

test('cells are trimmed; quoted ones hold marks, spaces and doubled quotation marks', () => {
  expect(cells(' a , "b, ""c"" " ,d')).toEqual([['a', 'b, "c" ', 'd']]);
});

test.each(['a,"b', 'a,b"c', '"a"b,c', 'x'.repeat(64 * 1024 + 1)])(
  'a line that is broken or endless is one line, and the next is whole',
  (line) => expect(cells(`${line}\nd,e`)).toEqual([undefined, expect.arrayContaining([expect.stringContaining('e')])]),
);
