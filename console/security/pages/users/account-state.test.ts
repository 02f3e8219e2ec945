import { ACCOUNT_ACTS, planAct } from '#core/administration/users/act.ts';
import type { User as Stored } from '#core/directory/model.ts';
import type { User } from '../../../shared/http/api-types.ts';
import { texts as de } from '../../texts/de.ts';
import { texts as en } from '../../texts/en.ts';
import { texts as fr } from '../../texts/fr.ts';
import { mayLogOn, nameOf, procedureOf } from './account-state.ts';

const user = (more: Partial<User>) =>
  ({ userId: 'ada', state: [], questionsAnswered: 0, questionsRequired: 3, hasPassword: false, ...more }) as User;

test('a name consists of the parts that are known', () => {
  expect(nameOf(user({ firstName: 'Ada', lastName: 'Lovelace' }))).toBe('Ada Lovelace');
  expect(nameOf(user({}))).toBe('');
});

test('a user may log on unless a fact prevents it', () => {
  expect(mayLogOn(user({}))).toBe(true);
  expect(mayLogOn(user({ state: [{ fact: 'no-token' }, { fact: 'failures' }] }))).toBe(true);
  expect(mayLogOn(user({ state: [{ fact: 'locked-by-failures', at: '2026-11-25T12:00:00Z' }] }))).toBe(false);
});

test('the steps that are left, also after a password from an administrator', () => {
  const left = (more: Partial<User>) => procedureOf(user(more)).flatMap(({ step, done }) => (done ? [] : [step]));
  expect(left({})).toEqual(['token', 'questions', 'password']);
  expect(left({ firstTokenLogonAt: '2026-11-25T12:00:00Z', questionsAnswered: 2 })).toEqual(['questions', 'password']);
  expect(left({ hasPassword: true, questionsAnswered: 3 })).toEqual([]);
  expect(left({ hasPassword: true, mustChangePassword: true, questionsAnswered: 3 })).toEqual(['change']);
});

test.each(ACCOUNT_ACTS)('before “%s” the page says whether it ends the sessions', (act) => {
  const operator = { id: 'operator', role: 'super-admin', operator: true, fresh: true, methods: [] } as const;
  const { endSessions } = planAct({ userId: 'ada' } as Stored, act, operator, 0);
  for (const texts of [en, de, fr]) expect(/session|Sitzung/iu.test(texts[`users.${act}.text`])).toBe(endSessions);
});
