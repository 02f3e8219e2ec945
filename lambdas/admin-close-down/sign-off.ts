import * as z from 'zod';
import { type SignedOff, type SignOffPorts, signOff } from '#core/administration/close-down.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const signed = answers<SignedOff>()(
  z.strictObject({
    changed: z.number(),
    unchanged: z.number().describe('It was so before'),
    unknown: z.array(z.string()).describe('User IDs that no user has'),
  }),
);

export const signOffPeople = route({
  id: 'signOffPeople',
  method: 'POST',
  path: '/close-down/sign-off',
  summary: 'Say that people are not waited for any more, such as those who have left, or are again',
  details: 'Only the close-down list takes notice: it changes nothing of what the account can do.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: {
    name: 'SignOff',
    schema: z.strictObject({
      userIds: z.array(z.string().min(1).max(255)).min(1).max(100),
      off: z.boolean().default(true).describe('`false`: they are waited for again'),
    }),
    example: { userIds: ['ada'], off: true },
  },
  answer: { status: 200, means: 'What has become of them.', body: { name: 'SignedOff', schema: signed } },
  errors: ['user.conflict'],
  handle: async (deps: SignOffPorts, { body: { userIds, off }, actor, now }) => ({
    body: await signOff(deps, userIds, off, { actor, now }),
  }),
});
