import * as tokens from '#core/administration/tokens/administer.ts';
import { tokenUnassignment } from '#core/administration/tokens/assign.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';
import { ACT_ERRORS, replyWith, tokenAnswer } from '../route/token-answer.ts';

export const unassignToken = route({
  id: 'unassignToken',
  method: 'POST',
  path: '/token/unassign',
  summary: 'Take a token back from its user',
  details: 'Its PIN and nickname go, and the user’s sessions end.',
  caller: administratorByRank('admin'),
  credentials: 'changed',
  query: ofToken,
  body: { name: 'TokenUnassignment', schema: tokenUnassignment, example: { version: 2 } },
  answer: tokenAnswer,
  errors: [...ACT_ERRORS, 'token.unassigned'],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, query, body, now }) =>
    replyWith(deps, await tokens.unassignToken(deps, query.serial, body.version, { actor, now }), now),
});
