import * as z from 'zod';
import * as tokens from '#core/administration/tokens/administer.ts';
import { temporaryCodeRequest } from '#core/administration/tokens/temporary-code.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { isoTime, ofToken } from '../route/shapes.ts';
import { ACT_ERRORS } from '../route/token-answer.ts';

export const giveTemporaryCode = route({
  id: 'giveTemporaryCode',
  method: 'POST',
  path: '/tokens/temporary-code',
  summary: 'Give out a temporary code for a lost token',
  details:
    'It takes the place of one tokencode: the user types the PIN and then the code, once, before `until`. Only for a token that is marked lost and has a PIN; one before it ends. Nobody gives one to themselves.',
  caller: administratorByRank('help-desk'),
  credentials: 'changed',
  query: ofToken,
  body: { name: 'TemporaryCodeRequest', schema: temporaryCodeRequest, example: { version: 3 } },
  answer: {
    status: 200,
    means: 'The code, this once.',
    body: { name: 'TemporaryCode', schema: z.strictObject({ code: z.string(), until: isoTime }) },
  },
  errors: [
    ...ACT_ERRORS,
    'token.unassigned',
    'token.not_lost',
    'token.unusable',
    'token.pin_missing',
    'user.temporary_passwords',
    'user.second_way',
  ],
  handle: async (deps: tokens.TokenAdministrationPorts, { actor, query, body, now }) => {
    const { code, until } = await tokens.giveTemporaryCode(deps, query.serial, body, { actor, now });
    return { body: { code, until: new Date(until).toISOString() } };
  },
});
