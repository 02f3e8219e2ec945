import * as tokens from '#core/administration/tokens/administer.ts';
import { tokenDeletion } from '#core/administration/tokens/assign.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';

export const deleteToken = route({
  id: 'deleteToken',
  method: 'POST',
  path: '/token/delete',
  summary: 'Delete a token that is assigned to no user',
  details: 'Its seed goes with it: it can come back only with a later import.',
  caller: administratorByRank('admin'),
  credentials: 'changed',
  query: ofToken,
  body: { name: 'TokenDeletion', schema: tokenDeletion, example: { version: 2 } },
  answer: { status: 204, means: 'Deleted.' },
  errors: ['token.not_found', 'token.conflict', 'token.in_use'],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, query, body, now }) => {
    await tokens.deleteToken(deps, query.serial, body.version, { actor, now });
    return {};
  },
});
