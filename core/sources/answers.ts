/**
 * The answers file: CSV with the columns userId, language, question, answer.
 */
import type { CsvRow } from './csv-rows.ts';

export const ANSWER_COLUMNS = ['userid', 'question', 'answer'] as const;
/** BCP 47's tag for a language that is not named: the target takes its default. */
const UNDETERMINED = 'und';
const LANGUAGE = /^[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*$/u;

/** An answer as the source has it: hashed when its user is written, and never written itself. */
export type GivenAnswer = {
  readonly line: number;
  readonly language: string;
  readonly question: string;
  readonly answer: string;
};

export type BadAnswerRow = {
  readonly line: number;
  readonly code: 'answer.language_invalid' | 'answer.question_invalid';
};
export type AnswerRow = { readonly userId: string; readonly given: GivenAnswer };

/** One row; a code where it can't be an answer. */
export function readAnswer({ line, cells }: CsvRow): AnswerRow | BadAnswerRow {
  const language = cells['language']?.trim() || UNDETERMINED;
  const question = cells['question']!.trim();
  if (!LANGUAGE.test(language) || language.length > 35) return { line, code: 'answer.language_invalid' };
  if (question === '' || question.length > 255) return { line, code: 'answer.question_invalid' };
  return { userId: cells['userid']!, given: { line, language, question, answer: cells['answer']! } };
}
