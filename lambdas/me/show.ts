import * as z from 'zod';
import { STEPS } from '#core/access/next-steps.ts';
import type { SettingsPort } from '#core/access/ports.ts';
import { describeUser } from '#core/access/profile/profile.ts';
import { ROLES } from '#core/directory/model.ts';
import { userWithLittle } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, nextSteps, session } from '../route/shapes.ts';

const text = z.string().optional();
const profile = answers<ReturnType<typeof describeUser>>()(
  z.strictObject({
    userId: z.string(),
    firstName: text,
    middleName: text,
    lastName: text,
    email: text,
    preferredLanguage: text,
    role: z.enum(ROLES).optional(),
    hasPassword: z.boolean(),
    enrolment: z.strictObject({
      required: z.number().describe('Answers that enrolment asks for'),
      answered: z.number(),
      complete: z.boolean(),
      forced: z.boolean().describe('Nothing but the questions is served until they are complete'),
    }),
    session,
    nextSteps,
    checklist: z.array(z.strictObject({ step: z.enum(STEPS), done: z.boolean() })),
  }),
);

export const meShape = { name: 'Me', schema: profile };

export const showMe = route({
  id: 'showMe',
  method: 'GET',
  path: '/me',
  summary: 'Who is logged on, and what is left to do',
  caller: userWithLittle,
  answer: { status: 200, means: 'The user’s own account.', body: meShape },
  errors: [],
  handle: async (deps: SettingsPort, { actor: { user, session } }) => {
    const { settings } = await deps.readSettings();
    return { body: describeUser(user, session, settings) };
  },
});
