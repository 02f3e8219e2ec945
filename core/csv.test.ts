import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvCell, csvLine } from './csv.ts';

/** What begins a cell of a formula, or a line, for some reader, as it stands or once it is normalised. */
const SIGNS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\0',
  '＝',
  '﹦',
  '₌',
  '＋',
  '﹢',
  '⁺',
  '－',
  '﹣',
  '＠',
  '﹫',
  '−',
];
const SEPARATORS = [',', ';', '\t', '|', '\r', '\n', '\0', '\u0085', '\u2028', '\u2029'];
const HIDDEN = ['', ' ', '"', "'", '\u200b', '\ufeff', '\u202e', '\u00a0', '""'];
const sign = fc.constantFrom(...SIGNS);
const text = fc.string({ unit: 'binary' });
const cellsOf = (line: string, delimiter = ',') =>
  parse(line, { delimiter, relax_quotes: true, relax_column_count: true }) as string[][];

test('U3: every cell begins with a letter, a digit or an apostrophe, also after NFKC', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          text,
          fc.tuple(sign, text).map(([a, b]) => a + b),
        ),
        { minLength: 1 },
      ),
      (cells) => {
        const [read = []] = cellsOf(csvLine(cells));
        expect(read).toHaveLength(cells.length);
        for (const [index, cell] of read.entries()) {
          expect(cell.normalize('NFKC')).toMatch(/^(?:[\p{L}\p{N}']|$)/u);
          expect(cell === '').toBe(cells[index] === '');
        }
      },
    ),
  );
});

test('U3: no reader that takes another character for a separator or a break finds a formula', () => {
  const parts = fc.array(fc.oneof(sign, fc.constantFrom(...SEPARATORS), fc.constantFrom(...HIDDEN), fc.string()));
  fc.assert(
    fc.property(fc.constantFrom(...SEPARATORS), parts, (separator, pieces) => {
      for (const piece of csvLine(['a', pieces.join(''), 'b']).split(separator))
        expect(piece.replace(/^[\p{Cc}\p{Cf}\p{Z}"]+/u, '').normalize('NFKC')).not.toMatch(/^[=+\-@\u2212]/u);
    }),
  );
});

test.each(SEPARATORS.flatMap((separator) => HIDDEN.map((hidden) => [separator, hidden] as const)))(
  'U3: a sign behind %j and %j is text',
  (separator, hidden) => {
    for (const one of ['=', '+', '-', '@', '＝', '＠', '−'])
      expect(csvCell(`a${separator}${hidden}${one}1`)).toContain(`'${one}1`);
  },
);

test('a cell that begins with a letter or a digit and holds no separator is read back as it was written', () => {
  const plain = fc.tuple(fc.constantFrom('a', 'ß', '김', '7', '٣'), fc.string()).map(([a, b]) => a + b);
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 5 }), (cells) => {
      fc.pre(cells.every((cell) => !/[,;|\p{Cc}\u2028\u2029]/u.test(cell)));
      expect(cellsOf(csvLine(cells))).toEqual([cells]);
    }),
  );
});

test('undefined is written as an empty cell, and a number as its digits', () => {
  expect(csvLine([undefined, null, 0, 12, 'a "b", c'])).toBe(',,0,12,"a ""b"", c"\r\n');
  expect(csvCell(-1)).toBe("'-1");
});

test('the reports of the command line and of the console are made by the same lines', () => {
  expect(readFileSync('core/migration/report/report-csv.ts', 'utf8')).toContain("from '#core/csv.ts'");
  for (const file of ['cli/commands/report.ts', 'console/security/pages/records/reading.ts'])
    expect(readFileSync(file, 'utf8')).toContain('report-csv.ts');
});
