/**
 * A password that an administrator gave out, at random or typed (A6): it must be changed at the next logon, ends after hours
 * that are a setting, and half an hour after its first use. A secret on a slip of paper must not be a way in for ever.
 */
import type { StoredPassword } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';

const HOUR_MS = 3_600_000;
const AFTER_FIRST_USE_MS = 30 * 60_000;

export const PASSWORD_STATES = ['none', 'temporary', 'ended', 'own'] as const;
/** `temporary`: given out by an administrator, and still to be changed. `ended`: one that was not changed in time. */
export type PasswordState = (typeof PASSWORD_STATES)[number];

/** When it can't be used any more, Unix milliseconds; undefined for a user's own password, which has no end (P3). */
export function temporaryUntil(
  { mustChange, changedAt, firstUsedAt }: StoredPassword,
  { administratorReset }: Pick<Settings, 'administratorReset'>,
): number | undefined {
  if (!mustChange) return undefined;
  const unused = changedAt + administratorReset.temporaryPasswordHours * HOUR_MS;
  return firstUsedAt === undefined ? unused : Math.min(unused, firstUsedAt + AFTER_FIRST_USE_MS);
}

export function passwordState(
  password: StoredPassword | undefined,
  settings: Pick<Settings, 'administratorReset'>,
  now: number,
): PasswordState {
  if (!password) return 'none';
  const until = temporaryUntil(password, settings);
  return until === undefined ? 'own' : now < until ? 'temporary' : 'ended';
}
