import * as z from 'zod';
import { completePasscode } from '#core/access/recovery/next-tokencode.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { recoveryStep } from './verify.ts';

const nextBody = z.strictObject({ challenge: z.string().min(1).max(128), tokencode: z.string().min(1).max(64) });

export const completeRecoveryPasscode = route({
  id: 'completeRecoveryPasscode',
  method: 'POST',
  path: '/forgot-password/next-tokencode',
  summary: 'The tokencode after a passcode that was right',
  details:
    'Where a step answered `ask: "next-tokencode"`. Wait until the token shows another code; type it without a PIN. One try a challenge.',
  caller: everybody,
  body: { name: 'RecoveryNextTokencode', schema: nextBody, example: { challenge: '…', tokencode: '654321' } },
  answer: { status: 200, means: 'What is asked next.', body: { name: 'RecoveryStep', schema: recoveryStep } },
  errors: ['recovery.failed', 'pin.none', 'feature.off', 'throttle.source'],
  handle: async (deps: RecoveryPorts, { body, source, now }) => ({
    body: await completePasscode(deps, { ...body, source, now }),
  }),
});
