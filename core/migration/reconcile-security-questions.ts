/** plans/<migration>.mapping.json: the manifest's questions in the catalogue, decided once for all parts of a generation. */
import type { Catalogue } from '#core/questions/catalogue.ts';
import { reconcile, type SourceQuestion } from '#core/questions/reconcile.ts';
import type { Settings } from '#core/settings/model.ts';
import type { QuestionMapping } from './entries.ts';

export type StoredMapping = {
  readonly generation: number;
  /** Answers of a complete enrolment. */
  readonly enrolment: number;
  readonly mapping: QuestionMapping;
};

export function reconcileSecurityQuestions(
  questions: readonly SourceQuestion[],
  catalogue: Catalogue,
  settings: Settings['securityQuestions'],
  generation: number,
): StoredMapping {
  const mapping = reconcile(questions, catalogue, settings.aliases, settings.defaultLanguage);
  return { generation, enrolment: settings.enrolment, mapping };
}
