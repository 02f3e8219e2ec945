import { setTexts } from '../../../shared/i18n/language.ts';
import { texts } from '../../texts/en.ts';
import { ACTIONS, REASONS } from './actions.ts';
import { actionName, actorName, factName, fieldName, shown } from './labels.ts';

beforeAll(() => setTexts('en', texts));

test('every action and every reason has a text, and an unknown one is shown as it is', () => {
  for (const action of ACTIONS) expect(actionName(action)).not.toContain('.');
  for (const reason of REASONS) expect(shown(reason, 'reason')).not.toContain('.');
  expect(actionName('harbour.opened')).toBe('harbour.opened');
});

test.each([
  ['system', 'The system'],
  ['upload', 'An upload to the export bucket'],
  ['arn:aws:sts::123456789012:assumed-role/Operator/ada', 'Operator ada'],
  ['unknown:0123456789abcdef', 'Somebody unknown (0123456789abcdef)'],
  ['ada', 'ada'],
])('the actor %s is shown as %s', (actor, words) => {
  expect(actorName(actor)).toBe(words);
});

test('fields and facts have the names that other pages use, and unknown ones are shown as they are', () => {
  expect(fieldName('lockout.failures')).toBe('Failed logons before the lockout');
  expect(fieldName('email')).toBe('E-mail address');
  expect(fieldName('pin')).toBe('PIN');
  expect(fieldName('unheard-of')).toBe('unheard-of');
  expect(factName('method')).toBe('Method');
  expect(factName('unheard-of')).toBe('unheard-of');
});

test.each([
  [null, 'role', '–'],
  [undefined, 'role', '–'],
  ['help-desk', 'role', 'Help desk'],
  [true, 'enabled', 'Yes'],
  [30, 'lockout.lockoutMinutes', '30 minutes'],
  [1234, 'failures', '1,234'],
  ['user.higher_role', 'code', texts['problem.user.higher_role']],
  ['unheard.of', 'code', 'unheard.of'],
  ['security', 'console', 'Security Console'],
  ['link', 'method', 'Mail a link'],
  ['RSA_Password+SecurID_Native', 'methods', 'password and token'],
  ['authenticated', 'status', 'Logged on'],
  ['unheard-of', 'status', 'unheard-of'],
  [[], 'securityQuestions.aliases', '–'],
  [
    [{ language: 'en_US', from: 'a?', to: 'b?' }],
    'securityQuestions.aliases',
    'Language: en_US, Source: a?, Catalogue: b?',
  ],
])('the value %j of the field %s is shown as %j', (value, field, words) => {
  expect(shown(value, field)).toBe(words);
});
