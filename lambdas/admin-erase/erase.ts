/** A person erased everywhere. */
import * as z from 'zod';
import { type ErasePorts, type ErasureDone, eraseUser as erase, erasure } from '#core/administration/erase.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, ofUser } from '../route/shapes.ts';

const done = answers<ErasureDone>()(
  z.strictObject({
    done: z.boolean(),
    user: z.boolean().describe('Whether there was such a user until now'),
    lines: z.number().describe('Lines of reports that named the person, in this step'),
    next: z.string().optional().describe('Where it is not done: to be sent with the same request again'),
  }),
);

export const eraseUser = route({
  id: 'eraseUser',
  method: 'POST',
  path: '/user/erase',
  summary: 'Erase a person everywhere',
  details:
    'The user, sessions, notices, images of before, and every line of every report that names the person; `confirm` is the user ID once more. The tokens are unassigned, or deleted. Works in steps: ask again with `next` until `done`. Also for a person who is no user here any more, but stands in reports.',
  caller: administrator('super-admin'),
  credentials: 'changed',
  query: ofUser,
  body: { name: 'Erasure', schema: erasure, example: { confirm: 'ada', deleteTokens: true } },
  answer: { status: 200, means: 'Erased, or how far it is.', body: { name: 'ErasureDone', schema: done } },
  errors: ['user.confirm', 'user.role_holder', 'user.own_account', 'user.conflict', 'source.busy', 'request.next'],
  handle: async (deps: ErasePorts, { actor, query, body, now }) => ({
    body: await erase(deps, query.userId, body, { actor, now }),
  }),
});
