import * as z from 'zod';
import { type PeoplePorts, peopleTotals, type Totals } from '#core/administration/people.ts';
import { MILESTONES, STAGES, STUCK } from '#core/journey/stages.ts';
import { administratorOrDisplay } from '../route/callers.ts';
import { AS_OF, ASKED, asked, OF_SOURCE } from '../route/people-shapes.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const totals = answers<Totals>()(
  z.strictObject({
    ...AS_OF,
    sources: z.array(
      z.strictObject({
        ...OF_SOURCE,
        people: z.number(),
        stages: z.record(z.enum(STAGES), z.number()).describe('Each person is in one: they add up to `people`'),
        stuck: z.record(z.enum(STUCK), z.number()).describe('By reason: they add up to the stage `stuck`'),
        reached: z.record(z.enum(MILESTONES), z.number()).describe('By the furthest milestone, stuck or not'),
      }),
    ),
  }),
);

export const countPeople = route({
  id: 'countPeople',
  method: 'GET',
  path: '/people/totals',
  summary: 'How many people of each source are in each stage, and how many are stuck for each reason',
  caller: administratorOrDisplay('help-desk'),
  query: { schema: z.strictObject({ source: asked }), means: { source: ASKED } },
  answer: {
    status: 200,
    means: 'The sources by name, those without people too.',
    body: { name: 'PeopleTotals', schema: totals },
  },
  errors: ['source.not_found'],
  handle: async (deps: PeoplePorts, { query, now }) => ({ body: await peopleTotals(deps, query.source, now) }),
});
