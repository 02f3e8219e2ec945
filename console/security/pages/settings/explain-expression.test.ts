import { parseExpression } from '#core/settings/expression.ts';
import { findingsOf, readExpression } from './explain-expression.ts';

const faultOf = (text: string) => {
  const reading = readExpression(text);
  return 'fault' in reading ? reading.fault : undefined;
};

test('an expression is read as its ways to log on, the shortest first', () => {
  expect(readExpression('RSA_Password+LDAP_Password / SecurID_Native')).toMatchObject({
    ways: [['SecurID_Native'], ['RSA_Password', 'LDAP_Password']],
  });
});

test.each([
  ['', { position: 0, length: 0, expected: 'method' }],
  ['RSA_Password/', { position: 13, length: 0, expected: 'method' }],
  ['rsa_password', { position: 0, length: 12, expected: 'method', meant: 'RSA_Password' }],
  ['RSA_Password+Kerberos', { position: 13, length: 8, expected: 'method' }],
  ['RSA_Password SecurID_Native', { position: 13, length: 14, expected: 'operator' }],
  ['RSA_Password,OnDemand', { position: 12, length: 1, expected: 'operator' }],
  ['RSA_Password)', { position: 12, length: 1, expected: 'operator' }],
  ['(RSA_Password', { position: 13, length: 0, expected: 'close' }],
  ['(RSA_Password OnDemand', { position: 14, length: 8, expected: 'close' }],
  [`RSA_Password${' '.repeat(250)}`, { position: 256, length: 6, expected: 'shorter' }],
])('the error in the expression %j is found with its place', (text, fault) => {
  expect(faultOf(text)).toEqual(fault);
});

const findings = (console: 'self-service' | 'security', before: string, next: string) =>
  findingsOf(console, parseExpression(before), parseExpression(next), ['SecurID_Native']);

test.each([
  ['security', 'SecurID_Native', 'SecurID_Native', []],
  ['security', 'SecurID_Native', 'OnDemand/LDAP_Password+SecurID_Native', ['closed']],
  ['security', 'SecurID_Native', 'OnDemand/SecurID_Native', ['unserved']],
  ['security', 'RSA_Password+SecurID_Native', 'SecurID_Native', ['weaker']],
  ['security', 'SecurID_Native', 'SecurID_Native/RSA_Password', ['password-alone']],
  ['security', 'SecurID_Native', 'SecurID_Native+RSA_Password', ['yourself']],
  ['self-service', 'RSA_Password', 'RSA_Password', ['token-not-alone']],
  ['self-service', 'RSA_Password', 'RSA_Password/SecurID_Native', []],
  ['self-service', 'RSA_Password+SecurID_Native', 'RSA_Password/SecurID_Native', ['weaker']],
] as const)(
  'a change of the expression of console %s from %s to %s has the findings %j',
  (console, before, next, expected) => {
    expect(findings(console, before, next)).toEqual(expected);
  },
);

test('no findings compare with a previous value that is not valid', () => {
  expect(findingsOf('self-service', undefined, parseExpression('SecurID_Native'), [])).toEqual([]);
});
