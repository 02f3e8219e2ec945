import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, csvLine } from './csv.ts';

test('U3: no cell begins like a formula', () => {
  const begin = fc.constantFrom('=', '+', '-', '@', '\t', '\r');
  fc.assert(
    fc.property(begin, fc.string(), (first, rest) => {
      const [[cell]] = parse(csvLine([first + rest])) as [[string]];
      expect(cell).toBe(`'${first}${rest}`);
    }),
  );
});

test('every other cell is read back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), (cells) => {
      fc.pre(cells.every((cell) => !/^[=+\-@\t\r]/u.test(cell)));
      const [line] = parse(csvLine(cells), { relax_column_count: true }) as [string[]];
      expect(line).toEqual(cells);
    }),
  );
});

test('undefined is written as an empty cell, and a number as its digits', () => {
  expect(csvLine([undefined, null, 0, 12, 'a "b", c'])).toBe(',,0,12,"a ""b"", c"\r\n');
  expect(csvCell(-1)).toBe("'-1");
});
