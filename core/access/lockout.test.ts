import { settingsWith } from '#test/support/memory.ts';
import { lockoutPolicy } from './lockout.ts';

test('the settings count in hours and minutes, the policy in milliseconds', () => {
  const lockout = { failures: 4, windowHours: 2, lockoutMinutes: 30 };
  expect(lockoutPolicy(settingsWith({ lockout }))).toEqual({ limit: 4, windowMs: 7_200_000, lockoutMs: 1_800_000 });
});
