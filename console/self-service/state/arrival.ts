/**
 * What this tab remembers of a user who is not logged on: the user ID of the link, and how far the procedure is. It is kept in
 * sessionStorage: on a shared device nothing is left after the tab is closed, and a page that a phone discarded in the background
 * gets it back.
 */

export type Arrival = {
  /** From the link of the mail, or from the session that was logged off. */
  readonly userId?: string;
  /** The questions are answered and the user has logged off: Forgot Your Password is the next step. */
  readonly loggedOff?: boolean;
  /** The account has no mailbox: a passcode replaces the mailed link. */
  readonly noMailbox?: boolean;
};

const KEY = 'landfall:arrival';

export function readArrival(): Arrival {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Arrival;
  } catch {
    return {};
  }
}

export function rememberArrival(arrival: Arrival): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...readArrival(), ...arrival }));
  } catch {
    // Without storage the user types the user ID again.
  }
}

export function forgetArrival(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Without storage there is nothing to remove.
  }
}
