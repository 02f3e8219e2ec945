import * as z from 'zod';
import type { LogonResult } from '#core/access/logon.ts';
import type { Step } from '#core/access/next-steps.ts';
import type { describeSession } from '#core/access/profile/profile.ts';
import type { newPin } from '#core/access/token-steps.ts';
import { logonBody, newPinBody, nextTokencodeBody } from '#lambdas/logon/schema.ts';
import type { Operations } from '../model.ts';
import { NEW_PIN_PROBLEMS } from '../problems.ts';
import { answers, challenge, logonMethods, nextSteps, session } from '../shapes.ts';

type Complete = Extract<LogonResult, { session: unknown }>;
type Begun = { status: Complete['status']; session: ReturnType<typeof describeSession>; nextSteps: Step[] };

const result = z.union([
  answers<Begun>()(
    z.strictObject({
      status: z
        .enum(['authenticated', 'change-password'])
        .describe('The cookie is set. `change-password`: the session is good for a new password only'),
      session,
      nextSteps,
    }),
  ),
  answers<Exclude<LogonResult, Complete>>()(
    z.union([
      z.strictObject({
        status: z.literal('more').describe('Right so far: the console asks for one of `methods` too'),
        methods: logonMethods,
        challenge,
      }),
      z.strictObject({
        status: z
          .enum(['new-pin', 'next-tokencode'])
          .describe('The token is in New PIN mode, or the next tokencode is asked for'),
        challenge,
        proof: z.literal('mail').optional().describe('A PIN takes the code too that was mailed to the user'),
      }),
    ]),
  ),
]);
const logonResult = { name: 'LogonResult', schema: result };
const pinSet = answers<Awaited<ReturnType<typeof newPin>>>()(
  z.strictObject({
    status: z.literal('pin-set'),
    pin: z.string().optional().describe('The generated PIN: shown this once'),
  }),
);

export const logonOperations: Operations = {
  'POST /api/logon': {
    id: 'logon',
    summary: 'Log on with a passcode or a password',
    details:
      'Every failure is the same 401, whatever the cause. Go on by `status`: `more` comes back here with `challenge` and another method; `new-pin` and `next-tokencode` have routes of their own.',
    access: { by: 'everybody' },
    request: {
      name: 'Logon',
      schema: logonBody,
      example: { userId: 'ada', method: 'SecurID_Native', secret: '4711123456' },
    },
    answer: { status: 200, means: 'A session, or the next step.', body: logonResult, cookie: 'may set' },
    problems: ['logon.failed', 'throttle.source'],
  },
  'POST /api/logon/next-tokencode': {
    id: 'nextTokencode',
    summary: 'Prove the token with the tokencode after the one just used',
    details: 'Wait until the token shows another code; type it without a PIN. One try a challenge.',
    access: { by: 'everybody' },
    request: {
      name: 'NextTokencode',
      schema: nextTokencodeBody,
      example: { challenge: '…', tokencode: '654321' },
    },
    answer: { status: 200, means: 'As after POST /api/logon.', body: logonResult, cookie: 'may set' },
    problems: ['logon.failed', 'throttle.source'],
  },
  'POST /api/logon/new-pin': {
    id: 'newPin',
    summary: 'Set the first PIN of a token in New PIN mode',
    details:
      'Give `pin`, or `generate: true` for a PIN of the system’s choice. It grants nothing else: log on with the next tokencode and the new PIN. A PIN that is refused may be chosen again; `GET /api/console` says who chooses, and how long. Where the logon answered `proof: "mail"`, give the mailed `code` too.',
    access: { by: 'everybody' },
    request: { name: 'NewPin', schema: newPinBody, example: { challenge: '…', pin: '48151' } },
    answer: { status: 200, means: 'The PIN is set.', body: { name: 'PinSet', schema: pinSet } },
    problems: ['challenge.invalid', 'throttle.source', 'pin.proof_required', 'pin.proof_wrong', ...NEW_PIN_PROBLEMS],
  },
};

export const logoffOperations: Operations = {
  'POST /api/logoff': {
    id: 'logoff',
    summary: 'End the session at once',
    details: 'Without a session, or with one that is over, the answer is the same.',
    access: { by: 'everybody' },
    answer: { status: 204, means: 'There is no session any more.', cookie: 'clears' },
    problems: [],
  },
};
