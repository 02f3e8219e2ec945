import { defaultSettings, FIELDS, isSettingPath, SETTING_PATHS } from './model.ts';

test('every setting has a path, in the order of its definition', () => {
  expect(SETTING_PATHS.slice(0, 3)).toEqual([
    'consoleAuthentication.selfService',
    'consoleAuthentication.security',
    'selfServiceFeatures.forgotPasswordLink',
  ]);
  expect(FIELDS['lockout.windowHours']).toEqual({ kind: 'number', min: 1, max: 168, unit: 'hours', default: 24 });
  expect(isSettingPath('lockout.windowHours')).toBe(true);
  expect(isSettingPath('lockout')).toBe(false);
  expect(isSettingPath('toString')).toBe(false);
});

test('the defaults are made anew each time, so that no change of a list reaches the next caller', () => {
  defaultSettings().passwordPolicy.words.push('harbour');
  expect(defaultSettings().passwordPolicy.words).toEqual([]);
});
