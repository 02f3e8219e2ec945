import * as z from 'zod';
import { requestRecovery } from '#core/access/recovery/request.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';

const requestBody = z.strictObject({ userId: z.string().min(1).max(255) });
/** F1: one answer for every user ID, known or not. */
const ASKED = { status: 'asked' } as const;

export const askForRecovery = route({
  id: 'askForRecovery',
  method: 'POST',
  path: '/forgot-password',
  summary: 'Ask for a recovery mail',
  details:
    'Everybody is answered the same, known or not, after the same time, and asking changes nothing. The mail’s link is `<origin>/#/forgot-password?link=<secret>`.',
  caller: everybody,
  body: { name: 'RecoveryRequest', schema: requestBody, example: { userId: 'ada' } },
  answer: {
    status: 202,
    means: 'Asked.',
    body: { name: 'RecoveryAsked', schema: z.strictObject({ status: z.literal('asked') }) },
  },
  errors: ['feature.off', 'throttle.source'],
  handle: async (deps: RecoveryPorts, { body, source, now }) => {
    await requestRecovery(deps, { ...body, source, now });
    return { body: ASKED };
  },
});
