import * as tokens from '#core/administration/tokens/administer.ts';
import { gives, tokenEdit } from '#core/administration/tokens/edit.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';
import { ACT_ERRORS, replyWith, tokenAnswer } from '../route/token-answer.ts';

export const editToken = route({
  id: 'editToken',
  method: 'PATCH',
  path: '/token',
  summary: 'Enable or disable a token, report it lost or found again, clear its PIN',
  details:
    'A field that is absent stays. Enabling forgets the wrong passcodes counted. Disabling and losing end the user’s sessions; the next logon needs another token. A cleared PIN leads to New PIN mode. Nobody enables, finds or clears their own.',
  caller: administratorByRank('help-desk'),
  credentials: gives,
  query: ofToken,
  body: { name: 'TokenEdit', schema: tokenEdit, example: { version: 1, enabled: true } },
  answer: tokenAnswer,
  errors: [...ACT_ERRORS, 'pin.not_used', 'user.second_way'],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, query, body, now }) =>
    replyWith(deps, await tokens.editToken(deps, query.serial, body, { actor, now }), now),
});
