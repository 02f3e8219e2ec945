import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { isSelfServicePossible, selfServiceSettings } from './self-service-settings.ts';

const settingsWith = (selfService: string, forgotPasswordLink: boolean): Settings =>
  settingsSchema.parse({ consoleAuthentication: { selfService }, selfServiceFeatures: { forgotPasswordLink } });

test('the token alone is added as one way, and the link switched on; nothing else changes', () => {
  const before = defaultSettings();
  const { next, change } = selfServiceSettings(before, 4)!;
  expect(change).toEqual({
    status: 'intended',
    before: { selfService: 'RSA_Password', forgotPasswordLink: false },
    after: { selfService: 'RSA_Password/SecurID_Native', forgotPasswordLink: true },
    weakened: false,
    version: 5,
  });
  expect({ ...next, consoleAuthentication: 0, selfServiceFeatures: 0 }).toEqual({
    ...before,
    consoleAuthentication: 0,
    selfServiceFeatures: 0,
  });
  expect(next.consoleAuthentication.security).toBe(before.consoleAuthentication.security);
});

test.each([
  ['RSA_Password', false],
  ['RSA_Password/LDAP_Password+OnDemand', false],
  ['RSA_Password+SecurID_Native', true],
  ['(RSA_Password/LDAP_Password)+SecurID_Native', true],
  // OnDemand and LDAP_Password are not served: what asks for one of them is no way.
  ['OnDemand', true],
  ['LDAP_Password/RSA_Password+SecurID_Native', true],
  ['OnDemand/RSA_Password', false],
])('A8: a change of %s weakens: %s, whatever is not served', (text, weakened) => {
  expect(selfServiceSettings(settingsWith(text, true), 0)!.change.weakened).toBe(weakened);
});

test('A8: showing the link alone weakens nothing', () => {
  expect(selfServiceSettings(settingsWith('SecurID_Native', false), 0)!.change.weakened).toBe(false);
  expect(isSelfServicePossible(settingsWith('SecurID_Native', false))).toBe(false);
  expect(isSelfServicePossible(settingsWith('SecurID_Native', true))).toBe(true);
});

test('settings that fit already are not changed', () => {
  expect(selfServiceSettings(settingsWith('RSA_Password/SecurID_Native', true), 0)).toBeUndefined();
  expect(selfServiceSettings(settingsWith('SecurID_Native/RSA_Password', false), 0)!.change.after.selfService).toBe(
    'SecurID_Native/RSA_Password',
  );
});
