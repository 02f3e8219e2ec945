import { settingsWith } from '#test/support/memory.ts';
import type { Method } from './expression.ts';
import { expressionOf, openMethods } from './methods.ts';

const open = (selfService: string, ...used: Method[]) =>
  openMethods(expressionOf(settingsWith({ consoleAuthentication: { selfService } }), 'self-service'), new Set(used));

test.each<[string, Method[], Method[]]>([
  ['RSA_Password', [], ['RSA_Password']],
  ['RSA_Password/SecurID_Native', [], ['RSA_Password', 'SecurID_Native']],
  ['RSA_Password/SecurID_Native', ['RSA_Password'], []],
  ['RSA_Password+SecurID_Native', [], ['RSA_Password', 'SecurID_Native']],
  ['RSA_Password+SecurID_Native', ['RSA_Password'], ['SecurID_Native']],
  ['LDAP_Password', [], []],
  ['LDAP_Password+SecurID_Native', [], []],
  ['LDAP_Password/(OnDemand+SecurID_Native)/RSA_Password', [], ['RSA_Password']],
  ['RSA_Password+(SecurID_Native/OnDemand)', ['RSA_Password'], ['SecurID_Native']],
  ['SecurID_Native/(RSA_Password+OnDemand)', ['RSA_Password'], []],
  ['RSA_Password/(RSA_Password+SecurID_Native)', ['RSA_Password'], []],
  ['RSA_Password/SecurID_Native', ['RSA_Password', 'SecurID_Native'], []],
])('%s after %j leaves %j', (expression, used, wanted) => {
  expect(open(expression, ...used)).toEqual(wanted);
});

test('each console has its own expression', () => {
  const settings = settingsWith({ consoleAuthentication: { selfService: 'RSA_Password', security: 'SecurID_Native' } });
  expect(openMethods(expressionOf(settings, 'security'), new Set())).toEqual(['SecurID_Native']);
});
