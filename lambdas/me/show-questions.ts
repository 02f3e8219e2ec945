import * as z from 'zod';
import { type QuestionPorts, showQuestions } from '#core/access/profile/questions.ts';
import { userEnrolling } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const questions = answers<Awaited<ReturnType<typeof showQuestions>>>()(
  z.strictObject({
    language: z.string(),
    questions: z.array(z.string()).describe('The catalogue in the language asked for'),
    chosen: z.array(z.strictObject({ language: z.string(), question: z.string() })),
    enrolment: z.number().describe('How many to answer'),
    authentication: z.number().describe('How many a recovery asks'),
    changeable: z.boolean().describe('Whether the logon is recent enough to change answers'),
  }),
);

export const showSecurityQuestions = route({
  id: 'showSecurityQuestions',
  method: 'GET',
  path: '/me/security-questions',
  summary: 'The questions to choose from, and those chosen',
  details: 'Nobody can read an answer back.',
  caller: userEnrolling,
  query: {
    schema: z.strictObject({ language: z.string().min(2).max(35).optional() }),
    means: { language: 'In which the user reads the page; where it is absent, the user’s own' },
  },
  answer: { status: 200, means: 'Questions and counts.', body: { name: 'SecurityQuestions', schema: questions } },
  errors: [],
  handle: async (deps: QuestionPorts, { actor, query, now }) => ({
    body: await showQuestions(deps, actor, now, query.language),
  }),
});
