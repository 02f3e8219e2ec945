/**
 * What the totals of a run add up to, against what the manifest says of the package: every user and every token has exactly one
 * outcome. What is missing stands in lines that can't be read at all, and is said.
 */
import { OUTCOMES } from './outcome.ts';
import type { Counts, Totals } from './totals.ts';

export type Sums = {
  /** Created, updated, unchanged, skipped and rejected together. */
  readonly users: number;
  readonly tokens: number;
  /** Users and tokens of the package that no line tells of; absent where the package's own counts are not known. */
  readonly untold?: { readonly users: number; readonly tokens: number };
};

const sum = (counts: Counts): number => OUTCOMES.reduce((total, outcome) => total + counts[outcome], 0);

/** @param counts of the package (its manifest) */
export function sumsOf(
  { users, tokens }: Pick<Totals, 'users' | 'tokens'>,
  counts?: Readonly<Record<string, number>>,
): Sums {
  const sums = { users: sum(users), tokens: sum(tokens) };
  if (counts?.['users'] === undefined) return sums;
  const { users: all, tokensAssigned = 0, tokensUnassigned = 0, tokensUserMissing = 0 } = counts;
  const told = tokensAssigned + tokensUnassigned + tokensUserMissing;
  return { ...sums, untold: { users: all - sums.users, tokens: told - sums.tokens } };
}

/**
 * Whether all adds up: no line is lost, and no user or token is counted twice. Lines of which nothing can be read may hold users and
 * tokens that no line tells of, one user a line at most.
 */
export function addsUp(totals: Totals, counts?: Readonly<Record<string, number>>): boolean {
  const { untold } = sumsOf(totals, counts);
  const { read, rejected, unreadable } = totals.records;
  if (rejected > read || unreadable > rejected) return false;
  if (!untold) return true;
  if (untold.users < 0 || untold.tokens < 0 || untold.users > unreadable) return false;
  return unreadable > 0 || untold.tokens === 0;
}
