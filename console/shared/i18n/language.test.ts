import { chooseLanguage, date, duration, setTexts, tagOf, text } from './language.ts';

beforeEach(() => setTexts('en', { count: { one: '{count} token', other: '{count} tokens' }, hello: 'Hello {name}' }));

test('a text has its placeholders filled in, its numbers written as in its language, and the plural form of its count', () => {
  expect(text('hello', { name: '$& {name}' })).toBe('Hello $& {name}');
  expect(['0', 1, 2, 12_345].map((count) => text('count', { count }))).toEqual([
    '0 tokens',
    '1 token',
    '2 tokens',
    '12,345 tokens',
  ]);
  setTexts('fr', { count: { one: '{count} jeton', other: '{count} jetons' } });
  expect([0, 1, 2].map((count) => text('count', { count }))).toEqual(['0 jeton', '1 jeton', '2 jetons']);
});

test('an unknown key and a missing value are shown as they are written', () => {
  expect(text('nowhere')).toBe('nowhere');
  expect(text('hello')).toBe('Hello {name}');
});

test.each([
  [['de-CH', 'en'], 'de'],
  [['pt', 'FR_ca'], 'fr'],
  [['toString', undefined, null, 'ja'], 'en'],
  [[], 'en'],
])('a reader whose languages are %j gets %s', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});

test.each([
  [0, '1 second'],
  [59.6, '60 seconds'],
  [90, '2 minutes'],
  [5400, '2 hours'],
  [172_800, '2 days'],
])('%d seconds are written as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('dates follow the reader’s region where its language is that of the texts', () => {
  const time = Date.UTC(2026, 10, 5, 12);
  setTexts('en', {}, ['de-AT', 'en-GB', 'en-US']);
  expect(date(time)).toBe('5 November 2026');
  setTexts('en', {}, ['de-AT', 'en']);
  expect(date(time)).toBe('November 5, 2026');
});

test.each([
  ['en', 'en'],
  ['en_US', 'en-US'],
  ['zh_Hans_CN', 'zh-Hans-CN'],
])('the language %s of a catalogue is the HTML language %s, which browsers understand', (language, tag) => {
  expect(tagOf(language)).toBe(tag);
  expect(new Intl.Locale(tagOf(language)).baseName).toBe(tag);
});
