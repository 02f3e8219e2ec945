import * as z from 'zod';
import { changePin, type PinChanged, type PinChangePorts } from '#core/access/profile/pin.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { sessionCookie } from '#core/access/session.ts';
import { user } from '../route/callers.ts';
import { NEW_PIN_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { answers, challenge, ofToken, session } from '../route/shapes.ts';

const passcode = z.string().min(1).max(64);
const pin = z.string().min(1).max(64);
const next = { challenge: z.string().min(1).max(128), tokencode: z.string().min(1).max(64) };
const generate = z.literal(true);
const pinBody = z.union([
  z.strictObject({ passcode, pin }),
  z.strictObject({ passcode, generate }),
  z.strictObject({ ...next, pin }),
  z.strictObject({ ...next, generate }),
]);
type Changed =
  | { status: 'pin-set'; pin?: string; session: ReturnType<typeof describeSession> }
  | Extract<PinChanged, { status: 'next-tokencode' }>;
const changed = answers<Changed>()(
  z.union([
    z.strictObject({
      status: z.literal('pin-set'),
      pin: z.string().optional().describe('The generated PIN: shown this once'),
      session,
    }),
    z.strictObject({
      status: z
        .literal('next-tokencode')
        .describe('Right so far: send the tokencode after it in place of the passcode'),
      challenge,
    }),
  ]),
);

export const changeMyPin = route({
  id: 'changeMyPin',
  method: 'PUT',
  path: '/me/token/pin',
  summary: 'Change the PIN of one’s own token',
  details:
    'With a passcode of this token and its former PIN, within 15 minutes of the logon. Give `pin`, or `generate: true`; it counts from the next tokencode on. A wrong passcode counts like a failed logon. Where the answer is `next-tokencode`, nothing is set yet: send `challenge` and `tokencode`, the code after it, with the PIN again. With the PIN every session of the user ends; the present one goes on with a new cookie.',
  caller: user,
  credentials: 'changed',
  query: ofToken,
  body: { name: 'PinChange', schema: pinBody, example: { passcode: '4711123456', pin: '48151' } },
  answer: {
    status: 200,
    means: 'The PIN is set, or the next tokencode is asked for.',
    body: { name: 'PinChanged', schema: changed },
    cookie: 'may set',
  },
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
  handle: async (deps: PinChangePorts, { actor, query, body, now }) => {
    const done = await changePin(deps, actor, query.serial, { pin: undefined, ...body }, now);
    if (done.status !== 'pin-set') return { body: done };
    const { token, ...set } = done;
    return { cookie: sessionCookie(token), body: { ...set, session: describeSession(set.session) } };
  },
});
