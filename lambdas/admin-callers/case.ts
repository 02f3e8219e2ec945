import * as z from 'zod';
import { CASE_ACTS, NEEDS } from '#core/administration/callers/case.ts';
import { type CallerCase, type LookUpPorts, lookUpCaller } from '#core/administration/callers/look-up.ts';
import { SITUATIONS } from '#core/administration/callers/situation.ts';
import { MILESTONES, STAGES, STUCK } from '#core/journey/stages.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, ofUser, unixTime } from '../route/shapes.ts';

const offered = z.strictObject({
  act: z.enum(CASE_ACTS),
  serial: z.string().optional().describe('Of the token that it is done to'),
  needs: z
    .enum(NEEDS)
    .optional()
    .describe(
      'The caller of this route can’t do it: another administrator, one of this role, or a super-admin by a setting',
    ),
  until: unixTime.optional().describe('The caller of this route can do it after this, in Unix milliseconds'),
});
const callerCase = answers<CallerCase>()(
  z.strictObject({
    who: z
      .strictObject({
        userId: z.string(),
        firstName: z.string().optional(),
        lastName: z.string().optional(),
        email: z.string().optional().describe('Masked'),
        serialEndings: z.array(z.string()).describe('The last three characters of each serial number'),
      })
      .describe('What to ask, to know who is calling'),
    journey: z.strictObject({
      stage: z.enum(STAGES),
      reached: z.enum(MILESTONES).describe('The furthest milestone'),
      stuck: z.enum(STUCK).optional(),
      since: unixTime.describe('In Unix milliseconds'),
    }),
    wrong: z
      .strictObject({
        code: z.enum(SITUATIONS),
        serial: z.string().optional(),
        until: unixTime.optional().describe('When it ends by itself, or ended, in Unix milliseconds'),
      })
      .describe('What keeps the user from going on: the first that holds'),
    acts: z.array(offered).describe('What helps, in the order in which it helps'),
    says: z.array(offered).describe('What helps against what no record shows, such as a forgotten PIN'),
  }),
);

export const showCase = route({
  id: 'showCase',
  method: 'GET',
  path: '/users/case',
  summary: 'A caller’s case: who it is, what is wrong now, and which acts help',
  details:
    'An act without `needs` is one that the API takes from this administrator now, after a fresh logon where it changes credentials. That help desk looked a user up is recorded in the audit.',
  caller: administrator('help-desk'),
  query: ofUser,
  answer: { status: 200, means: 'The case.', body: { name: 'CallerCase', schema: callerCase } },
  errors: ['user.not_found'],
  handle: async (deps: LookUpPorts, { query, actor, now }) => ({
    body: await lookUpCaller(deps, query.userId, { actor, now }),
  }),
});
