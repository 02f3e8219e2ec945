import * as z from 'zod';
import { STEPS, type Step } from '#core/access/next-steps.ts';
import type { describeSession, describeUser } from '#core/access/profile/profile.ts';
import type { chooseAnswers, showQuestions } from '#core/access/profile/questions.ts';
import { ROLES } from '#core/directory/model.ts';
import { answersBody, passwordBody } from '#lambdas/me/schema.ts';
import type { Operations } from '../model.ts';
import { PASSWORD_PROBLEMS } from '../problems.ts';
import { answers, nextSteps, session } from '../shapes.ts';

const text = z.string().optional();
const profile = answers<ReturnType<typeof describeUser>>()(
  z.strictObject({
    userId: z.string(),
    firstName: text,
    middleName: text,
    lastName: text,
    email: text,
    preferredLanguage: text,
    role: z.enum(ROLES).optional(),
    hasPassword: z.boolean(),
    enrolment: z.strictObject({
      required: z.number().describe('Answers that enrolment asks for'),
      answered: z.number(),
      complete: z.boolean(),
    }),
    session,
    nextSteps,
    checklist: z.array(z.strictObject({ step: z.enum(STEPS), done: z.boolean() })),
  }),
);
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
const saved = answers<Awaited<ReturnType<typeof chooseAnswers>>>()(z.strictObject({ answered: z.number(), nextSteps }));
const changed = answers<{ status: 'changed'; session: ReturnType<typeof describeSession>; nextSteps: Step[] }>()(
  z.strictObject({ status: z.literal('changed'), session, nextSteps }),
);
const user = { by: 'session', changingPassword: false } as const;
const anyUser = { by: 'session', changingPassword: true } as const;

export const meOperations: Operations = {
  'GET /api/me': {
    id: 'showMe',
    summary: 'Who is logged on, and what is left to do',
    access: anyUser,
    answer: { status: 200, means: 'The user’s own account.', body: { name: 'Me', schema: profile } },
    problems: [],
  },
  'GET /api/me/security-questions': {
    id: 'showSecurityQuestions',
    summary: 'The questions to choose from, and those chosen',
    details: 'Nobody can read an answer back.',
    access: user,
    answer: { status: 200, means: 'Questions and counts.', body: { name: 'SecurityQuestions', schema: questions } },
    problems: [],
  },
  'PUT /api/me/security-questions': {
    id: 'setSecurityQuestions',
    summary: 'Answer security questions; replaces all answers before',
    details: 'At least as many as enrolment asks for, each question once, within 15 minutes of the logon.',
    access: user,
    request: {
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
    answer: { status: 200, means: 'Saved.', body: { name: 'SecurityAnswersSaved', schema: saved } },
    problems: [
      'session.not_fresh',
      'answers.count',
      'answers.question_repeated',
      'answers.refused',
      'answers.unknown_question',
    ],
  },
  'PUT /api/me/password': {
    id: 'changePassword',
    summary: 'Change one’s own password',
    details:
      'Ends every session of the user and begins a full one. Whoever has no password gets the first one elsewhere.',
    access: anyUser,
    request: {
      name: 'PasswordChange',
      schema: passwordBody,
      example: { currentPassword: 'the former one', newPassword: 'a long harbour at low tide' },
    },
    answer: { status: 200, means: 'Changed.', body: { name: 'PasswordChanged', schema: changed }, cookie: 'sets' },
    problems: ['password.first_by_recovery', 'password.current_wrong', ...PASSWORD_PROBLEMS],
  },
};
