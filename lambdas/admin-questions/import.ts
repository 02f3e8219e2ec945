/** The catalogue of security questions, replaced from the field’s XML files. */
import * as z from 'zod';
import {
  dropLostAnswers,
  previewCatalogue,
  type QuestionAdministrationPorts,
  replaceCatalogue,
} from '#core/administration/questions.ts';
import type { Imported, Losses } from '#core/questions/import.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const next = z.string().max(1024).optional();
const questionsBody = z.union([
  /** With `dryRun` nothing is written; repeat with `next` until there is none and add up what would be lost. */
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(true), next }),
  z.strictObject({ xml: z.string().min(1), dryRun: z.literal(false).optional() }),
  /** Goes on dropping answers to questions that are gone. */
  z.strictObject({ drop: z.literal(true), next }),
]);
const lost = answers<Losses>()(
  z.strictObject({
    answers: z.int().describe('Answers dropped (or that would be) on the users looked at'),
    users: z.int(),
    spared: z
      .int()
      .optional()
      .describe(
        'Users with a role whose answers stay, because only a super-administrator who is another one may drop them',
      ),
    next: z.string().optional().describe('Where to go on; absent once all users are done'),
  }),
);
const imported = z.union([
  answers<Imported>()(
    z.strictObject({
      sets: z.array(
        z.strictObject({
          language: z.string(),
          kept: z.int(),
          added: z.array(z.string()),
          removed: z.array(z.string()),
        }),
      ),
      lost,
    }),
  ),
  z.strictObject({ lost }),
]);

export const importQuestions = route({
  id: 'importQuestions',
  method: 'POST',
  path: '/questions',
  summary: 'Replace sets of questions from XML',
  details:
    'Languages that the file does not hold stay. First with `dryRun: true`: it tells how many answers would be lost, page by page. After the import go on with `drop: true` and `next` until there is no `next`. Answers of users with a role are dropped for a super-administrator who is another one alone.',
  caller: administratorByRank('admin'),
  credentials: (body) => 'drop' in body || body.dryRun !== true,
  body: {
    name: 'QuestionImport',
    schema: questionsBody,
    example: {
      xml: '<SECURITY_QUESTIONS><LANGUAGE id="en_US"><QUESTION>First pet?</QUESTION></LANGUAGE></SECURITY_QUESTIONS>',
      dryRun: true,
    },
  },
  answer: {
    status: 200,
    means: 'What changed (or would), and the answers lost.',
    body: { name: 'QuestionsImported', schema: imported },
  },
  errors: ['questions.unreadable', 'questions.conflict', 'request.next'],
  handle: async (deps: QuestionAdministrationPorts, { actor, body, now }) => {
    if ('drop' in body) return { body: { lost: await dropLostAnswers(deps, body.next, { actor, now }) } };
    if (body.dryRun) return { body: await previewCatalogue(deps, body.xml, body.next, actor) };
    return { body: await replaceCatalogue(deps, body.xml, { actor, now }) };
  },
});
