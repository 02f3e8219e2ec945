/** What an import may be asked for beside its policy: core/migration/policy says what each does. In the run's record and in the state. */
export type RunOptions = {
  /** A wave: only the users listed in plans/<run>.only.json (sorted user keys) come ashore. */
  readonly only?: true;
  /** Users and tokens that have been used here follow, too. */
  readonly applyToTouched?: true;
  /** Whom a full export does not bring any more is disabled. */
  readonly disableGone?: true;
  /** At most so many may be gone: without it a run with many waits for a yes. */
  readonly expectGone?: number;
  /** Correct from this package although a newer one of its source has been imported. */
  readonly older?: true;
  /** A super-admin's yes was given: nothing waits for one. */
  readonly confirmed?: true;
};

const ordered = (options: RunOptions): string =>
  JSON.stringify(Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Whether two runs were asked for the same. A wave is never the same as another: its list may differ. */
export const sameOptions = (a: RunOptions, b: RunOptions): boolean => !a.only && !b.only && ordered(a) === ordered(b);
