/** Lockout by failures, from the settings. All methods count together (T2). */
import type { Settings } from '#core/settings/model.ts';

/** Times in milliseconds. */
export type LockoutPolicy = {
  /** How many failures in a row are counted; the next attempt is refused. */
  readonly limit: number;
  /** Failures count together within this time after the first of them. */
  readonly windowMs: number;
  /** A lockout ends this long after the last failure that was counted. */
  readonly lockoutMs: number;
};

export function lockoutPolicy({ lockout }: Pick<Settings, 'lockout'>): LockoutPolicy {
  return {
    limit: lockout.failures,
    windowMs: lockout.windowHours * 3_600_000,
    lockoutMs: lockout.lockoutMinutes * 60_000,
  };
}
