import * as z from 'zod';
import { markTold as mark, type ToldMarked, type ToldPorts } from '#core/administration/told.ts';
import { operator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const marked = answers<ToldMarked>()(
  z.strictObject({
    marked: z.int(),
    known: z.int().describe('Were told at this mailbox already'),
    unknown: z.array(z.string()).describe('User IDs that no user with a mailbox has'),
  }),
);

export const markTold = route({
  id: 'markTold',
  method: 'POST',
  path: '/restored/told',
  summary: 'Say who was told after the point that tables were restored to',
  details: 'For operators alone. They are `uncertain` from then on: no campaign tells them by itself.',
  caller: operator,
  body: {
    name: 'ToldUsers',
    schema: z.strictObject({ userIds: z.array(z.string().min(1).max(255)).min(1).max(100) }),
    example: { userIds: ['ana'] },
  },
  answer: { status: 200, means: 'What became of them.', body: { name: 'ToldMarked', schema: marked } },
  errors: [],
  handle: async (deps: ToldPorts, { actor, body: { userIds }, now }) => ({
    body: await mark(deps, userIds, { actor, now }),
  }),
});
