import * as z from 'zod';
import { answerQuestions, answerWithPasscode } from '#core/access/recovery/answers.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { askNext, grant } from './grant.ts';

const challenge = z.string().min(1).max(128);
const answer = z.strictObject({ id: z.string().max(64), answer: z.string().max(1024) });
const answersBody = z.union([
  z.strictObject({ challenge, answers: z.array(answer).max(20) }),
  z.strictObject({ challenge, passcode: z.string().min(1).max(64) }),
]);
const granted = answers<Awaited<ReturnType<typeof answerWithPasscode>>>()(
  z.union([z.strictObject({ grant }), askNext]),
);

export const answerRecovery = route({
  id: 'answerRecovery',
  method: 'POST',
  path: '/forgot-password/answers',
  summary: 'Second step: all answers at once, or a passcode',
  caller: everybody,
  body: {
    name: 'RecoveryAnswers',
    schema: answersBody,
    example: { challenge: '…', answers: [{ id: '…', answer: 'Reykjavík' }] },
  },
  answer: {
    status: 200,
    means: 'A grant; after a passcode perhaps the next tokencode is asked for.',
    body: { name: 'RecoveryGrant', schema: granted },
  },
  errors: ['recovery.failed', 'recovery.answers_wrong', 'pin.none', 'feature.off', 'throttle.source'],
  handle: async (deps: RecoveryPorts, { body, source, now }) => {
    const step =
      'passcode' in body
        ? answerWithPasscode(deps, { ...body, source, now })
        : answerQuestions(deps, { ...body, source, now });
    return { body: await step };
  },
});
