import { defaultSettings } from '#core/settings/model.ts';
import { patchOf, pathOf, valuesOf } from './values.ts';

test('values are read by path, and changes are sent by group', () => {
  expect(valuesOf(defaultSettings(), ['lockout.failures', 'sessions.idleMinutes'])).toEqual({
    'lockout.failures': 5,
    'sessions.idleMinutes': 15,
  });
  expect(
    patchOf([
      { field: 'lockout.failures', after: 3 },
      { field: 'lockout.windowHours', after: 12 },
      { field: 'mail.linkDays', after: 7 },
    ]),
  ).toEqual({ lockout: { failures: 3, windowHours: 12 }, mail: { linkDays: 7 } });
});

test('blank lines and surrounding spaces are not saved', () => {
  const aliases = [{ language: 'en_US', from: 'First pet ?', to: 'First pet?' }];
  expect(
    patchOf([
      { field: 'passwordPolicy.words', after: [' harbour ', '', 'tide'] },
      { field: 'organisation.name', after: ' Example ' },
      { field: 'securityQuestions.aliases', after: aliases },
    ]),
  ).toEqual({
    passwordPolicy: { words: ['harbour', 'tide'] },
    organisation: { name: 'Example' },
    securityQuestions: { aliases },
  });
});

test('a refusal of an item of a list belongs to the field of the list', () => {
  expect(pathOf('securityQuestions.aliases.3.from')).toBe('securityQuestions.aliases');
  expect(pathOf('lockout.failures')).toBe('lockout.failures');
  expect(pathOf('lockout')).toBeUndefined();
});
