import * as tokens from '#core/administration/tokens/administer.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';
import { replyWith, tokenAnswer } from '../route/token-answer.ts';

export const showToken = route({
  id: 'showToken',
  method: 'GET',
  path: '/token',
  summary: 'One token',
  caller: administrator('help-desk'),
  query: ofToken,
  answer: { ...tokenAnswer, means: 'The token, without its secrets.' },
  errors: ['token.not_found'],
  handle: async (deps: tokens.TokenAdministrationPorts, { query, now }) =>
    replyWith(deps, await tokens.existingToken(deps, query.serial), now),
});
