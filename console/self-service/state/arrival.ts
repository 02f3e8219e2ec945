/**
 * What this tab remembers of a visitor who is not logged on: who came by which link, and how far a recovery is. It ends with
 * the tab: on a device of several people nothing is left. A phone that drops the page in the background brings it back.
 */

export type Arrival = {
  /** As the link of the mail or the logoff named it. */
  readonly userId?: string;
  /** The questions are answered and the user has logged off: what is left is Forgot Your Password. */
  readonly loggedOff?: boolean;
  /** The account has no mailbox: a passcode takes the place of the mailed link. */
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
    // Without storage the visitor types the user ID again.
  }
}

export function forgetArrival(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // There was nothing then.
  }
}
