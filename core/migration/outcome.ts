/**
 * The outcome of a record. Outcomes are derived from what the directory holds and from each item's `origin`, never from a
 * write's result: a part that runs twice reports the same twice.
 */
import type { ReportCode } from './report-codes.ts';

export const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type TokenOutcome<Code extends string = string> = {
  readonly serial: string;
  readonly outcome: Outcome;
  readonly code?: Code;
  /** Whether the token came with a PIN; without one it is in New PIN mode (unless its style has none). */
  readonly pin: boolean;
};

/**
 * One line of reports/<migration>/parts/<part>.jsonl: one record. Holds no address, credential, PIN or seed. One that was read
 * may hold codes of another version.
 */
export type ReportLine<Code extends string = string> = {
  readonly part: number;
  /** From 1 within the part. */
  readonly line: number;
  readonly type: 'user' | 'token' | 'unreadable';
  readonly userId?: string;
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
  /** Whether the record brought a password (internal source). */
  readonly password?: boolean;
};
/** One that is written: with codes of this version alone. */
export type NewReportLine = ReportLine<ReportCode>;
