/** The end of a logon: one write spends the passcode, forgets the user's failures, begins the session and records it. */
import type { Entries } from '#core/audit.ts';
import type { Spending } from './ports.ts';
import type { Session } from './session.ts';

export type CompletedLogon = {
  readonly session: Session;
  readonly withToken: boolean;
  /** Absent where an earlier step spent it, and for a password. */
  readonly spends?: Spending | undefined;
  readonly now: number;
};
/** `spent`: the passcode was used before. `ended`: the user's sessions have ended meanwhile. Then nothing is written. */
export type Completion = 'done' | 'spent' | 'ended';
export type CompletionPort = {
  completeLogon(logon: CompletedLogon, entries: Entries): Promise<Completion>;
};
