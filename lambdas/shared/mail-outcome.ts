import { isError } from '#core/errors.ts';

const OUTCOMES = [
  ['mail.refused', 'refused'],
  ['mail.uncertain', 'uncertain'],
] as const;

/** What became of a mail that is not tried again; undefined of one that is. */
export const outcomeOf = (error: unknown): string | undefined => OUTCOMES.find(([code]) => isError(error, code))?.[1];
