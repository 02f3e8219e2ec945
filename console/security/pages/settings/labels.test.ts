import { Refusal } from '../../../shared/http/api.ts';
import { setTexts } from '../../../shared/i18n/language.ts';
import { texts } from '../../texts/en.ts';
import { faultsOf, listed, shownValue } from './labels.ts';

beforeAll(() => setTexts('en', texts));

const refusal = (code: string, fields?: unknown) =>
  new Refusal({ type: 'about:blank', title: '', status: 422, code, fields } as never);

test.each([
  ['lockout.lockoutMinutes', 1, '1 minute'],
  ['throttles.failedLogonsPerSourcePerDay', 1_000_000, '1,000,000'],
  ['lockout.failures', '', '–'],
  ['internalDatabase.passwordRequired', false, 'Off'],
  ['recovery.mode', 'questions', 'Security questions alone'],
  ['mail.defaultLanguage', 'de', 'Deutsch'],
  ['passwordPolicy.words', ['harbour', 'tide'], 'harbour and tide'],
  ['passwordPolicy.words', [], '–'],
  ['securityQuestions.aliases', [{}, {}], '2 aliases'],
  ['consoleAuthentication.security', 'SecurID_Native', 'SecurID_Native'],
] as const)('the setting %s with the value %j is shown as %j', (path, value, words) => {
  expect(shownValue(path, value)).toBe(words);
});

test('words are joined as the reader’s language does it', () => {
  expect(listed(['token', 'password'], 'disjunction')).toBe('token or password');
});

test('a refused save gives an error for each field', () => {
  const fields = [
    { path: 'recovery.linkMinutes', reason: 'Too big' },
    { path: 'securityQuestions.aliases.3.from', reason: 'Too small' },
    { path: 'passwordPolicy.minLength', reason: '' },
    { path: 'nothing.known', reason: '' },
  ];
  expect(faultsOf(refusal('settings.invalid', fields))).toEqual({
    'recovery.linkMinutes': 'Enter a whole number between 1 and 60.',
    'securityQuestions.aliases': 'This value is not accepted.',
    'passwordPolicy.minLength': texts['settings.wrong.passwordPolicy.minLength'],
  });
  expect(faultsOf(refusal('settings.invalid'))).toEqual({});
  expect(faultsOf(refusal('settings.conflict', fields))).toEqual({});
  expect(faultsOf(new Error('other'))).toEqual({});
});
