/**
 * Replacing sets of the catalogue. A question that is only written otherwise (case, white space) is the same question: its
 * answers stay. Sets of languages that the file does not hold stay as they are.
 */
import type { StoredAnswer } from '#core/directory/model.ts';
import { comparable } from '#core/text.ts';
import type { QuestionSet } from './catalogue.ts';

export type SetReplacement = {
  readonly language: string;
  readonly kept: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
};

/** What these sets would change, one entry a set. */
export function planReplacement(catalogue: readonly QuestionSet[], sets: readonly QuestionSet[]): SetReplacement[] {
  return sets.map(({ language, questions }) => {
    const old = catalogue.find((set) => set.language === language)?.questions ?? [];
    const missingIn = (others: readonly string[]) => {
      const known = new Set(others.map(comparable));
      return (question: string) => !known.has(comparable(question));
    };
    const removed = old.filter(missingIn(questions));
    return { language, kept: old.length - removed.length, added: questions.filter(missingIn(old)), removed };
  });
}

/** The answers whose questions these sets still hold; answers in other languages are kept. */
export function keptAnswers(answers: readonly StoredAnswer[], sets: readonly QuestionSet[]): StoredAnswer[] {
  const known = new Map(sets.map(({ language, questions }) => [language, new Set(questions.map(comparable))]));
  return answers.filter(({ language, question }) => known.get(language)?.has(comparable(question)) ?? true);
}
