import * as tokens from '#core/administration/tokens/administer.ts';
import { tokenUnassignment } from '#core/administration/tokens/assign.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ACT_ERRORS, replyWith, tokenAnswer } from './token.ts';

export const unassignToken = route({
  id: 'unassignToken',
  method: 'POST',
  path: '/tokens/{serial}/unassign',
  summary: 'Take a token back from its user',
  details: 'Its PIN and nickname go, and the user’s sessions end.',
  caller: administrator('admin'),
  params: { serial: 'Serial number, percent-encoded' },
  body: { name: 'TokenUnassignment', schema: tokenUnassignment, example: { version: 2 } },
  answer: tokenAnswer,
  errors: [...ACT_ERRORS, 'token.unassigned'],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, params, body, now }) =>
    replyWith(deps, await tokens.unassignToken(deps, params.serial, body.version, { actor, now }), now),
});
