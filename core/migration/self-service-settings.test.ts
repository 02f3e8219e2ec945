import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { selfServiceSettings } from './self-service-settings.ts';

const settingsWith = (selfService: string, forgotPasswordLink: boolean): Settings =>
  settingsSchema.parse({ consoleAuthentication: { selfService }, selfServiceFeatures: { forgotPasswordLink } });

test('the token alone is added as one way, and the link switched on; nothing else changes', () => {
  const before = defaultSettings();
  const { next, change } = selfServiceSettings(before, 4)!;
  expect(change).toEqual({
    status: 'intended',
    before: { selfService: 'RSA_Password', forgotPasswordLink: false },
    after: { selfService: '(RSA_Password)/SecurID_Native', forgotPasswordLink: true },
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

test('a value that asked for two factors is marked as weakened', () => {
  expect(selfServiceSettings(settingsWith('RSA_Password+SecurID_Native', true), 0)!.change.weakened).toBe(true);
});

test('settings that fit already are not changed', () => {
  expect(selfServiceSettings(settingsWith('RSA_Password/SecurID_Native', true), 0)).toBeUndefined();
  expect(selfServiceSettings(settingsWith('SecurID_Native/RSA_Password', false), 0)!.change.after.selfService).toBe(
    'SecurID_Native/RSA_Password',
  );
});
