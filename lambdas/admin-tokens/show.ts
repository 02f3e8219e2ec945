import * as tokens from '#core/administration/tokens/administer.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { replyWith, tokenAnswer } from './token.ts';

export const showToken = route({
  id: 'showToken',
  method: 'GET',
  path: '/tokens/{serial}',
  summary: 'One token',
  caller: administrator('help-desk'),
  params: { serial: 'Serial number, percent-encoded' },
  answer: { ...tokenAnswer, means: 'The token, without its secrets.' },
  errors: ['token.not_found'],
  handle: async (deps: tokens.TokenAdministrationPorts, { params, now }) =>
    replyWith(deps, await tokens.existingToken(deps, params.serial), now),
});
