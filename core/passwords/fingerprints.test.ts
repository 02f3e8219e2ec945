import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { anyText } from '#test/support/any-text.ts';
import { compileWords, holdsWord } from './fingerprints.ts';

const prefix = (word: string) => createHash('sha256').update(word).digest('hex').slice(0, 12);

test('the table is the sorted 48-bit prefixes of SHA-256, each once', () => {
  const words = ['password', 'qwerty', 'letmein', 'qwerty'];
  const expected = [...new Set(words.map(prefix))].sort();
  expect(compileWords(words).toString('hex')).toBe(expected.join(''));
  expect(compileWords([])).toEqual(Buffer.alloc(0));
});

test('every word is found and no other, in tables of every small size', () => {
  for (let size = 0; size <= 40; size++) {
    const words = Array.from({ length: size }, (_word, index) => `word ${index}`);
    const table = compileWords(words);
    expect(words.every((word) => holdsWord(table, word))).toBe(true);
    for (let other = size; other < size + 40; other++) expect(holdsWord(table, `word ${other}`)).toBe(false);
  }
});

test('a table finds the same words as a set', () => {
  const word = anyText({ maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word), word, (words, other) => {
      expect(holdsWord(compileWords(words), other)).toBe(words.includes(other));
      expect(holdsWord(compileWords([...words, other]), other)).toBe(true);
    }),
  );
});
