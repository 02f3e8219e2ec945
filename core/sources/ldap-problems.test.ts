import { type LdapFailure, ldapProblem, networkCode } from './ldap-problems.ts';

const problem = (code: LdapFailure['code'], more: Partial<LdapFailure> = {}) =>
  ldapProblem({ step: 'search', code, bound: true, ...more });

test.each<[LdapFailure['code'], Partial<LdapFailure>, RegExp]>([
  [1, { bound: false }, /--bind-dn/u],
  [1, {}, /log/u],
  [2, { step: 'connection' }, /StartTLS: use ldaps/u],
  [2, {}, /LDAP 3/u],
  [3, {}, /time limit/u],
  [4, {}, /size limit.*--ldif/u],
  [7, {}, /simple bind/u],
  [8, {}, /ldaps:\/\/ or --ldap-starttls/u],
  [10, {}, /referral.*--ldap/u],
  [11, {}, /administrative limit/u],
  [12, {}, /pages.*--ldif/u],
  [13, {}, /encrypted/u],
  [32, {}, /--base/u],
  [32, { namingContexts: ['dc=a', 'dc=b'] }, /it serves dc=a; dc=b/u],
  [34, { step: 'logon' }, /--bind-dn is not a name/u],
  [34, {}, /--base is not a name/u],
  [48, { bound: false }, /anonymous.*--bind-dn/u],
  [48, {}, /no password/u],
  [49, {}, /password is wrong/u],
  [49, { serverText: 'AcceptSecurityContext error, data 775, v3839' }, /locked out/u],
  [49, { serverText: 'data 999' }, /password is wrong/u],
  [50, { bound: false }, /anonymous/u],
  [50, {}, /insufficient/u],
  [53, { step: 'logon' }, /empty password/u],
  [53, {}, /unwilling/u],
  [77, {}, /result code 77/u],
  ['ECONNREFUSED', {}, /636/u],
  ['SELF_SIGNED_CERT_IN_CHAIN', {}, /--ca FILE, or in NODE_EXTRA_CA_CERTS/u],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', {}, /self-signed.*--ca FILE/u],
  ['EODD', {}, /EODD/u],
  [undefined, {}, /unknown reason/u],
])('%s %j says what to do', (code, more, words) => expect(problem(code, more)).toMatch(words));

test('no text of a server is repeated', () => {
  expect(problem(49, { serverText: 'secret data 52e' })).not.toContain('secret');
  expect(problem(80, { serverText: 'secret' })).not.toContain('secret');
});

test('an error of the network is known by its code, or by its text', () => {
  expect(networkCode('ENOTFOUND', '')).toBe('ENOTFOUND');
  expect(networkCode(undefined, 'Connection timeout')).toBe('ETIMEDOUT');
  expect(networkCode('EODD', 'SSL routines:ssl3_get_record:wrong version number')).toBe('ERR_SSL_WRONG_VERSION_NUMBER');
  expect(networkCode(undefined, 'Filter is bad')).toBeUndefined();
});
