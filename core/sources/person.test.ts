import { phcOf } from '#core/passwords/phc.ts';
import { stateRules } from '#test/support/state-rules.ts';
import type { DirectoryEntry } from './entry.ts';
import { mappingFor, wantedAttributes } from './mapping.ts';
import { toPerson } from './person.ts';

const directory = mappingFor('ldif', 'external', []);
const entry = (values: Record<string, string | string[]>): DirectoryEntry => ({
  line: 1,
  values: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), [value].flat()])),
});
const person = (values: Record<string, string | string[]>, mapping = directory) => {
  const result = toPerson(entry(values), mapping, stateRules());
  return result.kind === 'person' ? { ...result.person, notes: result.notes } : result;
};
const inetOrgPerson = { objectClass: ['top', 'inetOrgPerson'], uid: 'ada', sn: 'Schäfer' };
const adUser = { objectClass: ['top', 'person', 'organizationalPerson', 'user'], sAMAccountName: 'ada', sn: 'S' };

test('an inetOrgPerson becomes a user', () => {
  expect(
    person({
      ...inetOrgPerson,
      givenName: ['Ada ', 'Adele'],
      mail: ['ada@corp.example', 'other@corp.example'],
      preferredLanguage: 'de-CH, en;q=0.8',
      pwdEndTime: '20270101000000Z',
    }),
  ).toEqual({
    userId: 'ada',
    firstName: 'Ada',
    lastName: 'Schäfer',
    email: 'ada@corp.example',
    preferredLanguage: 'de-CH',
    accountEnd: '2027-01-01T00:00:00Z',
    enabled: true,
    lockedOut: false,
    notes: [],
  });
});

test('account states of OpenLDAP and 389 Directory are read', () => {
  expect(person({ ...inetOrgPerson, pwdAccountLockedTime: '000001010000Z' })).toMatchObject({ lockedOut: true });
  expect(person({ ...inetOrgPerson, nsAccountLock: 'TRUE' })).toMatchObject({ enabled: false });
});

test.each([
  ['512', '0', '0', true, false],
  ['514', '0', '9223372036854775807', false, false],
  ['528', '0', '0', true, true],
  ['66048', '133770132250000000', '0', true, false],
  ['66048', '9223372036854775807', '0', true, true],
])(
  'Active Directory: userAccountControl %s, lockoutTime %s',
  (userAccountControl, lockoutTime, accountExpires, enabled, lockedOut) => {
    const read = person({ ...adUser, uid: 'unix-name', userAccountControl, lockoutTime, accountExpires });
    expect(read).toMatchObject({ userId: 'ada', enabled, lockedOut });
    expect(read).not.toHaveProperty('accountEnd');
  },
);

test('account expiry of Active Directory is read', () => {
  expect(person({ ...adUser, accountExpires: '134079398250000000' })).toMatchObject({
    accountEnd: '2025-11-18T11:43:45Z',
  });
});

test.each([
  ['a computer', { ...adUser, objectClass: ['user', 'computer'] }, 'computer'],
  ['a contact', { objectClass: ['person', 'contact'], uid: 'x', mail: 'x@y' }, 'contact'],
  ['a group', { objectClass: 'groupOfNames', cn: 'x', uid: 'x' }, 'groupOfNames'],
  ['a unit', { objectClass: ['top', 'organizationalUnit'], ou: 'People' }, 'organizationalUnit'],
  ['a service', { objectClass: 'applicationProcess', cn: 'backup agent' }, 'applicationProcess'],
  ['a computer in a list without classes', { sAMAccountName: 'PC7$', userAccountControl: '4096' }, 'computer'],
  ['a domain controller', { sAMAccountName: 'DC1$', userAccountControl: '532480' }, 'computer'],
])('an entry is no user, and is named: %s', (_, values, is) =>
  expect(person(values as Record<string, string>)).toEqual({ kind: 'other', is }),
);

test('a person without a user ID is named as such', () => {
  expect(person({ objectClass: 'inetOrgPerson', sn: 'x' })).toEqual({ kind: 'no_user_id' });
});

