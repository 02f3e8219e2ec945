/** Tokens as administrators find and handle them. */
import * as z from 'zod';
import { tokenAssignment, tokenUnassignment } from '#core/administration/tokens/assign.ts';
import { tokenEdit } from '#core/administration/tokens/edit.ts';
import type { TokenDetail } from '#core/administration/tokens/view.ts';
import { tokenFields } from '#core/export/record.ts';
import { TOKEN_STATES } from '#core/tokens/state.ts';
import { resynchronisation, search } from '#lambdas/admin-tokens/schema.ts';
import type { Operations } from '../model.ts';
import { answers, isoTime } from '../shapes.ts';

const helpDesk = { by: 'role', role: 'help-desk' } as const;
const admin = { by: 'role', role: 'admin' } as const;
const path = { serial: 'Serial number, percent-encoded' };
const text = z.string().optional();

const token = answers<TokenDetail>()(
  z.strictObject({
    serial: z.string(),
    algorithm: tokenFields.algorithm,
    digits: z.number(),
    interval: z.number().describe('Seconds; 0 for HOTP'),
    pinStyle: tokenFields.pinStyle,
    state: z.enum(TOKEN_STATES).describe('What it is good for now; only an `enabled` one logs on'),
    enabled: z.boolean(),
    lost: z.boolean(),
    newPinMode: z.boolean(),
    nextTokencodeMode: z.boolean().describe('After so many wrong passcodes a right one is asked for its successor'),
    failures: z.number().describe('Wrong passcodes in a row'),
    clockOffset: z.number().describe('In intervals; positive where the device’s clock is ahead'),
    nickname: text,
    assignee: text.describe('The user ID it is assigned to, case-folded'),
    startsAt: isoTime.optional(),
    expiresAt: isoTime.optional(),
    createdAt: isoTime,
    updatedAt: isoTime,
    version: z.number().describe('Rises with every act; an act names the version it saw'),
  }),
);
const after = { status: 200, means: 'The token after it.', body: { name: 'Token', schema: token } } as const;
const ACT_PROBLEMS = ['token.not_found', 'token.conflict', 'user.higher_role', 'token.own'] as const;

export const tokenOperations: Operations = {
  'GET /tokens': {
    id: 'findTokens',
    summary: 'Find tokens by serial number or user ID, or those that are assigned to nobody',
    details:
      'By one of the three. Unassigned ones are searched page by page: a page may be empty and still have a `next`.',
    access: helpDesk,
    query: {
      schema: search,
      means: {
        serial: 'The whole serial number',
        userId: 'Tokens of this user',
        unassigned: '`true`: tokens of nobody',
        next: 'From the page before',
      },
    },
    answer: {
      status: 200,
      means: 'Those found.',
      body: { name: 'Tokens', schema: z.strictObject({ tokens: z.array(token), next: text }) },
    },
    problems: ['request.next'],
  },
  'GET /tokens/{serial}': {
    id: 'showToken',
    summary: 'One token',
    access: helpDesk,
    path,
    answer: { status: 200, means: 'The token, without its secrets.', body: after.body },
    problems: ['token.not_found'],
  },
  'PATCH /tokens/{serial}': {
    id: 'editToken',
    summary: 'Enable or disable a token, report it lost or found again, clear its PIN',
    details:
      'A field that is absent stays. Enabling forgets the wrong passcodes counted. Disabling and losing end the user’s sessions; the next logon needs another token. A cleared PIN leads to New PIN mode. Nobody enables, finds or clears their own.',
    access: helpDesk,
    path,
    request: { name: 'TokenEdit', schema: tokenEdit, example: { version: 1, enabled: true } },
    answer: after,
    problems: [...ACT_PROBLEMS, 'pin.not_used'],
  },
  'POST /tokens/{serial}/assign': {
    id: 'assignToken',
    summary: 'Assign a token to a user',
    details:
      'Only one that is assigned to nobody. With `clearPin` it starts in New PIN mode, although it brought a PIN. It stays enabled or disabled, as it is. Nobody assigns a token to themselves or to a user of a higher role.',
    access: admin,
    path,
    request: {
      name: 'TokenAssignment',
      schema: tokenAssignment,
      example: { version: 1, userId: 'ada', clearPin: true },
    },
    answer: after,
    problems: [...ACT_PROBLEMS, 'user.not_found', 'token.assigned', 'token.too_many'],
  },
  'POST /tokens/{serial}/unassign': {
    id: 'unassignToken',
    summary: 'Take a token back from its user',
    details: 'Its PIN and nickname go, and the user’s sessions end.',
    access: admin,
    path,
    request: { name: 'TokenUnassignment', schema: tokenUnassignment, example: { version: 2 } },
    answer: after,
    problems: [...ACT_PROBLEMS, 'token.unassigned'],
  },
  'POST /tokens/{serial}/resynchronise': {
    id: 'resynchroniseToken',
    summary: 'Resynchronise a token by two consecutive codes',
    details:
      'Looked for within 12 hours of server time (HOTP: 1,000 counters ahead). Both codes are spent; next tokencode mode ends; the last accepted interval never goes back. Nobody does it to their own token.',
    access: helpDesk,
    path,
    request: {
      name: 'TokenResynchronisation',
      schema: resynchronisation,
      example: { version: 1, tokencode: '123456', nextTokencode: '654321' },
    },
    answer: after,
    problems: [...ACT_PROBLEMS, 'token.codes_wrong', 'token.codes_spent'],
  },
};
