import * as z from 'zod';
import { changePin, type PinChangePorts } from '#core/access/profile/pin.ts';
import { user } from '../route/callers.ts';
import { NEW_PIN_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { answers, ofToken } from '../route/shapes.ts';

const passcode = z.string().min(1).max(64);
const pinBody = z.union([
  z.strictObject({ passcode, pin: z.string().min(1).max(64) }),
  z.strictObject({ passcode, generate: z.literal(true) }),
]);
const changed = answers<Awaited<ReturnType<typeof changePin>>>()(
  z.strictObject({
    status: z.literal('pin-set'),
    pin: z.string().optional().describe('The generated PIN: shown this once'),
  }),
);

export const changeMyPin = route({
  id: 'changeMyPin',
  method: 'PUT',
  path: '/me/token/pin',
  summary: 'Change the PIN of one’s own token',
  details:
    'With a passcode of this token and its former PIN, within 15 minutes of the logon. Give `pin`, or `generate: true`; it counts from the next tokencode on. A wrong passcode counts like a failed logon.',
  caller: user,
  query: ofToken,
  body: { name: 'PinChange', schema: pinBody, example: { passcode: '4711123456', pin: '48151' } },
  answer: { status: 200, means: 'The PIN is set.', body: { name: 'PinChanged', schema: changed } },
  errors: [
    'session.not_fresh',
    'token.not_found',
    'token.unusable',
    'token.conflict',
    'pin.passcode_wrong',
    'pin.none',
    'throttle.source',
    ...NEW_PIN_ERRORS,
  ],
  handle: async (deps: PinChangePorts, { actor, query, body: { passcode, ...given }, now }) => {
    const pin = 'pin' in given ? given.pin : undefined;
    return { body: await changePin(deps, actor, query.serial, { passcode, pin }, now) };
  },
});
