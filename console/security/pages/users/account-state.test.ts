import type { User } from '../../../shared/http/api-types.ts';
import { nameOf, procedureOf, standingOf } from './account-state.ts';

const now = Date.parse('2026-11-25T12:00:00Z');
const user = (more: Partial<User>) =>
  ({ userId: 'ada', enabled: true, lockedOut: false, questionsAnswered: 0, hasPassword: false, ...more }) as User;

test.each([
  [{}, 'enabled'],
  [{ enabled: false, lockedOut: true }, 'disabled'],
  [{ lockedOut: true }, 'locked'],
  [{ accountStart: '2026-11-26T00:00:00Z' }, 'not-started'],
  [{ accountStart: '2026-11-25T12:00:00Z' }, 'enabled'],
  [{ accountEnd: '2026-11-25T12:00:00Z' }, 'ended'],
])('%j is %s', (more, standing) => {
  expect(standingOf(user(more), now)).toBe(standing);
});

test('a name of what there is of it', () => {
  expect(nameOf(user({ firstName: 'Ada', lastName: 'Lovelace' }))).toBe('Ada Lovelace');
  expect(nameOf(user({}))).toBe('');
});

test('what is left: whoever has a password needs no first logon with the token any more', () => {
  const left = (more: Partial<User>, enrolment?: number) =>
    procedureOf(user(more), enrolment).flatMap(({ step, done }) => (done ? [] : [step]));
  expect(left({}, 3)).toEqual(['token', 'questions', 'password']);
  expect(left({ firstTokenLogonAt: '2026-11-25T12:00:00Z', questionsAnswered: 2 }, 3)).toEqual([
    'questions',
    'password',
  ]);
  expect(left({ hasPassword: true, questionsAnswered: 2 })).toEqual([]);
});
