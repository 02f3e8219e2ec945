import type { Role, User } from '#core/directory/model.ts';
import { aUser, NOW } from '#test/support/memory.ts';
import { ACCOUNT_ACTS, type AccountAct, accountAct, actionOf, planAct } from './act.ts';

const by = (role: Role = 'help-desk', id = 'ada') => ({ id, role, operator: false, fresh: true, methods: [] });
const answers = [{ language: 'en_US', question: 'Your first pet?', hash: 'answer hash' }];

test.each<[AccountAct, Partial<User>, boolean]>([
  ['disable', { enabled: false }, true],
  ['enable', { enabled: true }, false],
  ['lock', { lockedOut: true }, true],
  ['unlock', { lockedOut: false, failures: 0, failuresSince: 0 }, false],
  ['clear-answers', { answers: [] }, true],
  ['end-sessions', {}, true],
])('%s changes a user without a password, and nothing else of the user', (act, set, endSessions) => {
  const user = aUser({ enabled: act !== 'enable', lockedOut: act === 'unlock', failures: 7, answers });
  expect(user.password).toBeUndefined();
  const written = { touchedAt: act === 'unlock' ? undefined : NOW, set: { ...set, updatedAt: NOW }, remove: [] };
  expect(planAct(user, act, by(), NOW)).toEqual({ ...written, endSessions });
});

test('an unlocked user goes on following the exports of the source; after any other act imports change nothing', () => {
  const untouched = ACCOUNT_ACTS.filter((act) => planAct(aUser(), act, by(), NOW).touchedAt === undefined);
  expect(untouched).toEqual(['unlock']);
});

test('whom a run has disabled an administrator disables or enables for good', () => {
  const gone = aUser({ enabled: false, disabledBy: { run: 'r' } });
  for (const act of ['disable', 'enable'] as const)
    expect(planAct(gone, act, by(), NOW).remove).toEqual(['disabledBy']);
  expect(planAct(gone, 'lock', by(), NOW).remove).toEqual([]);
});

test('each act has a name of its own in the audit', () => {
  expect(new Set(ACCOUNT_ACTS.map(actionOf)).size).toBe(ACCOUNT_ACTS.length);
});

test('no act carries a value, such as an answer or a password', () => {
  expect(accountAct.safeParse({ act: 'clear-answers' }).success).toBe(true);
  for (const more of [{ password: 'x' }, { answers: [] }, { act: 'erase' }])
    expect(accountAct.safeParse({ act: 'disable', ...more }).success).toBe(false);
});

test('A4: no act reaches a user of a higher role, and administrators don’t end their own lockout', () => {
  const refusedFor = (act: AccountAct, user: User, actor = by()) => {
    try {
      planAct(user, act, actor, NOW);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  for (const act of ACCOUNT_ACTS) {
    expect(refusedFor(act, aUser({ role: 'admin' }))).toBe('user.higher_role');
    expect(refusedFor(act, aUser({ role: 'admin' }), by('admin'))).toBeUndefined();
    const own = refusedFor(act, aUser({ role: 'help-desk' }), by('help-desk', 'anna'));
    expect(own).toBe(act === 'unlock' ? 'user.own_account' : undefined);
  }
});
