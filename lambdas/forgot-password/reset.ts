import * as z from 'zod';
import { resetPassword as reset } from '#core/access/recovery/reset.ts';
import type { RecoveryPorts } from '#core/access/recovery/state.ts';
import { everybody } from '../route/callers.ts';
import { PASSWORD_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';

const resetBody = z.strictObject({
  grant: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
});

export const resetPassword = route({
  id: 'resetPassword',
  method: 'POST',
  path: '/forgot-password/reset',
  summary: 'Last step: the new password',
  details:
    'Ends every session and every other recovery of the user, and logs nobody on. A password that is refused may be chosen again with the same grant.',
  caller: everybody,
  body: {
    name: 'RecoveryReset',
    schema: resetBody,
    example: { grant: '…', password: 'a long harbour at low tide' },
  },
  answer: { status: 204, means: 'The password is set.' },
  errors: ['recovery.failed', 'feature.off', 'throttle.source', ...PASSWORD_ERRORS],
  handle: async (deps: RecoveryPorts, { body, source, now }) => {
    await reset(deps, { ...body, source, now });
    return {};
  },
});
