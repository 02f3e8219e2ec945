/** A change as a report shows it. */

/** A value as a report shows it: times in ISO 8601, tokens as serials. */
export type ChangeValue = string | number | boolean | readonly string[];
/**
 * One field that the export and the directory have otherwise: by the record's own name, of a token by the token record's.
 * `password`, `answers`, `seed` and `pin` are named without their values.
 */
export type Change = {
  readonly field: string;
  readonly from?: ChangeValue;
  readonly to?: ChangeValue;
  /** Waits until a super-admin confirms the run: the user was told already. */
  readonly waits?: true;
  /** Is only reported: the directory keeps what it has. */
  readonly kept?: true;
};
