/**
 * What an import does with a difference between the newest export of a source and what is here: the table of the policy `correct`.
 * What was not used here follows in everything; what was follows in names and language, and all else is reported.
 */

/** `told`: untouched, and the mail was sent: a change that could give the account away waits for a super-admin's yes. */
export type Standing = 'untouched' | 'told' | 'touched';
/** `kept` is reported, `silent` is not: where the user's own choice stands here, or the record says nothing. */
export type Verdict = 'follows' | 'waits' | 'kept' | 'silent';
/** `applied`: of what was touched, where the run was told to apply the export there too. */
type Rule = Readonly<Record<'untouched' | 'told' | 'touched' | 'applied', Verdict>>;

const RULES = {
  /** Names and language. */
  name: { untouched: 'follows', told: 'follows', touched: 'follows', applied: 'follows' },
  address: { untouched: 'follows', told: 'waits', touched: 'kept', applied: 'follows' },
  /** Enabled, start and end. */
  account: { untouched: 'follows', told: 'follows', touched: 'kept', applied: 'follows' },
  /** Locked, certificate; digits, interval, windows, dates and enabled of a token. */
  other: { untouched: 'follows', told: 'follows', touched: 'kept', applied: 'kept' },
  /** Password, answers; seed, PIN and their kind. */
  secret: { untouched: 'follows', told: 'waits', touched: 'kept', applied: 'kept' },
  /** Clock, counter and nickname of a token: of one in use, what was learned or chosen here counts. */
  learned: { untouched: 'follows', told: 'follows', touched: 'silent', applied: 'silent' },
  /** A token that is new for its user. */
  assignment: { untouched: 'follows', told: 'waits', touched: 'kept', applied: 'follows' },
  /** A token that comes from another user, or from a user to none. */
  move: { untouched: 'follows', told: 'waits', touched: 'kept', applied: 'kept' },
} as const satisfies Readonly<Record<string, Rule>>;
export type RuleName = keyof typeof RULES;

/** A value that the record does not have says nothing against what a user of this deployment has got used to. */
const UNSAID: ReadonlySet<RuleName> = new Set(['name', 'secret']);

/**
 * @param missing whether the record has no value
 * @param applyToTouched of the run
 */
export function verdictOf(rule: RuleName, standing: Standing, applyToTouched: boolean, missing = false): Verdict {
  if (standing !== 'touched') return RULES[rule][standing];
  if (missing && UNSAID.has(rule)) return 'silent';
  return RULES[rule][applyToTouched ? 'applied' : 'touched'];
}

/** The strictest of several people and tokens that a change is about. */
export function strictest(standings: readonly Standing[]): Standing {
  if (standings.includes('touched')) return 'touched';
  return standings.includes('told') ? 'told' : 'untouched';
}
