import type { SourceKind } from '#core/source-kind.ts';
import { FIELDS, mappingFor, wantedAttributes } from './mapping.ts';

test('each kind of source has its own attributes; a password is mapped only from an internal one', () => {
  expect(mappingFor('ldif', 'external', [])).toEqual(mappingFor('ldap', 'external', []));
  expect(mappingFor('ldif', 'external', []).userId).toEqual(['samaccountname', 'uid', 'userid']);
  expect(mappingFor('csv', 'external', [])).toMatchObject({ firstName: ['firstname', 'givenname'], password: [] });
  expect(mappingFor('csv', 'internal', []).password).toEqual(['passwordhash']);
  expect(mappingFor('ldif', 'internal', []).password).toEqual([]);
});

test('an override replaces the defaults, with the attribute in any case', () => {
  const ldif = mappingFor('ldif', 'external', ['userId= Employee-Number ', 'lastName=sn;x=y']);
  expect(ldif).toMatchObject({ userId: ['employee-number'], lastName: ['sn;x=y'], email: ['mail', 'rfc822mailbox'] });
  expect(mappingFor('csv', 'external', ['userId=Employee Number']).userId).toEqual(['employeenumber']);
  expect(mappingFor('csv', 'internal', ['password=Hash']).password).toEqual(['hash']);
});

const refused = (override: string, kind: SourceKind = 'internal') => {
  try {
    mappingFor('ldif', kind, [override]);
    return undefined;
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string };
    expect({ code, status }).toEqual({ code: 'pack.map_invalid', status: 400 });
    return message;
  }
};

test.each(['nickname=cn', 'userId', 'userId=', 'userId= ', '=uid', 'toString=uid'])(
  '%s is refused as a mapping',
  (override) => {
    expect(refused(override)).toContain(`fields: ${FIELDS.join(', ')}`);
  },
);

test.each([
  'userPassword',
  'unicodePwd',
  'userPassword;x-binary',
  'ntPwdHistory',
  'sambaNTPassword',
  'krbPrincipalKey',
  'ms-Mcs-AdmPwd',
  'msMcsAdmPwdExpirationTime',
  'msLAPS-Password',
  'ipaNTHash',
])('%s holds credentials and never enters a package', (attribute) => {
  const known = /^mslaps-/iu.test(attribute) ? 'msLAPSEncryptedPassword' : attribute;
  expect(refused(`lastName=${known}`)).toContain('credentials');
});

test.each(['userPasswordHint', 'xUserPassword', 'pwdEndTime', 'krbLastPwdChange'])(
  '%s is a name like others',
  (attribute) => {
    expect(refused(`lastName=${attribute}`)).toBeUndefined();
  },
);

test('a password from a directory is refused', () => {
  expect(refused('password=hash', 'external')).toContain('--source internal');
  expect(refused('password=hash', 'internal')).toBeUndefined();
});

test('the mapped attributes and the object class are asked for', () => {
  const mapping = mappingFor('csv', 'internal', ['userId=Login']);
  const wanted = wantedAttributes(mapping);
  expect(wanted.has('objectclass')).toBe(true);
  expect(wanted.has('login')).toBe(true);
  expect(wanted.has('userid')).toBe(false);
  expect(wanted.size).toBe(3 + new Set(FIELDS.flatMap((field) => mapping[field])).size);
  expect(wantedAttributes(mappingFor('csv', 'internal', ['lockedOut=locked'])).has('krblastfailedauth')).toBe(false);
});

test.each([
  ['enabled=loginDisabled', 'means disabled (eDirectory)'],
  ['enabled=nsAccountLock', 'means disabled (389 DS'],
  ['lockedOut=orclIsEnabled', 'means enabled (Oracle OID'],
])('%s: a known attribute keeps its sense, and that is said', (override, words) => {
  const { notes, inverted } = mappingFor('ldif', 'external', [override]);
  expect(notes).toEqual([expect.stringContaining(words)]);
  expect(inverted.size).toBe(0);
});

test.each([
  'enabled=!loginDisabled',
  'enabled=!left',
  'lockedOut=!orclIsEnabled',
  'enabled=orclIsEnabled',
  'lockedOut=lockedByIntruder',
])('%s needs no word', (override) => {
  expect(mappingFor('ldif', 'external', [override]).notes).toEqual([]);
});

test.each([
  ['enabled=!orclIsEnabled', 'turn it round'],
  ['enabled=!userAccountControl', 'turn it round'],
  ['lockedOut=!lockedByIntruder', 'turn it round'],
  ['lastName=!sn', '"!" goes with'],
  ['accountEnd=!pwdEndTime', '"!" goes with'],
  ['enabled=!', 'no attribute follows'],
  ['enabled=!userPassword', 'credentials'],
])('%s is refused', (override, words) => expect(refused(override)).toContain(words));

test('the last mapping of a field counts, with its sense', () => {
  const mapping = mappingFor('csv', 'external', ['enabled=!Left', 'enabled=Here']);
  expect(mapping).toMatchObject({ enabled: ['here'], given: new Set(['enabled']), inverted: new Set() });
  expect(mappingFor('csv', 'external', ['enabled=! Left']).inverted).toEqual(new Set(['enabled']));
});