test('the first mail value counts, even where it is bad', () => {
  const read = person({ ...inetOrgPerson, mail: ['ada@corp.example, bob@corp.example', 'ada@corp.example'] });
  expect(read).toMatchObject({ notes: ['user.email_invalid'] });
  expect(read).not.toHaveProperty('email');
});

test('the domain of an address goes into the package in ASCII', () => {
  const read = person({ ...inetOrgPerson, mail: ' ada@bücher.example' });
  expect(read).toMatchObject({ email: 'ada@xn--bcher-kva.example', notes: [] });
});

test.each(['jürgen@corp.example', 'ada@١.example'])('%s is left out and noted: the mail service refuses it', (mail) => {
  const read = person({ ...inetOrgPerson, mail });
  expect(read).toMatchObject({ notes: ['user.email_invalid'] });
  expect(read).not.toHaveProperty('email');
});

test('a user is refused where a field that decides about access can’t be read', () => {
  const invalid = (field: string, attribute: string, value: string) => ({
    kind: 'invalid',
    field,
    unreadable: { attribute, value },
  });
  expect(person({ ...adUser, accountExpires: 'soon' })).toEqual(invalid('accountEnd', 'accountexpires', 'soon'));
  expect(person({ ...adUser, userAccountControl: 'normal' })).toEqual(
    invalid('enabled', 'useraccountcontrol', 'normal'),
  );
  expect(person({ ...adUser, lockoutTime: 'x' })).toEqual(invalid('lockedOut', 'lockouttime', 'x'));
  expect(person({ ...inetOrgPerson, uid: 'ada\nbob' })).toEqual({ kind: 'invalid', field: 'userId' });
  expect(person({ ...inetOrgPerson, uid: 'a'.repeat(256) })).toEqual({ kind: 'invalid', field: 'userId' });
  expect(person({ ...inetOrgPerson, givenName: 'a'.repeat(256) })).toEqual({ kind: 'invalid', field: 'firstName' });
});

test('names lose control characters', () => {
  expect(person({ ...inetOrgPerson, sn: 'Sch\u0000ä\r\n fer ' })).toMatchObject({ lastName: 'Sch ä fer' });
});

test('a mapping reads other attributes and options, and never a credential', () => {
  const mapped = mappingFor('ldif', 'external', [
    'userId=employeeNumber',
    'lastName=sn;lang-fr',
    'certificateDn=seeAlso',
  ]);
  expect(wantedAttributes(mapped).has('userpassword')).toBe(false);
  expect(
    person({ ...inetOrgPerson, employeeNumber: '7', 'sn;lang-fr': 'Bergère', seeAlso: 'cn=a,o=b' }, mapped),
  ).toMatchObject({ userId: '7', lastName: 'Bergère', certificateDn: 'cn=a,o=b' });
  for (const bad of [
    'lastName=userPassword',
    'email=unicodePwd',
    'nickname=cn',
    'userId',
    'userId=',
    'lastName=userPassword;x',
    'password=sn',
  ])
    expect(() => mappingFor('ldif', 'external', [bad])).toThrow(expect.objectContaining({ code: 'pack.map_invalid' }));
});

test('a password hash is taken only from an internal source, and only an argon2id one', async () => {
  const phc = await phcOf('correct horse battery staple');
  const row = { userid: 'ada', passwordhash: phc, enabled: 'no', locked: 'yes' };
  expect(person(row, mappingFor('csv', 'external', []))).not.toHaveProperty('password');
  const internal = mappingFor('csv', 'internal', []);
  expect(person(row, internal)).toMatchObject({ password: phc, enabled: false, lockedOut: true });
  const weak = person({ ...row, passwordhash: '{SSHA}x' }, internal);
  expect(weak).toMatchObject({ notes: ['user.password_unusable'] });
  expect(person({ ...row, passwordhash: ` ${phc} `, email: ' ada@corp.example ' }, internal)).toMatchObject({
    password: phc,
    email: 'ada@corp.example',
    notes: [],
  });
  expect(weak).not.toHaveProperty('password');
});

