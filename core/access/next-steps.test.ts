import { isEnrolled } from '#core/questions/enrolled.ts';
import { aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { checklist, mustEnrol, nextSteps } from './next-steps.ts';

const settings = settingsWith({});
const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
const password = { hash: 'h', changedAt: NOW, mustChange: false, history: [] };

test('the four steps are done one after the other', () => {
  const steps = (more: object) => nextSteps(aUser(more), settings);
  expect(steps({})).toEqual(['log-on-with-token', 'set-security-questions', 'log-off', 'forgot-password']);
  expect(steps({ firstTokenLogonAt: NOW })).toEqual(['set-security-questions', 'log-off', 'forgot-password']);
  expect(steps({ firstTokenLogonAt: NOW, answers })).toEqual(['log-off', 'forgot-password']);
  expect(steps({ firstTokenLogonAt: NOW, answers, password })).toEqual([]);
  expect(steps({ password })).toEqual(['set-security-questions']);
  // A6: a password that an administrator gave out is not done.
  const temporary = { ...password, mustChange: true };
  expect(steps({ firstTokenLogonAt: NOW, answers, password: temporary })).toEqual(['log-off', 'forgot-password']);
  expect(checklist(aUser({ password }), settings)).toEqual([
    { step: 'log-on-with-token', done: true },
    { step: 'set-security-questions', done: false },
    { step: 'log-off', done: true },
    { step: 'forgot-password', done: true },
  ]);
});

test('enrolment is complete with as many answers as the setting asks for', () => {
  expect(isEnrolled(aUser({ answers: answers.slice(0, 2) }), settings)).toBe(false);
  expect(isEnrolled(aUser({ answers }), settings)).toBe(true);
});

describe('the first logon', () => {
  const arrived = aUser({ imported: true, answers: answers.slice(0, 2) });
  const { password: _none, ...rest } = arrived;
  test.each([
    ['an imported user with two answers of three', rest, 'email-link+questions', true],
    ['where questions alone recover', rest, 'questions', true],
    ['not where recovery asks no questions', rest, 'email-link+token', false],
    ['not with as many answers as enrolment asks for', { ...rest, answers }, 'questions', false],
    ['not with a password', { ...rest, password }, 'questions', false],
    ['not of a user who was created here', { ...rest, imported: false }, 'questions', false],
  ] as const)('leads to the questions: %s', (_what, user, mode, forced) => {
    expect(mustEnrol(user, settingsWith({ recovery: { ...settings.recovery, mode } }))).toBe(forced);
  });
});
