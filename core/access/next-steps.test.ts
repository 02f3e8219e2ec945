import { aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { checklist, isEnrolled, nextSteps } from './next-steps.ts';

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
