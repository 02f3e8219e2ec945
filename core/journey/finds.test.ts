import * as fc from 'fast-check';
import { userKey } from '#core/text.ts';
import { anyText } from '#test/support/any-text.ts';
import { FIND_SHARDS, findsOf, flagPartition, listedAt, type Named, searchItemsOf, typedOf } from './finds.ts';
import type { Person } from './person.ts';

const named = (more: Partial<Named> = {}): Named => ({ userKey: 'u1', userId: 'u1', serials: [], ...more });
const person = (more: Partial<Person> = {}): Person => ({
  ...named(),
  email: 'u1@corp.example',
  serials: ['000185615234'],
  source: 'old',
  enabled: true,
  lockedOut: false,
  reached: 'imported',
  since: 0,
  times: { imported: 0 },
  ...more,
});
const isFound = (one: Named, text: string): boolean => {
  const typed = typedOf(text);
  return typed !== undefined && listedAt(one, typed) !== undefined;
};

describe('a person is found', () => {
  const anna = named({
    userId: 'U0001234',
    userKey: 'u0001234',
    firstName: 'Anna-Maria',
    lastName: 'van der Bérg',
    email: 'anna.berg@corp.example',
    serials: ['000185615234', 'GALT-12 34'],
  });
  test.each([
    ['u0001234', 'U000', 'anna.berg@corp.example', 'annaberg@c', 'ANNA.B'],
    ['185615234', '000185615234', '0185', '1856 1523', '000185-615', 'galt1234', 'GALT-12'],
    ['van der berg', 'vanderberg', 'van de', 'der berg', 'Berg', 'BÉRG'],
    ['berg anna', 'Berg, Anna', 'van der Berg Anna-Maria', 'anna maria van', 'annamaria berg', 'anna berg', 'Anna b'],
  ])('by %s, %s, %s and so on', (...texts) => {
    for (const text of texts) expect({ text, isFound: isFound(anna, text) }).toEqual({ text, isFound: true });
  });
  test.each(['erg', 'maria berg anna', 'corp.example', '615', 'u0001235', 'v', '0', '00', ' - ', '', 'berg@'])(
    'and not by %j',
    (text) => {
      expect(isFound(anna, text)).toBe(false);
    },
  );
});

test.each([
  ['O’Brien', 'Pat', ['obrien', "o'brien", 'o brien', 'O`Brien', 'brien', 'obrien pat', 'pat o brien', "pat o'b"]],
  [
    'Müller-Lüdenscheidt',
    'Jörg',
    ['mueller', 'muller', 'müller l', 'luedens', 'Joerg Müller', 'joerg muel', 'jorg mul', 'Müller, Joerg'],
  ],
  ['Mueller', 'Joerg', ['Müller', 'Müller Jörg', 'jörg müller']],
  ['Yılmaz', 'İsmail', ['YILMAZ', 'yilmaz', 'ismail yı']],
  ['Groß', 'Łucja', ['gross', 'GROSS', 'lucja g']],
  ['李', '明', ['李', '李明', '李 明', '明 李']],
  ['김', '민준', ['김', '김민', '민준 김']],
  ['たなか', 'じろう', ['タナカ', 'た', 'たなか じ', 'ジロウ']],
  ['', 'Suharto', ['suh']],
  ['Ivanov', '', ['ivan']],
  ['', '', ['u1']],
])('%s, %s is found as people type it', (lastName, firstName, texts) => {
  const one = named({ lastName, firstName });
  for (const text of texts) expect({ text, isFound: isFound(one, text) }).toEqual({ text, isFound: true });
});

test('one character is too little, but a word in Chinese, Japanese and Korean', () => {
  expect(['a', 'ä', '7', '0', '007', '', '  ', '-', 'я'].map(typedOf)).toEqual(Array.from({ length: 9 }));
  expect(['李', '김', 'た', 'ab', '0012', '00a1'].map(typedOf)).toEqual(['李', '김', 'た', 'ab', '12', 'a1']);
});

test('a user ID with which the address begins needs no item of its own', () => {
  const texts = findsOf(named({ userId: 'ada', userKey: 'ada', email: 'ada@corp.example' })).map(({ sk }) => sk);
  expect(texts).toEqual([expect.stringMatching(/^ada!corpexample #[0-9a-f]{16}$/u)]);
});

test('whole user IDs, mailboxes and last names stand before longer ones', () => {
  const at = (more: Partial<Named>) => listedAt(named(more), 'kim')!.sk;
  const order = [
    at({ userId: 'kim' }),
    at({ userId: 'x', email: 'kim@corp.example' }),
    at({ lastName: 'Kim', firstName: 'Min' }),
    at({ lastName: 'Kimball', firstName: 'Ann' }),
  ];
  const whole = order.slice(0, 3).toSorted();
  expect(whole.every((sk) => sk < order[3]!)).toBe(true);
});

test('people who can’t be told or can’t log on have an item of each flag, in the order of user IDs', () => {
  const flags = (more: Partial<Person>) =>
    searchItemsOf(person(more)).flatMap(({ pk, sk }) => (pk.startsWith('FLAG#') ? [[pk.slice(0, -2), sk]] : []));
  const flag = (name: Parameters<typeof flagPartition>[0]) => [flagPartition(name, 0).slice(0, -2), 'user#u1'];
  const { email: _email, ...unaddressed } = person();
  expect(flags({})).toEqual([]);
  expect(flags({ enabled: false, serials: [] })).toEqual([flag('disabled'), flag('no-token')]);
  expect(flags({ lockedOut: true })).toEqual([flag('locked')]);
  expect(flags({ stuck: 'locked-out' })).toEqual([flag('locked')]);
  expect(searchItemsOf(unaddressed).some(({ pk }) => pk.startsWith('FLAG#no-address#'))).toBe(true);
});

test('no key is longer than DynamoDB takes, and none stands twice', () => {
  const text = fc.oneof(anyText(), fc.string({ unit: 'grapheme', minLength: 200, maxLength: 255 }));
  fc.assert(
    fc.property(text, text, text, (userId, firstName, lastName) => {
      const one = person({ userId, userKey: userKey(userId), firstName, lastName });
      const items = searchItemsOf(one);
      for (const { pk, sk } of items) expect(Buffer.byteLength(sk) + Buffer.byteLength(pk)).toBeLessThanOrEqual(1024);
      expect(items.length).toBeLessThan(64);
      expect(new Set(items.map(({ pk, sk }) => `${pk}\n${sk}`)).size).toBe(items.length);
    }),
  );
});

test('a name of many words in many spellings has no more items than a transaction takes', () => {
  const one = person({ firstName: 'Jörg-Üeli Aaron', lastName: 'Müeller Öeström-Aaß Båeck Groß' });
  expect(searchItemsOf(one).length).toBeLessThan(64);
});

test('a partition is one of at most five that a search looks at', () => {
  expect(FIND_SHARDS.word + FIND_SHARDS.name).toBeLessThanOrEqual(5);
});
