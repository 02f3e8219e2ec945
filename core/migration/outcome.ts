/**
 * The outcome of a record. Outcomes are derived from what the directory holds and from each item's `origin`, never from a
 * write's result: a part that runs twice reports the same twice.
 */
import type { Change } from './policy/change.ts';
import type { ReportCode } from './report-codes.ts';

export type { Change, ChangeValue } from './policy/change.ts';

export const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The person who has the user ID here, or had it in the same source. */
export type OtherPerson = { readonly userId: string; readonly name?: string; readonly source?: string };

export type TokenOutcome<Code extends string = string> = {
  readonly serial: string;
  readonly outcome: Outcome;
  readonly code?: Code;
  /** Whether the token came with a PIN; without one it is in New PIN mode (unless its style has none). */
  readonly pin: boolean;
  readonly changes?: readonly Change[];
  /** Of a conflict: whose token it is here. */
  readonly other?: OtherPerson;
};

/**
 * One line of reports/<run>/parts/<part>.jsonl: one record. Holds no credential, PIN or seed. One that was read may hold codes
 * of another version.
 */
export type ReportLine<Code extends string = string> = {
  readonly part: number;
  /** From 1 within the part. */
  readonly line: number;
  readonly type: 'user' | 'token' | 'unreadable';
  readonly userId?: string;
  /** First and last name, as the record has them. */
  readonly name?: string;
  /** Stands for the user in places that outlive an erasure. */
  readonly pseudonym?: string;
  /** Of a token that came without its user. */
  readonly serial?: string;
  readonly outcome: Outcome;
  /** Why, where the outcome needs a reason. */
  readonly code?: Code;
  readonly hint?: string;
  /** What an administrator should know beside the outcome. */
  readonly notes?: readonly Code[];
  readonly tokens?: readonly TokenOutcome<Code>[];
  readonly answers?: { readonly kept: number; readonly dropped: number };
  /** Of a line that can't be read: what it was to bring, where it says so. */
  readonly held?: { readonly users: number; readonly tokens: number };
  /** Whether the record brought a password (internal source). */
  readonly password?: boolean;
  /** Of the user; those of a token stand with the token. */
  readonly changes?: readonly Change[];
  /** Of a conflict. */
  readonly other?: OtherPerson;
};
/** One that is written: with codes of this version alone. */
export type NewReportLine = ReportLine<ReportCode>;
