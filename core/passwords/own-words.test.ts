import { defaultSettings } from '#core/settings/model.ts';
import { type OwnWordKind, ownWordKind, type PasswordOwner } from './own-words.ts';

const owner: PasswordOwner = {
  userId: 'LBjornsen',
  firstName: 'Lars',
  middleName: 'Aksel',
  lastName: 'Bjørnsen-Haugerud',
  email: 'l.b@corp.example',
};
const base = defaultSettings();
const settings = {
  ...base,
  organisation: { ...base.organisation, name: 'Corporate Example AS' },
  passwordPolicy: { ...base.passwordPolicy, words: ['Fjord & Fjell', 'ﬁnanz Straße'] },
};
const kindOf = (password: string, of = owner) => ownWordKind(password, of, settings);

test.each<[OwnWordKind, readonly string[]]>([
  [
    'user-id',
    ['LBjornsen', 'lbjornsen', 'l b jornsen', 'ＬＢＪＯＲＮＳＥＮ', 'lbjornsenlbjornsen', 'lbjornsen LBJORNSEN'],
  ],
  [
    'name',
    [
      'lars',
      'AKSEL',
      'Bjørnsen-Haugerud',
      'BJØRNSEN-HAUGERUD',
      'lars aksel',
      'lars bjørnsen-haugerud',
      'Bjørnsen-HaugerudLars',
      'Lars Aksel Bjørnsen-Haugerud',
      'bjørnsen-haugerud lars aksel',
    ],
  ],
  ['email', ['l.b@corp.example', 'L.B@CORP.EXAMPLE', 'l.b', 'corp.example', 'Corp.Example Corp.Example']],
  ['organisation', ['corporate example as', 'CorporateExampleAS', 'fjord&fjell', 'FJORD  &  FJELL', 'FINANZ STRASSE']],
])('%s', (kind, passwords) => {
  expect(passwords.map((password) => [password, kindOf(password)])).toEqual(
    passwords.map((password) => [password, kind]),
  );
});

test('a password that only contains an own word, or is part of one, passes', () => {
  const others = [
    'lbjornsen likes skylines',
    'lbjornse',
    'xlbjornsen',
    'lars lars bjørnsen-haugerud',
    'example',
    'fjord',
    'lars lars aksel',
  ];
  expect(others.filter((password) => kindOf(password))).toEqual([]);
});

test('a missing or blank field of a user is no own word', () => {
  const bare = { userId: 'x1' };
  for (const password of ['', ' ', '@', 'undefined']) expect(kindOf(password, bare)).toBeUndefined();
  expect(kindOf('x1', bare)).toBe('user-id');
});

test('a name is found in composed and decomposed form', () => {
  const zoe = { userId: 'x1', firstName: 'Zoë' };
  for (const password of ['ZOË', 'Zoe\u0308', 'zoe\u0308 zoë']) expect(kindOf(password, zoe)).toBe('name');
  expect(kindOf('zoe', zoe)).toBeUndefined();
});
