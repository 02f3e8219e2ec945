import { defaultText, rangeText } from './describe.ts';
import { FIELDS, type SettingPath } from './model.ts';

test.each<[SettingPath, string, string]>([
  ['recovery.linkMinutes', '1 to 60 minutes', '10'],
  ['lockout.failures', '1 to 100', '5'],
  ['mail.toleratedReturnsPercent', '1 to 100 percent', '4'],
  ['internalDatabase.passwordRequired', 'true or false', 'true'],
  ['migration.policy', 'correct, skip, update or fail', 'correct'],
  ['tokenPolicy.newPinProof', 'none or mail', 'none'],
  ['organisation.name', 'text, 1 to 100 characters', 'Your organisation'],
  ['mail.from', 'one e-mail address, 3 to 254 characters', 'landfall@localhost.localdomain'],
  [
    'passwordPolicy.breachedPasswordsUrl',
    'an https address that ends with a slash, at most 255 characters',
    'https://api.pwnedpasswords.com/range/',
  ],
  [
    'consoleAuthentication.security',
    'methods with / (or), + (and) and parentheses, at most 256 characters',
    'SecurID_Native',
  ],
  ['passwordPolicy.words', 'a list of at most 100 words, 3 to 64 characters each', '[]'],
  ['securityQuestions.aliases', 'a list of at most 1000 {language, from, to}', '[]'],
])('%s takes %s; its default is %s', (path, range, byDefault) => {
  expect([rangeText(FIELDS[path]), defaultText(FIELDS[path])]).toEqual([range, byDefault]);
});
