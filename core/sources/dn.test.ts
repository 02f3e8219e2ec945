import { dnKey, isBelow } from './dn.ts';

test.each([
  ['uid=ana,ou=People,dc=corp', 'UID = Ana , OU=people; DC=CORP'],
  ['cn=Doe\\, Jane,o=x', 'cn="Doe, Jane",o=x'],
  ['cn=Doe\\2C Jane,o=x', 'cn=Doe\\,  Jane,o=x'],
  ['cn=J\\C3\\BCrgen,o=x', 'cn=JÜRGEN,o=x'],
  ['cn=a+uid=b,o=x', 'uid=B+CN=a,o=x'],
  ['2.5.4.3=a,o=x', 'OID.2.5.4.3=a,o=x'],
  ['cn=a\\+b\\=c,o=x', 'cn=a\\2bb=c,o=x'],
])('%s and %s are one name', (one, other) => {
  expect(dnKey(one)).toBeDefined();
  expect(dnKey(one)).toBe(dnKey(other));
});

test.each(['ana', 'uid', '=x', 'uid=ana,', 'uid=ana,,o=x', 'u id=x', 'uid=ana\\', 'cn="open,o=x'])(
  '%s is no name',
  (text) => {
    expect(dnKey(text)).toBeUndefined();
    expect(isBelow(text, '')).toBe(false);
  },
);

test('a name is below its own base alone', () => {
  const base = dnKey('OU=People,DC=corp')!;
  for (const dn of ['ou=People,dc=corp', 'uid=a,ou=people,dc=corp', 'uid=a,ou=b,ou=people,dc=corp'])
    expect(isBelow(dn, base)).toBe(true);
  for (const dn of ['dc=corp', 'uid=a,ou=people2,dc=corp', 'uid=a,ou=people,dc=corp,dc=x', '', undefined])
    expect(isBelow(dn, base)).toBe(false);
  expect(isBelow('uid=a,dc=corp', '')).toBe(true);
});
