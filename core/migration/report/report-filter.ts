/** Which records of a report are asked for: those that match every field. */
import type { ReportedNotice } from '../notice.ts';
import type { Outcome, ReportLine } from '../outcome.ts';
import { changedFields, type Totals } from '../totals.ts';

export type ReportFilter = {
  /** Of the record or of one of its tokens: one of these. */
  readonly outcomes?: readonly Outcome[] | undefined;
  /** As the reason or a note of the record, or of one of its tokens. */
  readonly code?: string | undefined;
  /** Changed by the record: `email`, or of a token `token.seed`. As in the totals. */
  readonly field?: string | undefined;
  readonly notice?: ReportedNotice | undefined;
};

export const isFilter = ({ outcomes, code, field, notice }: ReportFilter): boolean =>
  outcomes !== undefined || code !== undefined || field !== undefined || notice !== undefined;

/** Whether a part can hold such a record, by its totals alone: a part that can't need not be read. */
export function mayHold(
  { records, users, tokens, codes, changes = {}, gone }: Totals,
  { outcomes, code, field, notice }: ReportFilter,
): boolean {
  const count = (outcome: Outcome) =>
    // The lines of leavers are no records, and have their own number.
    (gone ? gone.users + gone.tokens : 0) +
    users[outcome] +
    tokens[outcome] +
    (outcome === 'rejected' ? records.rejected : 0);
  if (outcomes?.every((outcome) => count(outcome) === 0)) return false;
  if (code !== undefined && (codes[code] ?? 0) === 0) return false;
  if (field !== undefined && !Object.hasOwn(changes, field)) return false;
  return notice === undefined || users.created + users.updated + users.unchanged + users.skipped > 0;
}

/** Whether a record fits, but for its notice. */
export function fits(line: ReportLine, { outcomes, code, field }: ReportFilter): boolean {
  const { tokens = [], notes = [] } = line;
  if (outcomes && !outcomes.includes(line.outcome) && !tokens.some(({ outcome }) => outcomes.includes(outcome)))
    return false;
  if (field !== undefined && !changedFields(line).includes(field)) return false;
  const codes: (string | undefined)[] = [line.code, ...notes, ...tokens.map((token) => token.code)];
  return code === undefined || codes.includes(code);
}
