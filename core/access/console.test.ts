import { settingsWith } from '#test/support/memory.ts';
import { describeConsoles } from './console.ts';

test('the logon pages get what they may show, and nothing about any user', () => {
  const shown = describeConsoles(
    settingsWith({
      consoleAuthentication: { selfService: '(LDAP_Password+OnDemand)/SecurID_Native' },
      organisation: { name: 'Corp', helpDesk: '+1 555 0100' },
      selfServiceFeatures: { forgotPasswordLink: true },
    }),
    ['en_US'],
    { logo: { version: 'a', width: 200, height: 60 } },
  );
  expect(shown).toEqual({
    organisation: 'Corp',
    helpDesk: '+1 555 0100',
    consoles: {
      selfService: { methods: ['SecurID_Native'], expression: '(LDAP_Password+OnDemand)/SecurID_Native' },
      security: { methods: ['SecurID_Native'], expression: 'SecurID_Native' },
    },
    forgotPassword: true,
    recoveryMode: 'email-link+questions',
    passwordMinLength: 15,
    passwordLeastStrength: 'fair',
    pin: { choice: 'either', minLength: 4, maxLength: 8, characters: 'alphanumeric' },
    languages: ['en_US'],
    logo: { version: 'a', width: 200, height: 60 },
  });
});

test('each console shows the methods of its own expression', () => {
  const consoleAuthentication = { selfService: 'RSA_Password', security: 'RSA_Password+SecurID_Native' };
  const { consoles } = describeConsoles(settingsWith({ consoleAuthentication }), [], {});
  expect(consoles.selfService.methods).toEqual(['RSA_Password']);
  expect(consoles.security.methods).toEqual(['RSA_Password', 'SecurID_Native']);
});
