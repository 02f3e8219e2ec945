/**
 * Sums over report lines. Every number of a migration's last screen is computed here.
 */
import { OUTCOMES, type Outcome, type ReportLine } from './outcome.ts';

export type Counts = Readonly<Record<Outcome, number>>;
export type Totals = {
  readonly records: { readonly read: number; readonly unreadable: number; readonly rejected: number };
  /** withoutToken: of those created. */
  readonly users: Counts & { readonly withoutToken: number; readonly withoutAddress: number };
  /** assigned, unassigned, newPinMode: of those created or updated (an unassigned one that was taken over). */
  readonly tokens: Counts & { readonly assigned: number; readonly unassigned: number; readonly newPinMode: number };
  /** Of created users. */
  readonly answers: { readonly kept: number; readonly dropped: number };
  /** Of created users: as many answers as enrolment asks for, fewer, none. `histogram`: answers kept -> users. */
  readonly enrolment: {
    readonly complete: number;
    readonly partial: number;
    readonly none: number;
    readonly histogram: Readonly<Record<string, number>>;
  };
  /** Of created users. */
  readonly passwords: { readonly imported: number };
  /** How often each code came, as reason or note, of records and of tokens within them. */
  readonly codes: Readonly<Record<string, number>>;
  /** Answers to each question without a match, by its place in the package; absent where there are none. */
  readonly unmatched?: Readonly<Record<string, number>>;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] extends object ? Writable<T[K]> : T[K] };

const zeros = () => Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;

function empty(): Writable<Totals> {
  return {
    records: { read: 0, unreadable: 0, rejected: 0 },
    users: { ...zeros(), withoutToken: 0, withoutAddress: 0 },
    tokens: { ...zeros(), assigned: 0, unassigned: 0, newPinMode: 0 },
    answers: { kept: 0, dropped: 0 },
    enrolment: { complete: 0, partial: 0, none: 0, histogram: {} },
    passwords: { imported: 0 },
    codes: {},
  };
}

function count(record: Record<string, number>, name: string | undefined): void {
  if (name !== undefined) record[name] = (record[name] ?? 0) + 1;
}

const landed = (outcome: Outcome): boolean => outcome === 'created' || outcome === 'updated';

function addTokens(totals: Writable<Totals>, line: ReportLine): void {
  for (const token of line.tokens ?? []) {
    totals.tokens[token.outcome] += 1;
    count(totals.codes, token.code);
    if (!landed(token.outcome)) continue;
    totals.tokens[line.type === 'user' ? 'assigned' : 'unassigned'] += 1;
    if (!token.pin) totals.tokens.newPinMode += 1;
  }
}

function addUser(totals: Writable<Totals>, line: ReportLine, enrolment: number): void {
  totals.users[line.outcome] += 1;
  if (line.outcome !== 'created') return;
  const { kept, dropped } = line.answers ?? { kept: 0, dropped: 0 };
  totals.answers.kept += kept;
  totals.answers.dropped += dropped;
  totals.enrolment[kept >= enrolment ? 'complete' : kept > 0 ? 'partial' : 'none'] += 1;
  count(totals.enrolment.histogram, String(kept));
  if (line.notes?.includes('user.no_token')) totals.users.withoutToken += 1;
  if (line.notes?.includes('user.no_address')) totals.users.withoutAddress += 1;
  if (line.password) totals.passwords.imported += 1;
}

/** @param enrolment how many answers a complete enrolment has (settings.securityQuestions.enrolment) */
export function totalsOf(lines: readonly ReportLine[], enrolment: number): Totals {
  const totals = empty();
  for (const line of lines) {
    totals.records.read += 1;
    if (line.outcome === 'rejected') totals.records.rejected += 1;
    if (line.type === 'unreadable') totals.records.unreadable += 1;
    if (line.type === 'user') addUser(totals, line, enrolment);
    addTokens(totals, line);
    count(totals.codes, line.type === 'token' ? undefined : line.code);
    for (const note of line.notes ?? []) count(totals.codes, note);
  }
  return totals;
}

function addInto(sum: Record<string, unknown>, more: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(more)) {
    if (typeof value === 'number') sum[name] = ((sum[name] as number | undefined) ?? 0) + value;
    else {
      sum[name] ??= {};
      addInto(sum[name] as Record<string, unknown>, value as Record<string, unknown>);
    }
  }
}

/** The sum of the totals of parts. */
export function sumTotals(parts: Iterable<Totals>): Totals {
  const sum = empty();
  for (const part of parts) addInto(sum, part);
  return sum;
}
