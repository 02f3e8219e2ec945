/** What an import may be asked for beside its policy: core/migration/policy says what each does. In the run's record and in the state. */
export type RunOptions = {
  /** A wave: only the users listed in plans/<run>.only.json (sorted user keys) are imported. */
  readonly only?: true;
  /** Users and tokens that have been used here follow, too. */
  readonly applyToTouched?: true;
  /** Whom a full export does not bring any more is disabled. */
  readonly disableGone?: true;
  /** At most so many may be gone: without it a run with many waits for a yes. */
  readonly expectGone?: number;
  /** Correct from this package although a newer one of its source has been imported. */
  readonly older?: true;
  /** Its users are told later, by a campaign; or by none, unless one names them. Absent: at once. */
  readonly tell?: 'later' | 'none';
  /** A super-admin's yes was given: nothing waits for one. */
  readonly confirmed?: true;
};

/** Options with the wave's list, by its hash. */
export type AskedFor = { readonly options?: RunOptions; readonly wave?: string };

/** Whether two runs were asked to write the same: a yes that was given, and when users are told, make no difference. */
export function sameOptions(a: AskedFor, b: AskedFor): boolean {
  const ordered = ({ options: { confirmed: _yes, tell: _when, ...options } = {}, wave = '' }: AskedFor) =>
    JSON.stringify([wave, Object.entries(options).toSorted(([one], [other]) => (one < other ? -1 : 1))]);
  return ordered(a) === ordered(b);
}

/** What a run does, without the number that may be gone: that one only makes it wait. */
export const withoutLimit = ({ options: { expectGone: _limit, ...options } = {}, wave }: AskedFor): AskedFor => ({
  options,
  ...(wave === undefined ? {} : { wave }),
});
