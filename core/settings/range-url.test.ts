import { changeSettings } from './change.ts';
import { defaultSettings } from './model.ts';
import { isRangeUrl } from './range-url.ts';

test.each([
  'https://api.pwnedpasswords.com/range/',
  'https://passwords.corp.example:8443/pwned/range/',
  'https://passwords.corp.example/',
  'http://127.0.0.1:8080/range/',
  'http://127.0.0.2/range/',
])('%s', (url) => expect(isRangeUrl(url)).toBe(true));

test.each([
  '',
  'range/',
  'http://api.pwnedpasswords.com/range/',
  'http://127.0.0.1.corp.example/range/',
  'http://x127.0.0.1/range/',
  'http://169.254.169.254/range/',
  'ftp://127.0.0.1/range/',
  'https://passwords.corp.example',
  'https://passwords.corp.example/range',
  'https://passwords.corp.example/range/?',
  'https://passwords.corp.example/range?prefix=/',
  'https://passwords.corp.example/range/#/',
  'https://user@passwords.corp.example/range/',
  'https://:secret@passwords.corp.example/range/',
])('not %j', (url) => expect(isRangeUrl(url)).toBe(false));

test('the setting says what it wants', () => {
  const change = (breachedPasswordsUrl: string) =>
    changeSettings(defaultSettings(), { passwordPolicy: { breachedPasswordsUrl } });
  expect(change('https://m.example/').passwordPolicy.breachedPasswordsUrl).toBe('https://m.example/');
  expect(() => change('http://m.example/')).toThrow(
    expect.objectContaining({
      code: 'settings.invalid',
      message: expect.stringContaining('must be an https address that ends with a slash'),
    }),
  );
});
