import * as z from 'zod';
import { declareRestored as declare, type RestoredPorts } from '#core/administration/restored.ts';
import { operator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { unixTime } from '../route/shapes.ts';

export const declareRestored = route({
  id: 'declareRestored',
  method: 'POST',
  path: '/restored',
  summary: 'Say that tables were restored to an earlier point',
  details:
    'For operators alone. Ends every session, link and step, voids temporary codes and passwords that are to be changed, and spends what each token has shown until now: what was used after the point can’t be used again.',
  caller: operator,
  body: {
    name: 'Restored',
    schema: z.strictObject({ point: z.iso.datetime().describe('What the tables were restored to; for the audit') }),
    example: { point: '2026-12-01T02:30:00Z' },
  },
  answer: {
    status: 200,
    means: 'What was issued before this moment does not count any more.',
    body: { name: 'RestoredAt', schema: z.strictObject({ restoredAt: unixTime }) },
  },
  errors: [],
  handle: async (deps: RestoredPorts, { actor, body: { point }, now }) => ({
    body: await declare(deps, point, { actor, now }),
  }),
});
