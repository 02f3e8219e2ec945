import type { User } from '../../../shared/http/api-types.ts';
import { accountStateOf, nameOf, procedureOf } from './account-state.ts';

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
])('an account with %j is %s', (more, state) => {
  expect(accountStateOf(user(more), now)).toBe(state);
});

test('a name consists of the parts that are known', () => {
  expect(nameOf(user({ firstName: 'Ada', lastName: 'Lovelace' }))).toBe('Ada Lovelace');
  expect(nameOf(user({}))).toBe('');
});

test('a user with a password no longer needs a first logon with the token', () => {
  const left = (more: Partial<User>, enrolment?: number) =>
    procedureOf(user(more), enrolment).flatMap(({ step, done }) => (done ? [] : [step]));
  expect(left({}, 3)).toEqual(['token', 'questions', 'password']);
  expect(left({ firstTokenLogonAt: '2026-11-25T12:00:00Z', questionsAnswered: 2 }, 3)).toEqual([
    'questions',
    'password',
  ]);
  expect(left({ hasPassword: true, questionsAnswered: 2 })).toEqual([]);
});
