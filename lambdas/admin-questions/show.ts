import * as z from 'zod';
import type { Catalogue } from '#core/questions/catalogue.ts';
import type { ImportPorts } from '#core/questions/import.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const catalogue = answers<{ sets: Catalogue }>()(
  z.strictObject({
    sets: z.array(z.strictObject({ language: z.string(), questions: z.array(z.string()), version: z.int() })),
  }),
);

export const showQuestions = route({
  id: 'showQuestions',
  method: 'GET',
  path: '/questions',
  summary: 'The catalogue of security questions',
  caller: migrating('help-desk'),
  answer: { status: 200, means: 'One set a language.', body: { name: 'QuestionCatalogue', schema: catalogue } },
  errors: [],
  handle: async (deps: Pick<ImportPorts, 'readCatalogue'>) => ({ body: { sets: await deps.readCatalogue() } }),
});
