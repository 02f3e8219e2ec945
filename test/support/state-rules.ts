import type { StateRules } from '#core/sources/account.ts';

/** Accounts as they stand at the end of November 2026, in a directory that locks for half an hour. */
export const stateRules = (more: Partial<StateRules> = {}): StateRules => ({
  now: Date.UTC(2026, 10, 30, 12),
  lockoutMs: 30 * 60_000,
  maxFailures: 6,
  ...more,
});
