/**
 * What this tab remembers of a user who is not logged on: the user ID of the link, and how far the procedure is. It is kept in
 * sessionStorage: on a shared device nothing is left after the tab is closed, and a page that a phone discarded in the background
 * gets it back. Nothing in it is a secret.
 */

export type Arrival = {
  /** From the link of the mail, as typed, or from the session that was logged off or ended. */
  readonly userId?: string;
  /** The questions are answered and the user has logged off: Forgot Your Password is the next step. */
  readonly loggedOff?: boolean;
  /** The account has no mailbox: a passcode replaces the mailed link. */
  readonly noMailbox?: boolean;
  /** The address of Forgot Your Password where it goes on; '' where it could not be begun after the logoff. */
  readonly goesOn?: string;
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

/** A link has named this user. How far this tab is stays where it is the same user, and is forgotten where it was another one. */
export function arriveAs(userId: string): void {
  if (isSameUser(readArrival().userId, userId)) return;
  forgetArrival();
  rememberArrival({ userId });
}

export const isSameUser = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

export const LOGGED_OFF = '#/logged-off';

/**
 * Where a user goes on who has logged off to get a password; undefined for every other user, and once a logon or a new password in this
 * browser, or an hour, has ended it. @param now Unix ms
 */
export function onwardOf({ loggedOff, goesOn = '' }: Arrival, now: number): string | undefined {
  if (!loggedOff) return undefined;
  if (goesOn === '') return LOGGED_OFF;
  return isUnderWay(now) ? goesOn : undefined;
}

const UNDER_WAY = 'landfall:procedure';
/** Mailed links are valid for less. */
const AN_HOUR = 3_600_000;

/**
 * A user has logged off in this browser to get a password: the other tabs of the session go on too, and the page that the mailed link
 * opens, in a tab of its own, shows the steps before the link is proved. It says of no user that it was them, and the next logon
 * removes it. @param now Unix ms
 */
export function beginProcedure(now: number): void {
  try {
    localStorage.setItem(UNDER_WAY, String(now));
  } catch {
    // Without storage the steps are shown once the link is proved.
  }
}

export function isUnderWay(now: number): boolean {
  try {
    return now < Number(localStorage.getItem(UNDER_WAY)) + AN_HOUR;
  } catch {
    return false;
  }
}

export function endProcedure(): void {
  try {
    localStorage.removeItem(UNDER_WAY);
  } catch {
    // Without storage there is nothing to remove.
  }
}

/** Calls `tell` where another tab of this browser has logged its user off in this way. @returns what ends that */
export function onProcedureBegun(tell: () => void): () => void {
  const look = ({ key, newValue }: StorageEvent) => {
    if (key === UNDER_WAY && newValue !== null) tell();
  };
  window.addEventListener('storage', look);
  return () => window.removeEventListener('storage', look);
}

/** A logon succeeded: what was remembered for it is forgotten. */
export function arrived(): void {
  forgetArrival();
  endProcedure();
}
