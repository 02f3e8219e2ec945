import * as z from 'zod';
import type { TokenAdministrationPorts } from '#core/administration/tokens/administer.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { token, viewsOf } from '../route/token-answer.ts';
import { UPGRADING } from '../shared/upgrading.ts';
import { type FindPorts, findTokens as find, search } from './find.ts';

export const findTokens = route({
  id: 'findTokens',
  method: 'GET',
  path: '/tokens',
  summary: 'Find tokens by serial number or user ID, or those that are assigned to nobody',
  details:
    'By one of the three. Unassigned ones are searched page by page: a page may be empty and still have a `next`.',
  caller: administrator('help-desk'),
  query: {
    schema: search,
    means: {
      serial: 'The whole serial number',
      userId: 'Tokens of this user',
      unassigned: '`true`: tokens of nobody',
      next: 'From the page before',
    },
  },
  answer: {
    status: 200,
    means: 'Those found.',
    body: {
      name: 'Tokens',
      schema: z.strictObject({ tokens: z.array(token), next: z.string().optional(), upgrading: UPGRADING }),
    },
  },
  errors: ['request.next'],
  handle: async (deps: FindPorts & Pick<TokenAdministrationPorts, 'readSettings'>, { query, now }) => {
    const found = await find(deps, query);
    return { body: { ...found, tokens: await viewsOf(deps, found.tokens, now) } };
  },
});
