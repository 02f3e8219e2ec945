/**
 * The outcome of a record. Outcomes are derived from what the directory holds and from each item's `origin`, never from a
 * write's result: a part that runs twice reports the same twice.
 */
import type { ReportCode } from './report-codes.ts';

export const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * What a record changes, or would change, of what is here. `from` and `to` as the record writes them: dates in ISO 8601, flags as
 * `true` and `false`, `tokens` as serials with a space between; absent where there is none, and for what is secret (`password`,
 * `answers`, `seed`, `pin`). `waits`: not applied until a super-admin confirms the run.
 */
export type Change = {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
  readonly waits?: boolean;
};
/** Whom a conflict is with. `source`: of a person who was imported. */
export type OtherPerson = { readonly userId: string; readonly name?: string; readonly source?: string };

export type TokenOutcome<Code extends string = string> = {
  readonly serial: string;
  readonly outcome: Outcome;
  readonly code?: Code;
  /** Whether the token came with a PIN; without one it is in New PIN mode (unless its style has none). */
  readonly pin: boolean;
  /** `seed`, `pin`, `digits`, `interval`, `expiresAt`, `enabled`, `assignee`. */
  readonly changes?: readonly Change[];
  /** Of a conflict: whose token it is here. */
  readonly other?: OtherPerson;
};

/**
 * One line of reports/<migration>/parts/<part>.jsonl: one record. Holds no credential, PIN or seed, and an
 * address only in `changes`. One that was read may hold codes of another version.
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
  readonly changes?: readonly Change[];
  /** Of a conflict: the person who is here. */
  readonly other?: OtherPerson;
  /** Whether the record brought a password (internal source). */
  readonly password?: boolean;
};
/** One that is written: with codes of this version alone. */
export type NewReportLine = ReportLine<ReportCode>;
