import type { Token, User } from '#core/directory/model.ts';
import { aToken, aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { ACCOUNT_FACTS, accountState, isHindering } from './account-state.ts';

const settings = settingsWith({});
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const password = { hash: 'h', changedAt: NOW, mustChange: false, history: [] };
const temporary = { ...password, mustChange: true };
const stateOf = (user: Partial<User>, tokens: readonly Token[] = [aToken({ assignee: 'anna' })]) =>
  accountState({ user: aUser(user), tokens, settings }, NOW);

test('an account without anything to say has no fact', () => {
  expect(stateOf({})).toEqual([]);
  expect(stateOf({ password })).toEqual([]);
  expect(stateOf({ accountStart: NOW, accountEnd: NOW + 1 })).toEqual([]);
});

const { failures, lockoutMinutes } = settings.lockout;
const until = NOW + lockoutMinutes * MINUTE;
test.each<[string, Partial<User>, object[]]>([
  ['disabled', { enabled: false }, [{ fact: 'disabled' }]],
  ['locked by an administrator or the source', { lockedOut: true }, [{ fact: 'locked' }]],
  ['locked by failures', { failures, failedAt: NOW, failuresSince: 1 }, [{ fact: 'locked-by-failures', at: until }]],
  ['locked by failures of before', { failures, failuresSince: NOW }, [{ fact: 'locked-by-failures', at: until }]],
  ['a lockout that is over', { failures, failedAt: NOW - HOUR }, [{ fact: 'failures' }]],
  ['failures below the limit', { failures: failures - 1, failedAt: NOW }, [{ fact: 'failures' }]],
  ['not started', { accountStart: NOW + 1 }, [{ fact: 'not-started', at: NOW + 1 }]],
  ['ended', { accountEnd: NOW }, [{ fact: 'ended', at: NOW }]],
  [
    'disabled and locked by failures',
    { enabled: false, failures, failedAt: NOW },
    [{ fact: 'disabled' }, { fact: 'locked-by-failures', at: until }],
  ],
  ['a temporary password', { password: temporary }, [{ fact: 'temporary-password', at: NOW + 24 * HOUR }]],
  [
    'one that was not changed in time',
    { password: { ...temporary, changedAt: NOW - 25 * HOUR } },
    [{ fact: 'temporary-password-ended', at: NOW - HOUR }],
  ],
])('%s', (_what, user, expected) => {
  expect(stateOf(user)).toEqual(expected);
});

test('tokens that can’t be used are told apart from none, and from no way in at all', () => {
  const lost = aToken({ assignee: 'anna', lost: true });
  const anothers = aToken({ assignee: 'bert' });
  expect(stateOf({ password }, [lost])).toEqual([{ fact: 'no-usable-token' }]);
  // It works, with two successive codes.
  expect(stateOf({}, [{ ...lost, lost: false, suspendedAt: NOW }])).toEqual([]);
  expect(stateOf({ password }, [anothers])).toEqual([{ fact: 'no-token' }]);
  expect(stateOf({}, [lost])).toEqual([{ fact: 'no-way-in' }, { fact: 'no-usable-token' }]);
  expect(stateOf({}, [lost, aToken({ assignee: 'anna' })])).toEqual([]);
  expect(stateOf({ password: temporary }, [])).toEqual([
    { fact: 'temporary-password', at: NOW + 24 * HOUR },
    { fact: 'no-token' },
  ]);
  const over = { ...temporary, changedAt: NOW - 25 * HOUR };
  expect(stateOf({ password: over }, [])[0]).toEqual({ fact: 'no-way-in' });
});

test('facts that prevent a logon are known as such', () => {
  expect(ACCOUNT_FACTS.filter(isHindering)).toEqual([
    'disabled',
    'locked',
    'locked-by-failures',
    'not-started',
    'ended',
    'no-way-in',
  ]);
});
