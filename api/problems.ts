/**
 * The errors that the API answers with, as its description tells them. They stand in the catalogue (core/errors/); a client
 * decides by `code` and `status`, `title` is for people.
 */

import { ANSWERED, definitionOf, ERROR_CODES, isExposed } from '#core/errors/catalogue.ts';
import type { ApiErrorCode } from '#core/errors.ts';

export type ProblemCode = ApiErrorCode;
export const PROBLEMS = Object.keys(ANSWERED) as readonly ProblemCode[];

export const meaningOf = (code: ProblemCode): string => definitionOf(code).means;

/** The statuses that a code comes with. What may not be told is answered as `internal`, with its own status. */
export function statusesOf(code: ProblemCode): readonly number[] {
  if (code !== 'internal') return [definitionOf(code).status];
  const hidden = ERROR_CODES.filter((one) => !isExposed(one));
  return [...new Set(hidden.map((one) => definitionOf(one).status))].sort((a, b) => a - b);
}

/** What the problem holds beside type, title, status and code. @internal for the check of answers in tests */
export const factsOf = (code: ProblemCode): readonly string[] => Object.keys(definitionOf(code).facts ?? {});

/** The same in words. */
export function factsInWords(code: ProblemCode): string {
  const facts = Object.entries(definitionOf(code).facts ?? {}).map(([name, { says, optional }]) =>
    [`\`${name}\``, ...(optional ? ['(where known)'] : []), ...(says === '' ? [] : [`: ${says}`])].join(' '),
  );
  return facts.join('; ').replaceAll(' :', ':');
}
