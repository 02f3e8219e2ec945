/** A user's own tokens. */
import * as z from 'zod';
import type { changePin } from '#core/access/profile/pin.ts';
import type { showTokens } from '#core/access/profile/tokens.ts';
import { tokenFields } from '#core/export/record.ts';
import { TOKEN_STATES } from '#core/tokens/state.ts';
import { pinBody, resynchroniseBody } from '#lambdas/me-tokens/schema.ts';
import type { Operations } from '../model.ts';
import { NEW_PIN_PROBLEMS } from '../problems.ts';
import { answers, isoTime, session } from '../shapes.ts';

const access = { by: 'session', changingPassword: false } as const;
const path = { serial: 'Serial number, percent-encoded' };
const own = answers<Awaited<ReturnType<typeof showTokens>>>()(
  z.strictObject({
    tokens: z.array(
      z.strictObject({
        serial: z.string(),
        nickname: z.string().optional(),
        pinStyle: tokenFields.pinStyle,
        state: z.enum(TOKEN_STATES).describe('Only an `enabled` one logs on'),
        newPinMode: z.boolean(),
        expiresAt: isoTime.optional(),
      }),
    ),
  }),
);
const changed = answers<Awaited<ReturnType<typeof changePin>>>()(
  z.strictObject({
    status: z.literal('pin-set'),
    pin: z.string().optional().describe('The generated PIN: shown this once'),
  }),
);

export const meTokenOperations: Operations = {
  'GET /api/me/tokens': {
    id: 'showMyTokens',
    summary: 'One’s own tokens',
    access,
    answer: { status: 200, means: 'Those assigned to the user.', body: { name: 'MyTokens', schema: own } },
    problems: [],
  },
  'POST /api/me/tokens/{serial}/lost': {
    id: 'reportMyTokenLost',
    summary: 'Report one’s own token lost',
    details:
      'From now on it logs nobody on, until an administrator finds it again. Every session of the user ends; the present one goes on with a new cookie.',
    access,
    path,
    answer: {
      status: 200,
      means: 'Reported.',
      body: { name: 'TokenReportedLost', schema: z.strictObject({ status: z.literal('reported-lost'), session }) },
      cookie: 'sets',
    },
    problems: ['token.not_found', 'token.conflict'],
  },
  'POST /api/me/tokens/{serial}/resynchronise': {
    id: 'resynchroniseMyToken',
    summary: 'Resynchronise one’s own token by two consecutive codes',
    details:
      'Within the window in which a logon asks for the next tokencode; farther off, an administrator can. A miss counts like a failed logon. Both codes are spent.',
    access,
    path,
    request: {
      name: 'MyTokenResynchronisation',
      schema: resynchroniseBody,
      example: { tokencode: '123456', nextTokencode: '654321' },
    },
    answer: {
      status: 200,
      means: 'The clock offset is learned.',
      body: { name: 'TokenResynchronised', schema: z.strictObject({ status: z.literal('resynchronised') }) },
    },
    problems: ['token.not_found', 'token.unusable', 'token.codes_wrong', 'throttle.source'],
  },
  'PUT /api/me/tokens/{serial}/pin': {
    id: 'changeMyPin',
    summary: 'Change the PIN of one’s own token',
    details:
      'With a passcode of this token and its former PIN, within 15 minutes of the logon. Give `pin`, or `generate: true`; it counts from the next tokencode on. A wrong passcode counts like a failed logon.',
    access,
    path,
    request: { name: 'PinChange', schema: pinBody, example: { passcode: '4711123456', pin: '48151' } },
    answer: { status: 200, means: 'The PIN is set.', body: { name: 'PinChanged', schema: changed } },
    problems: [
      'session.not_fresh',
      'token.not_found',
      'token.unusable',
      'token.conflict',
      'pin.passcode_wrong',
      'pin.none',
      'throttle.source',
      ...NEW_PIN_PROBLEMS,
    ],
  },
};
