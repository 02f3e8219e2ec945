import * as tokens from '#core/administration/tokens/administer.ts';
import { tokenAssignment } from '#core/administration/tokens/assign.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';
import { ACT_ERRORS, replyWith, tokenAnswer } from '../route/token-answer.ts';

export const assignToken = route({
  id: 'assignToken',
  method: 'POST',
  path: '/token/assign',
  summary: 'Assign a token to a user',
  details:
    'Only one that is assigned to nobody. With `clearPin` it starts in New PIN mode, although it brought a PIN. It stays enabled or disabled, as it is. Nobody assigns a token to themselves or to a user of a higher role.',
  caller: administratorByRank('admin'),
  credentials: 'changed',
  query: ofToken,
  body: {
    name: 'TokenAssignment',
    schema: tokenAssignment,
    example: { version: 1, userId: 'ada', clearPin: true },
  },
  answer: tokenAnswer,
  errors: [...ACT_ERRORS, 'user.not_found', 'token.assigned', 'token.too_many', 'user.second_way'],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, query, body, now }) =>
    replyWith(deps, await tokens.assignToken(deps, query.serial, body, { actor, now }), now),
});
