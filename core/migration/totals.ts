/**
 * Sums over report lines. Every number of a run's last screen is computed here.
 */
import { type Change, OUTCOMES, type Outcome, type ReportLine, type TokenOutcome } from './outcome.ts';

export type Counts = Readonly<Record<Outcome, number>>;
/** Absent: none, as in the totals of releases before. */
type Gone = { readonly users: number; readonly tokens: number; readonly disabled: number };
export type Totals = {
  /** Of the package: what a leaver's line says is no record. */
  readonly records: { readonly read: number; readonly unreadable: number; readonly rejected: number };
  /** Every user of the package once, by outcome. withoutToken, withoutAddress: of those created. */
  readonly users: Counts & { readonly withoutToken: number; readonly withoutAddress: number };
  /**
   * Every token of the package once, by outcome, also those of users who were rejected or skipped. assigned, unassigned, newPinMode: of
   * those created or updated (an unassigned one that was taken over).
   */
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
  /** How many users, or tokens (`token.seed`), had each field changed. */
  readonly changes?: Readonly<Record<string, number>>;
  /** Users of whom a change waits for a confirmation. */
  readonly waiting?: number;
  /** Users who were given another user ID, their tokens with them. */
  readonly moved?: number;
  /** Users outside the wave; they are among those skipped. */
  readonly notInWave?: number;
  /** People and unassigned tokens that a full export does not hold any more. */
  readonly gone?: Gone;
  /** Answers to each question without a match, by its place in the package; absent where there are none. */
  readonly unmatched?: Readonly<Record<string, number>>;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] extends object | undefined ? Writable<T[K]> : T[K] };

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

const GONE = new Set(['user.gone', 'token.gone']);
/** Of a person or token that is here and not in the export: the line of no record. */
export const isLeaver = ({ code }: Pick<ReportLine, 'code'>): boolean => code !== undefined && GONE.has(code);

const applied = ({ waits, kept }: Change): boolean => !waits && !kept;
const waits = (line: ReportLine): boolean =>
  [line, ...(line.tokens ?? [])].some(({ changes = [] }) => changes.some((change) => change.waits));

/** The fields that a line's user and tokens have changed, those of a token as `token.seed`: neither what waits nor what is only reported. */
export function changedFields({ type, changes = [], tokens = [] }: ReportLine): string[] {
  const named = (prefix: string, of: readonly Change[]) => of.filter(applied).map(({ field }) => `${prefix}${field}`);
  return [
    ...named(type === 'token' ? 'token.' : '', changes),
    ...tokens.flatMap((token) => named('token.', token.changes ?? [])),
  ];
}

function addChanges(totals: Writable<Totals>, line: ReportLine): void {
  const fields = changedFields(line);
  if (fields.length === 0) return;
  totals.changes ??= {};
  for (const field of fields) count(totals.changes, field);
}

function addToken(totals: Writable<Totals>, line: ReportLine, token: TokenOutcome): void {
  totals.tokens[token.outcome] += 1;
  if (!landed(token.outcome)) return;
  totals.tokens[line.type === 'user' ? 'assigned' : 'unassigned'] += 1;
  if (!token.pin) totals.tokens.newPinMode += 1;
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

function addLeaver(totals: Writable<Totals>, line: ReportLine): void {
  totals.gone ??= { users: 0, tokens: 0, disabled: 0 };
  const { gone } = totals;
  gone[line.type === 'user' ? 'users' : 'tokens'] += 1;
  if (line.changes?.some((change) => change.field === 'enabled' && applied(change))) gone.disabled += 1;
}

function addRecord(totals: Writable<Totals>, line: ReportLine, enrolment: number): void {
  totals.records.read += 1;
  if (line.outcome === 'rejected') totals.records.rejected += 1;
  if (line.type === 'unreadable') totals.records.unreadable += 1;
  if (line.type === 'user') addUser(totals, line, enrolment);
  for (const token of line.tokens ?? []) addToken(totals, line, token);
  // What can't be imported is rejected, as far as the line says what it is.
  totals.users.rejected += line.held?.users ?? 0;
  totals.tokens.rejected += line.held?.tokens ?? 0;
  if (line.type === 'user' && line.code === 'user.not_in_wave') totals.notInWave = (totals.notInWave ?? 0) + 1;
  if (waits(line)) totals.waiting = (totals.waiting ?? 0) + 1;
  if (line.changes?.some((change) => change.field === 'userId' && applied(change)))
    totals.moved = (totals.moved ?? 0) + 1;
}

function addLine(totals: Writable<Totals>, line: ReportLine, enrolment: number): void {
  if (isLeaver(line)) addLeaver(totals, line);
  else addRecord(totals, line, enrolment);
  addChanges(totals, line);
  const tokens = line.tokens ?? [];
  for (const token of tokens) count(totals.codes, token.code);
  // A token's own line has the code of its one token.
  count(totals.codes, line.type === 'token' && tokens.length > 0 ? undefined : line.code);
  for (const note of line.notes ?? []) count(totals.codes, note);
}

/** @param enrolment how many answers a complete enrolment has (settings.securityQuestions.enrolment) */
export function totalsOf(lines: readonly ReportLine[], enrolment: number): Totals {
  const totals = empty();
  for (const line of lines) addLine(totals, line, enrolment);
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

/** A sum that totals are added to one by one. */
export function totalsSum(): { readonly sum: Totals; add(totals: Totals): void } {
  const sum = empty();
  return { sum, add: (totals) => addInto(sum, totals) };
}

/** The sum of the totals of parts. @internal */
export function sumTotals(parts: Iterable<Totals>): Totals {
  const { sum, add } = totalsSum();
  for (const part of parts) add(part);
  return sum;
}
