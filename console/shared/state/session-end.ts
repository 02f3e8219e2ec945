/** When a session ends, seen from a page: by itself after so long without a request, and at its overall end whatever happens. */

export type SessionTimes = {
  /** Unix milliseconds of the last request of this browser, in whichever tab. */
  readonly lastRequest: number;
  readonly idleMinutes: number;
  /** Unix milliseconds. */
  readonly overallEnd: number;
};
export type Warning = { readonly minutesLeft: number; readonly extendable: boolean };

/** So long before the end its owner is asked (WCAG 2.2.1 wants 20 seconds at least). */
const WARN_MS = 2 * 60_000;
const MINUTE = 60_000;

/** What there is to warn of now; undefined while nothing is. `minutesLeft` is 0 once it is over. */
export function warningOf({ lastRequest, idleMinutes, overallEnd }: SessionTimes, now: number): Warning | undefined {
  const idleEnd = lastRequest + idleMinutes * MINUTE;
  const left = Math.min(idleEnd, overallEnd) - now;
  if (left > WARN_MS) return undefined;
  return { minutesLeft: Math.max(0, Math.ceil(left / MINUTE)), extendable: overallEnd - now > WARN_MS };
}
