import { aUser, NOW } from '#test/support/memory.ts';
import { accountFault } from './account.ts';

test('an account is usable between its dates, enabled and not locked out', () => {
  expect(accountFault(undefined, NOW)).toBe('user.unknown');
  expect(accountFault(aUser({ enabled: false }), NOW)).toBe('user.disabled');
  expect(accountFault(aUser({ lockedOut: true }), NOW)).toBe('user.locked_out');
  expect(accountFault(aUser({ accountStart: NOW + 1 }), NOW)).toBe('user.not_started');
  expect(accountFault(aUser({ accountEnd: NOW }), NOW)).toBe('user.ended');
  expect(accountFault(aUser({ accountStart: NOW, accountEnd: NOW + 1 }), NOW)).toBeUndefined();
  expect(accountFault(aUser(), NOW)).toBeUndefined();
});
