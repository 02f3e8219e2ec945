import type { CodeOf } from '#core/errors.ts';

/** One entry of a directory, whatever it was read from. */
export type DirectoryEntry = {
  /** Where it begins in its file, from 1; the running number for a live directory. */
  readonly line: number;
  /** Its distinguished name as written; absent of CSV. */
  readonly dn?: string;
  /** Values in file order by lower-case attribute name, options included (`cn;lang-fr`). Only attributes that were asked for. */
  readonly values: ReadonlyMap<string, readonly string[]>;
};

/** Something of the input that was left out: a line number and a code, never a value. */
export type SourceProblem = {
  readonly line: number;
  readonly code: CodeOf<'ldif'> | 'csv.broken_line';
};
