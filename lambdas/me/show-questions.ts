import * as z from 'zod';
import { type QuestionPorts, showQuestions } from '#core/access/profile/questions.ts';
import { user } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const questions = answers<Awaited<ReturnType<typeof showQuestions>>>()(
  z.strictObject({
    language: z.string(),
    questions: z.array(z.string()).describe('The catalogue in the user’s language'),
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
  caller: user,
  answer: { status: 200, means: 'Questions and counts.', body: { name: 'SecurityQuestions', schema: questions } },
  errors: [],
  handle: async (deps: QuestionPorts, { actor, now }) => ({ body: await showQuestions(deps, actor, now) }),
});
