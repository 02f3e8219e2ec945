/** When a session ends: after a time without a request, and at its overall end in any case. */

export type SessionTimes = {
  /** Unix milliseconds of the last request of this browser, from any of its tabs. */
  readonly lastRequest: number;
  readonly idleMinutes: number;
  /** Unix milliseconds. */
  readonly overallEnd: number;
};
export type Warning = { readonly minutesLeft: number; readonly extendable: boolean };

/** How long before the end the user is asked (WCAG 2.2.1 requires at least 20 seconds). */
const WARN_MS = 2 * 60_000;
const MINUTE = 60_000;

/** The warning to show now, if any. `minutesLeft` is 0 once the session is over. */
export function warningOf({ lastRequest, idleMinutes, overallEnd }: SessionTimes, now: number): Warning | undefined {
  const idleEnd = lastRequest + idleMinutes * MINUTE;
  const left = Math.min(idleEnd, overallEnd) - now;
  if (left > WARN_MS) return undefined;
  return { minutesLeft: Math.max(0, Math.ceil(left / MINUTE)), extendable: overallEnd - now > WARN_MS };
}
