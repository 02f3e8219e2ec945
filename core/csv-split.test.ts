import fc from 'fast-check';
import { splitRow } from './csv-split.ts';

const whole = { delimiter: ',', final: true };
const rows = (text: string, rules = whole) => {
  const found: (string[] | undefined)[] = [];
  for (let at = 0; at < text.length; ) {
    const row = splitRow(text, at, rules)!;
    found.push(row.cells);
    at = row.next;
  }
  return found;
};

test('rows end with any line end, and quoted cells hold them', () => {
  expect(rows('a,b\r\nc\rd\n"e\r\nf",g')).toEqual([['a', 'b'], ['c'], ['d'], ['e\r\nf', 'g']]);
  expect(rows('"a ""b"" c",""\n')).toEqual([['a "b" c', '']]);
});

test('what is no row breaks its own line alone', () => {
  expect(rows('a"b\nc\n"d"e\nf\n"g\nh')).toEqual([undefined, ['c'], undefined, ['f'], undefined, ['h']]);
});

test('spaces around cells and quotation marks are left out where that is asked for', () => {
  const trim = { ...whole, trim: true };
  expect(rows(' a , "b " ,\u00a0c', trim)).toEqual([['a', 'b ', 'c']]);
  expect(rows(' a , b', trim)).toEqual([['a', 'b']]);
  expect(rows('a\t"b"\t', { ...trim, delimiter: '\t' })).toEqual([['a', 'b', '']]);
  expect(rows(' a,b"c', trim)).toEqual([undefined]);
});

test('a text that arrives in pieces is split as the whole is', () => {
  const piece = fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\r\n', ' ', '"x, y"', 'ü');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      for (let cut = 0; cut < text.length; cut += 1) {
        const first = splitRow(text.slice(0, cut), 0, { ...whole, final: false });
        if (first) expect(first).toEqual(splitRow(text, 0, whole));
      }
    }),
    { numRuns: 400 },
  );
});
