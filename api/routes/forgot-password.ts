import * as z from 'zod';
import type { Grant } from '#core/access/recovery/answers.ts';
import type { VerifyResult } from '#core/access/recovery/verify.ts';
import { answersBody, requestBody, resetBody, verifyBody } from '#lambdas/forgot-password/schema.ts';
import type { Operations } from '../model.ts';
import { PASSWORD_PROBLEMS } from '../problems.ts';
import { answers, challenge } from '../shapes.ts';

const grant = z.string().describe('Secret that sets a password once, for ten minutes');
const asked = z.strictObject({ status: z.literal('asked') });
const step = answers<VerifyResult>()(
  z.union([
    z.strictObject({
      ask: z.literal('questions').describe('Answer them at /answers'),
      challenge,
      questions: z.array(z.strictObject({ id: z.string(), language: z.string(), question: z.string() })),
    }),
    z.strictObject({ ask: z.literal('passcode').describe('Give one at /answers'), challenge }),
    z.strictObject({ ask: z.literal('password').describe('Set one at /reset'), grant }),
  ]),
);
const granted = answers<Grant>()(z.strictObject({ grant }));
const access = { by: 'everybody' } as const;

export const forgotPasswordOperations: Operations = {
  'POST /api/forgot-password': {
    id: 'askForRecovery',
    summary: 'Ask for a recovery mail',
    details:
      'Everybody is answered the same, known or not, after the same time, and asking changes nothing. The mail’s link is `<origin>/#/forgot-password?link=<secret>`.',
    access,
    request: { name: 'RecoveryRequest', schema: requestBody, example: { userId: 'ada' } },
    answer: { status: 202, means: 'Asked.', body: { name: 'RecoveryAsked', schema: asked } },
    problems: ['feature.off', 'throttle.source'],
  },
  'POST /api/forgot-password/verify': {
    id: 'verifyRecovery',
    summary: 'First step: the link of the mail, or what stands in for it',
    details:
      '`link` from a recovery mail or an administrator’s reset; `userId` with `passcode` for whoever has no mailbox; `userId` alone in the mode `questions`. What is asked next depends on the mode (settings, recovery.mode).',
    access,
    request: { name: 'RecoveryProof', schema: verifyBody, example: { link: '…' } },
    answer: { status: 200, means: 'What is asked next.', body: { name: 'RecoveryStep', schema: step } },
    problems: ['recovery.failed', 'feature.off', 'throttle.source'],
  },
  'POST /api/forgot-password/answers': {
    id: 'answerRecovery',
    summary: 'Second step: all answers at once, or a passcode',
    access,
    request: {
      name: 'RecoveryAnswers',
      schema: answersBody,
      example: { challenge: '…', answers: [{ id: '…', answer: 'Reykjavík' }] },
    },
    answer: { status: 200, means: 'A grant.', body: { name: 'RecoveryGrant', schema: granted } },
    problems: ['recovery.failed', 'recovery.answers_wrong', 'feature.off', 'throttle.source'],
  },
  'POST /api/forgot-password/reset': {
    id: 'resetPassword',
    summary: 'Last step: the new password',
    details:
      'Ends every session and every other recovery of the user, and logs nobody on. A password that is refused may be chosen again with the same grant.',
    access,
    request: {
      name: 'RecoveryReset',
      schema: resetBody,
      example: { grant: '…', password: 'a long harbour at low tide' },
    },
    answer: { status: 204, means: 'The password is set.' },
    problems: ['recovery.failed', 'feature.off', 'throttle.source', ...PASSWORD_PROBLEMS],
  },
};
