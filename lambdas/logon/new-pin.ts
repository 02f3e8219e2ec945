import * as z from 'zod';
import { newPin as setFirstPin } from '#core/access/token-steps.ts';
import { everybody } from '../route/callers.ts';
import { NEW_PIN_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import type { LogonDeps } from './result.ts';

const challenge = z.string().min(1).max(128);
/** From the mail, where the answer to the logon said `proof: 'mail'`. */
const code = z.string().min(1).max(64).optional();
const newPinBody = z.union([
  z.strictObject({ challenge, code, pin: z.string().min(1).max(64) }),
  z.strictObject({ challenge, code, generate: z.literal(true) }),
]);
const pinSet = answers<Awaited<ReturnType<typeof setFirstPin>>>()(
  z.strictObject({
    status: z.literal('pin-set'),
    pin: z.string().optional().describe('The generated PIN: shown this once'),
  }),
);

export const newPin = route({
  id: 'newPin',
  method: 'POST',
  path: '/logon/new-pin',
  summary: 'Set the first PIN of a token in New PIN mode',
  details:
    'Give `pin`, or `generate: true` for a PIN of the system’s choice. It grants nothing else: log on with the next tokencode and the new PIN. A PIN that is refused may be chosen again; `GET /api/console` says who chooses, and how long. Where the logon answered `proof: "mail"`, give the mailed `code` too.',
  caller: everybody,
  body: { name: 'NewPin', schema: newPinBody, example: { challenge: '…', pin: '48151' } },
  answer: { status: 200, means: 'The PIN is set.', body: { name: 'PinSet', schema: pinSet } },
  errors: ['challenge.invalid', 'throttle.source', 'pin.proof_required', 'pin.proof_wrong', ...NEW_PIN_ERRORS],
  handle: async (deps: LogonDeps, { body: { challenge, code, ...given }, source, now }) => {
    const pin = 'pin' in given ? given.pin : undefined;
    return { body: await setFirstPin(deps, { challenge, code, pin, source, now }) };
  },
});
