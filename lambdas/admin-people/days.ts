import * as z from 'zod';
import { type Days, type PeoplePorts, peopleDays } from '#core/administration/people.ts';
import { administratorOrDisplay } from '../route/callers.ts';
import { AS_OF, ASKED, asked } from '../route/people-shapes.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const days = answers<Days>()(
  z.strictObject({
    ...AS_OF,
    days: z.array(
      z.strictObject({
        day: z.iso.date().describe('In UTC'),
        imported: z.number().describe('How many were imported on it, or made'),
        told: z.number().describe('How many were first sent the mail'),
        tokenLogon: z.number().describe('How many first logged on with a token'),
        home: z.number().describe('How many first set a password of their own'),
      }),
    ),
  }),
);

export const countDays = route({
  id: 'countPeopleByDay',
  method: 'GET',
  path: '/people/days',
  summary: 'How many people came to a milestone on each day',
  caller: administratorOrDisplay('help-desk'),
  query: { schema: z.strictObject({ source: asked }), means: { source: ASKED } },
  answer: {
    status: 200,
    means: 'The days in their order. One on which nothing happened is left out.',
    body: { name: 'PeopleByDay', schema: days },
  },
  errors: ['source.not_found'],
  handle: async (deps: PeoplePorts, { query, now }) => ({ body: await peopleDays(deps, query.source, now) }),
});
