/**
 * The questions of a package that the catalogue does not hold, by text, language and count, so that an administrator sees what to make an
 * alias for. The count is of the answers in the package, of all its users.
 */
import type { PartLine } from '#core/export/part.ts';
import type { SourceQuestion } from '#core/questions/reconcile.ts';
import type { QuestionMapping } from './entries.ts';

/** `place`: in the package's list of questions. */
export type UnmatchedQuestion = SourceQuestion & { readonly place: number };
/** `answers`: in the package; absent while they have not been counted. */
export type ShownQuestion = SourceQuestion & { readonly answers?: number };

/** So many are kept in the record of a migration, which is an item of 400 KB at most; `unmatched` says how many there are. */
const KEPT = 200;
const KEPT_BYTES = 64 * 1024;

export function unmatchedQuestions(asked: readonly SourceQuestion[], mapping: QuestionMapping): UnmatchedQuestion[] {
  let room = KEPT_BYTES;
  return asked
    .flatMap(({ language, text }, place) => (mapping[place] ? [] : [{ language, text, place }]))
    .slice(0, KEPT)
    .filter(({ language, text }) => {
      room -= Buffer.byteLength(language) + Buffer.byteLength(text);
      return room >= 0;
    });
}

/** Place -> answers, in a part of the package; undefined where every question has been found. */
export function unmatchedAnswers(
  lines: readonly PartLine[],
  mapping: QuestionMapping,
): Record<string, number> | undefined {
  const counts: Record<string, number> = {};
  for (const line of lines)
    for (const { question } of 'record' in line && line.record.type === 'user' ? line.record.answers : [])
      if (mapping[question] === null) counts[question] = (counts[question] ?? 0) + 1;
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** The most answers first. @param counts of all parts; undefined while nothing has been counted */
export function shownQuestions(
  questions: readonly UnmatchedQuestion[],
  counts: Readonly<Record<string, number>> | undefined,
): readonly ShownQuestion[] {
  if (!counts) return questions.map(({ language, text }) => ({ language, text }));
  return questions
    .map(({ language, text, place }) => ({ language, text, answers: counts[place] ?? 0 }))
    .sort((a, b) => b.answers - a.answers);
}
