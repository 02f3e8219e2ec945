import type { DirectoryEntry } from './entry.ts';
import { filterAttributes, parseFilter } from './filter.ts';
import { matchesFilter } from './filter-match.ts';

const ana: DirectoryEntry = {
  line: 1,
  values: new Map(
    Object.entries({
      objectclass: ['inetOrgPerson'],
      uid: ['ana'],
      cn: ['Ana  Muster (Guest)'],
      'sn;lang-de': ['Müster'],
      ou: ['Sales', 'Export'],
      age: ['9'],
      since: ['20260101000000Z'],
      useraccountcontrol: ['514'],
      path: ['C:\\data*'],
      memberof: ['CN=Team\\, A,OU=Groups,DC=corp'],
    }),
  ),
};
const matches = (filter: string) => matchesFilter(parseFilter(filter), ana);
const refusal = (filter: string) => {
  try {
    parseFilter(filter);
    return undefined;
  } catch (error) {
    return error as { code: string; message: string };
  }
};

test.each([
  '(uid=ANA)',
  'uid=ana',
  ' ( uid=ana ) ',
  '(&)',
  '(&(objectClass=person)(!(ou=Guests)))',
  '(& (objectClass=top) (|(uid=bo)(ou=export)) )',
  '(sn=müster)',
  '(sn=*)',
  '(cn=Ana Muster \\28Guest\\29)',
  '(cn~=ana muster \\28guest\\29)',
  '(cn=ana*)',
  '(cn=*muster*)',
  '(cn=a*mus*\\29)',
  '(cn=*)',
  '(path=c:\\5cdata\\2a)',
  '(sn=m\\c3\\bcster)',
  '(age>=9)',
  '(age<=10)',
  '(age>=-1)',
  '(since>=20250101000000Z)',
  '(uid>=ana)',
  '(uid<=b)',
  '(since<=20260101000000Z)',
  '(userAccountControl:1.2.840.113556.1.4.803:=2)',
  '(userAccountControl:1.2.840.113556.1.4.804:=6)',
  '(memberOf=cn=Team\\5c2c A, ou=groups, dc=corp)',
])('%s finds the entry', (filter) => {
  expect(matches(filter)).toBe(true);
});

test.each([
  '(uid=an)',
  '(|)',
  '(!(objectClass=person))',
  '(&(uid=ana)(ou=Guests))',
  '(objectClass=account)',
  '(cn=*ana)',
  '(cn=muster*)',
  '(cn=ana*ana*)',
  '(uid=ana*a)',
  '(uid=*x*y*)',
  '(mail=*)',
  '(age>=10)',
  '(age<=8)',
  '(uid>=b)',
  '(uid<=a)',
  '(since<=20250101000000Z)',
  '(userAccountControl:1.2.840.113556.1.4.803:=6)',
  '(userAccountControl:1.2.840.113556.1.4.804:=1)',
  '(uid:1.2.840.113556.1.4.804:=1)',
  '(memberOf=cn=Team,ou=groups,dc=corp)',
])('%s does not find the entry', (filter) => {
  expect(matches(filter)).toBe(false);
});

test('a class that stands in no table is itself and top', () => {
  const entry: DirectoryEntry = { line: 1, values: new Map([['objectclass', ['corpPerson']]]) };
  expect(matchesFilter(parseFilter('(objectClass=corpperson)'), entry)).toBe(true);
  expect(matchesFilter(parseFilter('(objectClass=person)'), entry)).toBe(false);
});

test.each([
  ['(uid=ana', 'not closed'],
  ['(uid=ana))', 'follows its last'],
  ['(&uid=ana)', 'not closed'],
  ['(!uid=ana)', 'parenthesis is missing'],
  ['()', 'no comparison'],
  ['(uid)', 'no comparison'],
  ['(uid=a(b)', 'not closed'],
  ['(uid=a\\zz)', 'two hex digits'],
  ['(uid>=a*)', '\\2a'],
  [`${'(!'.repeat(102)}(a=b)${')'.repeat(102)}`, 'nested too deep'],
])('%s is refused, and the message says what is wrong', (filter, words) => {
  expect(refusal(filter)?.code).toBe('ldap.filter_invalid');
  expect(refusal(filter)?.message).toContain(words);
});

test.each([
  ['(memberOf:1.2.840.113556.1.4.1941:=cn=x)', '--group'],
  ['(cn:caseExactMatch:=x)', 'matching rule caseExactMatch'],
  ['(flags:1.2.840.113556.1.4.803:=two)', 'no number of flags'],
  ['(objectGUID=\\dc\\a7\\2f)', 'octets'],
  ['(cn=\\ff)', 'octets'],
  ['(userPassword=*)', 'credentials'],
])('%s can only be judged by a directory, which is said', (filter, words) => {
  expect(refusal(filter)?.code).toBe('pack.filter_unsupported');
  expect(refusal(filter)?.message).toContain(words);
});

test('the attributes of a filter are named', () => {
  expect(filterAttributes(parseFilter('(&(UID=a)(!(ou=*))(|(cn=a*)))'))).toEqual(['uid', 'ou', 'cn']);
});
