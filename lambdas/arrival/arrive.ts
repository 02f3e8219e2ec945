import * as z from 'zod';
import { type Arrival, type ArrivalPorts, arrive as follow } from '#core/access/arrival.ts';
import { REFERENCE_MAX } from '#core/mail/short-link.ts';
import { everybody } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const arrivalBody = z.strictObject({ reference: z.string().max(REFERENCE_MAX) });
const arrived = answers<Arrival>()(
  z.strictObject({ userId: z.string().optional().describe('To fill in; absent where the link leads to no user') }),
);

export const arrive = route({
  id: 'arrive',
  method: 'POST',
  path: '/arrival',
  summary: 'The user ID that a link of the migration mail fills in',
  details:
    'The mail’s link is `<origin>/#/w/<reference>`: twelve characters, in any case, also with spaces or hyphens. It grants nothing and is not spent. A wrong, an unknown and an expired reference are answered alike.',
  caller: everybody,
  body: { name: 'ArrivalReference', schema: arrivalBody, example: { reference: '7K3MQ2XW9DPA' } },
  answer: { status: 200, means: 'A user ID, or nothing.', body: { name: 'Arrival', schema: arrived } },
  errors: ['throttle.source'],
  handle: async (deps: ArrivalPorts, { body, source, now }) => ({
    body: await follow(deps, { ...body, source, now }),
  }),
});
