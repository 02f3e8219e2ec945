import * as z from 'zod';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { type VerifyResult, verifyRecovery as verify } from '#core/access/recovery/verify.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, challenge } from '../route/shapes.ts';
import { askNext, grant } from './grant.ts';

const verifyBody = z.union([
  z.strictObject({ link: z.string().min(1).max(128) }),
  z.strictObject({ userId: z.string().min(1).max(255), passcode: z.string().min(1).max(64).optional() }),
]);
const firstPassword = z.literal(true).optional().describe('After a link: the user has had no password here yet');
const userId = z.string().optional().describe('After a link: whose password it is, for password managers');
export const recoveryStep = answers<VerifyResult>()(
  z.union([
    askNext,
    z.strictObject({
      ask: z.literal('questions').describe('Answer them at /answers'),
      challenge,
      questions: z.array(z.strictObject({ id: z.string(), language: z.string(), question: z.string() })),
      userId,
      firstPassword,
    }),
    z.strictObject({ ask: z.literal('passcode').describe('Give one at /answers'), challenge, userId, firstPassword }),
    z.strictObject({ ask: z.literal('password').describe('Set one at /reset'), grant, userId, firstPassword }),
  ]),
);

export const verifyRecovery = route({
  id: 'verifyRecovery',
  method: 'POST',
  path: '/forgot-password/verify',
  summary: 'First step: the link of the mail, or what stands in for it',
  details:
    '`link` from a recovery mail or an administrator’s reset; `userId` with `passcode` for whoever has no mailbox; `userId` alone in the mode `questions`. What is asked next depends on the mode (settings, recovery.mode).',
  caller: everybody,
  body: { name: 'RecoveryProof', schema: verifyBody, example: { link: '…' } },
  answer: { status: 200, means: 'What is asked next.', body: { name: 'RecoveryStep', schema: recoveryStep } },
  errors: ['recovery.failed', 'pin.none', 'feature.off', 'throttle.source'],
  handle: async (deps: RecoveryPorts, { body, source, now }) => ({
    body: await verify(deps, { ...body, source, now }),
  }),
});
