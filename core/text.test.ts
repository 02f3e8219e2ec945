import fc from 'fast-check';
import { anyText } from '#test/support/any-text.ts';
import { byUtf8, codePoints, comparable, cutText, foldCase, foldSpace, userKey } from './text.ts';

/** Every character that case, a normal form or white space has to do with, of all of Unicode; and a thousand others. */
const CHARACTERS = Array.from({ length: 0x110000 }, (_, point) => point)
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point))
  .filter((one, index) => {
    const forms = [one.toLowerCase(), one.toUpperCase(), one.normalize('NFKC'), one.normalize('NFKD')];
    return index % 1000 === 0 || /[\s\p{M}]/u.test(one) || forms.some((form) => form !== one);
  });
/** Text of what is awkward: marks, ligatures, sigmas, dotted and dotless i, spaces of all sorts, wide and narrow forms. */
const text = fc.string({
  unit: fc.oneof(
    anyText({ minLength: 1, maxLength: 1 }),
    fc.constantFrom(
      ...Array.from('ẞßſΣσςİıIiǅǆﬁｱア㎏Åθ́̈ͅ\u0345\u1fb3\u00a0\u3000\u2028\t\n \ufeff\u200d한가'),
      'e\u0301',
      'ᾳ',
      '\u0323\u0301',
    ),
  ),
  maxLength: 12,
});

describe.each(Object.entries({ foldCase, foldSpace, comparable, userKey }))('%s', (_name, fold) => {
  test('changes no character that it has folded', () => {
    expect(CHARACTERS.filter((one) => fold(fold(one)) !== fold(one))).toEqual([]);
  });
  test('changes no text that it has folded', () => {
    fc.assert(
      fc.property(text, (one) => expect(fold(fold(one))).toBe(fold(one))),
      { numRuns: 2000 },
    );
  });
});

describe.each(Object.entries({ comparable, userKey }))('%s', (_name, fold) => {
  test('makes every normal form of a text equal', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (one, form) =>
        expect(fold(one.normalize(form))).toBe(fold(one)),
      ),
      { numRuns: 2000 },
    );
  });
  test('makes both cases of a character equal, for all but dotless i, which is i in capitals only', () => {
    const apart = CHARACTERS.filter(
      (one) =>
        fold(`x${one}y`.toLowerCase()) !== fold(`x${one}y`) || fold(`x${one}y`.toUpperCase()) !== fold(`x${one}y`),
    );
    expect(apart).toEqual(['ı']);
  });
});

test.each([
  ['STRASSE', 'straße'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['ﬁn', 'FIN'],
  ['Ｐａｓｓ', 'pass'],
  ['Zoe\u0308', 'ZOË'],
  ['ｶﾞ', 'ガ'],
  ['①', '1'],
  ['  a\u3000b\t', 'A B'],
])('%j and %j are comparable', (one, other) => {
  expect(comparable(one)).toBe(comparable(other));
});

test('both forms of sigma are one letter, so that a part of a word is found in it', () => {
  expect(foldCase('ΟΔΥΣ')).toBe('οδυσ');
  expect(comparable('Πώς λένε τον Οδυσσέα;')).toContain(comparable('Οδυσ'));
});

test.each([
  ['ı', 'i'],
  ['e', 'é'],
  ['a b', 'ab'],
  ['а', 'a'], // Cyrillic and Latin
  ['か', 'が'],
])('%j and %j are not comparable', (one, other) => {
  expect(comparable(one)).not.toBe(comparable(other));
});

test('white space folds to one space within a text and to nothing at its ends', () => {
  expect(foldSpace(' \t a \u3000\n b\u00a0 ')).toBe('a b');
  expect(foldSpace(' \n')).toBe('');
});

test('a user ID keeps its inner spaces, as directories do', () => {
  expect(userKey(' Ann  Lee ')).toBe('ann  lee');
});

test('code points are counted, not UTF-16 units and not what looks like one character', () => {
  expect(['', 'a', '😀', 'e\u0301', '👨‍👩‍👧', '\ud83d'].map(codePoints)).toEqual([0, 1, 1, 2, 5, 1]);
});

test('a text is never cut inside a surrogate pair', () => {
  expect(['ab😀', 'abc', 'a', ''].map((text) => cutText(text, 3))).toEqual(['ab', 'abc', 'a', '']);
  expect(cutText('ab😀', 4)).toBe('ab😀');
});

test('texts stand in the order of their bytes, also beyond the basic plane', () => {
  const texts = ['', 'a', 'ab', 'b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10000}a', '\u{10ffff}'];
  for (const one of texts)
    for (const other of texts)
      expect(Math.sign(byUtf8(one, other))).toBe(Buffer.compare(Buffer.from(one), Buffer.from(other)));
});
