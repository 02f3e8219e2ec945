import * as z from 'zod';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { UPGRADING } from '../shared/upgrading.ts';
import { type FindPorts, findUsers as find, search, viewsOf } from './find.ts';
import { user } from './user.ts';

export const findUsers = route({
  id: 'findUsers',
  method: 'GET',
  path: '/users',
  summary: 'Find users by user ID, its beginning, e-mail address or serial number, or list them all',
  details:
    'By one of the four, or by none for all. A user ID and a serial are found at once. The rest is searched page by page, in no order: a page may be empty and still have a `next`.',
  caller: administrator('help-desk'),
  query: {
    schema: search,
    means: {
      userId: 'User ID, in any case',
      startsWith: 'The beginning of user IDs, in any case',
      email: 'The whole address',
      serial: 'Of a token that is assigned to the user',
      limit: 'Users a page, where they are listed or found by the beginning of their ID',
      next: 'From the page before',
    },
  },
  answer: {
    status: 200,
    means: 'Those found.',
    body: {
      name: 'Users',
      schema: z.strictObject({ users: z.array(user), next: z.string().optional(), upgrading: UPGRADING }),
    },
  },
  errors: ['request.next'],
  handle: async (deps: FindPorts, { query, now }) => {
    const { users, ...where } = await find(deps, query);
    return { body: { users: await viewsOf(deps, users, now), ...where } };
  },
});
