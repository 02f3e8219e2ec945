import * as z from 'zod';
import { HELP_DESK_PEOPLE, listOfPeople, type PeopleList, type PeoplePorts } from '#core/administration/people.ts';
import { STAGES, STUCK } from '#core/journey/stages.ts';
import { administratorByRank } from '../route/callers.ts';
import { AS_OF, ASKED, asked, JOURNEY } from '../route/people-shapes.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';

const list = answers<PeopleList>()(
  z.strictObject({
    ...AS_OF,
    people: z.array(
      z.strictObject({
        userId: z.string(),
        firstName: z.string().optional(),
        lastName: z.string().optional(),
        email: z.string().optional(),
        ...JOURNEY.shape,
      }),
    ),
    next: z.string().optional().describe('Pass it on for the next page; absent on the last one'),
    more: z.literal(true).optional().describe('There are more people, and help desk can’t page'),
  }),
);

export const listPeople = route({
  id: 'listPeople',
  method: 'GET',
  path: '/people',
  summary: 'People of a stage, or stuck for a reason, sorted by last name, first name and user ID',
  details: `Help desk is given the first ${HELP_DESK_PEOPLE} at most and no \`next\`. That a list was opened is recorded in the audit.`,
  caller: administratorByRank('help-desk'),
  query: {
    schema: z.strictObject({
      stage: z.enum(STAGES).optional(),
      stuck: z.enum(STUCK).optional(),
      source: asked,
      limit: z.coerce.number().int().min(1).max(1000).default(HELP_DESK_PEOPLE),
      next: z.string().max(2048).optional(),
    }),
    means: {
      stage: 'In this stage alone',
      stuck: 'Stuck for this reason alone',
      source: ASKED,
      limit: 'People a page',
      next: 'From the page before',
    },
  },
  answer: { status: 200, means: 'A page of people.', body: { name: 'People', schema: list } },
  errors: ['source.not_found', 'request.next', 'role.required'],
  handle: async (deps: PeoplePorts, { query, actor, now }) => ({
    body: await listOfPeople(deps, query, { actor, now }),
  }),
});
