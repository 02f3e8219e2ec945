import * as z from 'zod';
import type { Step } from '#core/access/next-steps.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { chooseAnswers, type QuestionPorts } from '#core/access/profile/questions.ts';
import { sessionCookie } from '#core/access/session.ts';
import { userEnrolling } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, nextSteps, session } from '../route/shapes.ts';

const answersBody = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        language: z.string().min(1).max(35),
        question: z.string().min(1).max(255),
        answer: z.string().max(1024).optional().describe('Absent: the answer that is stored for this question stays'),
      }),
    )
    .max(20),
});
const saved = answers<{ answered: number; nextSteps: Step[]; session: ReturnType<typeof describeSession> }>()(
  z.strictObject({ answered: z.number(), nextSteps, session }),
);

export const setSecurityQuestions = route({
  id: 'setSecurityQuestions',
  method: 'PUT',
  path: '/me/security-questions',
  summary: 'Answer security questions; answers that are not named again are removed',
  details:
    'At least as many as enrolment asks for, each question once, within 15 minutes of the logon. A question that is chosen already may come without an answer, which then stays. Every session of the user ends; the present one goes on with a new cookie.',
  caller: userEnrolling,
  credentials: 'changed',
  body: {
    name: 'SecurityAnswers',
    schema: answersBody,
    example: {
      answers: [
        { language: 'en_US', question: 'In what city were you born?', answer: 'Reykjavík' },
        { language: 'en_US', question: 'What was your first job?', answer: 'lighthouse keeper' },
        { language: 'en_US', question: 'What is your favorite book?', answer: 'The Periodic Table' },
      ],
    },
  },
  answer: { status: 200, means: 'Saved.', body: { name: 'SecurityAnswersSaved', schema: saved }, cookie: 'sets' },
  errors: [
    'session.not_fresh',
    'answers.count',
    'answers.question_repeated',
    'answers.refused',
    'answers.unknown_question',
  ],
  handle: async (deps: QuestionPorts, { actor, body, now }) => {
    const { token, session, ...done } = await chooseAnswers(deps, actor, body.answers, now);
    return { cookie: sessionCookie(token), body: { ...done, session: describeSession(session) } };
  },
});
