import { dictionary } from '@zxcvbn-ts/language-common';
import { isCommon, isRepetition, LONGEST_COMMON, withoutSpace } from './blocklist.ts';
import { common } from './common.ts';

const WORDS = dictionary['passwords-common'];

test('the commonest passwords are found in any case, spacing and form, as whole passwords only', () => {
  const common = [
    'password',
    'PassWord',
    '123456',
    ' qwerty ',
    'pass word',
    '1 2 3 4 5 6 7 8',
    'ｐａｓｓｗｏｒｄ',
    '',
    '   ',
  ];
  expect(common.filter((password) => !isCommon(password))).toEqual([]);
  const others = ['password to my heart', 'your very own password', 'xqwerty', 'qwertyx', 'a quiet heron at dusk'];
  expect(others.filter(isCommon)).toEqual([]);
});

test('a common password written several times in a row is found as well', () => {
  const common = [
    'passwordpassword',
    '123456123456123456',
    'QwertyqwertyQWERTY',
    'password password',
    '1'.repeat(17),
    '1'.repeat(256),
  ];
  expect(common.filter((password) => !isCommon(password))).toEqual([]);
  const others = ['passwordpasswor', 'passwordpasswordx', 'xpasswordpassword', 'tidal tidal tidal', 'q'.repeat(33)];
  expect(others.filter(isCommon)).toEqual([]);
});

test('P4: the list holds more than 3,000 passwords that are long enough for the shorter minimum', () => {
  const long = WORDS.filter((password) => password.length >= 8);
  expect(long.length).toBeGreaterThan(3000);
  expect(long.every(isCommon)).toBe(true);
});

test('the list is in the form that passwords are compared in, and no entry is longer than the longest that is looked up', () => {
  expect(WORDS.filter((word) => withoutSpace(word) !== word)).toEqual([]);
  expect(Math.max(...WORDS.map((word) => word.length))).toBeLessThanOrEqual(LONGEST_COMMON);
  expect(common().length).toBe(6 * new Set(WORDS).size);
});

test.each([
  ['abcabc', 'abc', true],
  ['abc', 'abc', true],
  ['abcab', 'abc', false],
  ['abcabd', 'abc', false],
  ['ab', 'abc', false],
  ['', 'abc', false],
  ['abc', '', false],
  ['', '', false],
])('%j is a repetition of %j: %s', (text, word, expected) => {
  expect(isRepetition(text, word)).toBe(expected);
});
