import * as z from 'zod';
import { HELP_DESK_PEOPLE, journeyShown } from '#core/administration/people.ts';
import { administratorByRank } from '../route/callers.ts';
import { AS_OF, ASKED, JOURNEY } from '../route/people-shapes.ts';
import { route } from '../route/route.ts';
import { UPGRADING } from '../shared/upgrading.ts';
import { type FindPorts, findUsers as find, search, viewsOf } from './find.ts';
import { user } from './user.ts';

const found = user.extend({ journey: JOURNEY.optional() });

export const findUsers = route({
  id: 'findUsers',
  method: 'GET',
  path: '/users',
  summary: 'Find users by what they are called, or list them all',
  details: `\`text\` finds users whose user ID, last name, address or serial number begins so, or whose first and last name do, in either order: without accents, in any case, with or without spaces, hyphens and apostrophes. Those of whom a whole user ID or serial number is given come first. Without it all are listed: by user ID, or where a stage or a reason is asked for by name. A page may be short, or empty, and still have a \`next\`. Help desk is given the first ${HELP_DESK_PEOPLE} at most and no \`next\`, and what it looks for, by whichever field, is recorded in the audit. \`userId\`, \`startsWith\`, \`email\` and \`serial\` find by one field alone, and go with nothing else.`,
  caller: administratorByRank('help-desk'),
  query: {
    schema: search,
    means: {
      text: 'What was typed: two characters at least; one is enough of Chinese, Japanese and Korean',
      stage: 'In this stage alone',
      stuck: 'Stuck for this reason alone',
      source: ASKED,
      locked: '`true`: those who are locked alone',
      disabled: '`true`: those who are disabled alone',
      noToken: '`true`: those without a token alone',
      noAddress: '`true`: those without an address alone',
      sort: 'The order of a list',
      userId: 'User ID, in any case',
      startsWith: 'The beginning of user IDs, in any case',
      email: 'The whole address',
      serial: 'Of a token that is assigned to the user',
      limit: 'Users a page; by `startsWith` at most 100',
      next: 'From the page before',
    },
  },
  answer: {
    status: 200,
    means: 'Those found.',
    body: {
      name: 'Users',
      schema: z.strictObject({
        users: z.array(found),
        next: z.string().optional().describe('Pass it on for the next page'),
        more: z.literal(true).optional().describe('There are more users, and help desk can’t page'),
        asOf: AS_OF.asOf.optional(),
        filling: AS_OF.filling,
        upgrading: UPGRADING,
      }),
    },
  },
  errors: ['user.search_short', 'source.not_found', 'request.next'],
  handle: async (deps: FindPorts, { query, actor, now }) => {
    const { users, ...where } = await find(deps, query, { actor, now });
    const views = await viewsOf(
      deps,
      users.map(({ user: one }) => one),
      now,
    );
    const shown = views.map((view, at) => {
      const person = users[at]?.person;
      return person ? { ...view, journey: journeyShown(person) } : view;
    });
    return { body: { users: shown, ...where } };
  },
});