test('an empty value is skipped, and the next attribute counts', () => {
  const read = person({ ...inetOrgPerson, sn: '\u0000 \u0001', givenName: ' ', gn: 'Ada', mail: ' ' });
  expect(read).toStrictEqual({ userId: 'ada', firstName: 'Ada', enabled: true, lockedOut: false, notes: [] });
  expect(person({ ...adUser, sAMAccountName: ' ', uid: ' unix ' })).toMatchObject({ userId: 'unix' });
  expect(person({ ...adUser, userAccountControl: ' ' })).toMatchObject({ enabled: true, lockedOut: false });
});

test('every attribute about the account state decides', () => {
  expect(person({ ...adUser, userAccountControl: '512', nsAccountLock: 'true' })).toMatchObject({ enabled: false });
  expect(person({ ...adUser, userAccountControl: '512', pwdAccountLockedTime: '000001010000Z' })).toMatchObject({
    lockedOut: true,
  });
});

test.each([
  ['de', 'de'],
  [' de-CH ;q=1', 'de-CH'],
  ['en_US,de', 'en_US'],
  ['d', 'd'],
  ['x'.repeat(9), undefined],
  ['-de', undefined],
  ['de CH', undefined],
  [`a${'-bcdefghi'.repeat(3)}-bcdefg`, `a${'-bcdefghi'.repeat(3)}-bcdefg`],
  [`a${'-bcdefghi'.repeat(3)}-bcdefgh`, undefined],
])('language %j is %s', (preferredLanguage, expected) => {
  const read = person({ ...inetOrgPerson, preferredLanguage });
  expect('preferredLanguage' in read ? read.preferredLanguage : undefined).toBe(expected);
});

test('every object class is recognized in any spelling, and CSV has none', () => {
  for (const objectClass of ['Person', 'organizationalPerson', ' inetOrgPerson ', 'USER', 'account', 'posixAccount'])
    expect(person({ objectClass, uid: 'ada' })).toMatchObject({ userId: 'ada' });
  for (const other of ['computer', 'contact', 'group', 'msDS-GroupManagedServiceAccount', 'msDS-ManagedServiceAccount'])
    expect(person({ objectClass: ['user', other], uid: 'ada' })).toEqual({ kind: 'other', is: other });
  expect(person({ uid: 'ada' })).toMatchObject({ userId: 'ada' });
});

test('a date that means never is left out, and both dates are read', () => {
  const read = person({ ...inetOrgPerson, pwdStartTime: '20260101000000Z', accountExpires: '0' });
  expect(read).toMatchObject({ accountStart: '2026-01-01T00:00:00Z' });
  expect(read).not.toHaveProperty('accountEnd');
  expect(person({ ...inetOrgPerson, pwdStartTime: 'soon' })).toMatchObject({ kind: 'invalid', field: 'accountStart' });
});

test('an unexpected error is not reported as one of the user', () => {
  expect(() => person(inetOrgPerson, { userId: ['uid'] } as never)).toThrow(TypeError);
});

test('a name with a language tag is the name, in the preferred language', () => {
  const tagged = {
    objectClass: 'inetOrgPerson',
    uid: 'ogasawara',
    'sn;lang-en': 'Ogasawara',
    'givenName;lang-en': 'Rodney',
    'sn;lang-ja': '小笠原',
    'givenName;lang-ja': 'ロドニー',
  };
  expect(person({ ...tagged, preferredLanguage: 'ja' })).toMatchObject({ lastName: '小笠原', firstName: 'ロドニー' });
  expect(person({ ...tagged, preferredLanguage: 'de, ja_JP;q=0.8' })).toMatchObject({ lastName: '小笠原' });
  expect(person(tagged)).toMatchObject({ lastName: 'Ogasawara', firstName: 'Rodney' });
  expect(person({ ...tagged, sn: 'Plain', preferredLanguage: 'ja' })).toMatchObject({ lastName: 'Plain' });
  expect(person({ ...tagged, 'sn;lang-en': ' ', 'sn;lang-ja': '' })).not.toHaveProperty('lastName');
  expect(person({ ...tagged, 'mail;lang-ja;lang-en': 'a@b.example', 'cn;binary': 'x' })).toMatchObject({
    email: 'a@b.example',
  });
  expect(person({ objectClass: 'inetOrgPerson', uid: 'a', 'sn;binary': 'x' })).not.toHaveProperty('lastName');
});
