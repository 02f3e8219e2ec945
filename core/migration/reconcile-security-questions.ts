/** plans/<migration>.mapping.json: the manifest's questions in the catalogue, decided once for all parts of a generation. */
import * as z from 'zod';
import type { Catalogue } from '#core/questions/catalogue.ts';
import { reconcile, type SourceQuestion } from '#core/questions/reconcile.ts';
import type { Settings } from '#core/settings/model.ts';
import type { Shape } from '#core/stored.ts';
import type { QuestionMapping } from './entries.ts';

export type StoredMapping = {
  readonly generation: number;
  /** Answers of a complete enrolment. */
  readonly enrolment: number;
  readonly mapping: QuestionMapping;
};

const place = z.object({ language: z.string(), question: z.string() });
export const storedMapping: z.ZodType<StoredMapping> = z.object({
  generation: z.number(),
  enrolment: z.number(),
  mapping: z.array(place.nullable()),
} satisfies Shape<StoredMapping>);
export const storedQuestions: z.ZodType<readonly SourceQuestion[]> = z.array(
  z.object({ language: z.string(), text: z.string() } satisfies Shape<SourceQuestion>),
);

export function reconcileSecurityQuestions(
  questions: readonly SourceQuestion[],
  catalogue: Catalogue,
  settings: Settings['securityQuestions'],
  generation: number,
): StoredMapping {
  const mapping = reconcile(questions, catalogue, settings.aliases, settings.defaultLanguage);
  return { generation, enrolment: settings.enrolment, mapping };
}
