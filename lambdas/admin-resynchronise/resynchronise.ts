import * as z from 'zod';
import * as tokens from '#core/administration/tokens/administer.ts';
import { itemVersion } from '#core/directory/version.ts';
import { administratorByRank } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';
import { ACT_ERRORS, replyWith, tokenAnswer } from '../route/token-answer.ts';

/** Alone, or as passcodes where that is all that the token shows. */
const code = z.string().min(1).max(64);
const resynchronisation = z.strictObject({ version: itemVersion, tokencode: code, nextTokencode: code });

export const resynchroniseToken = route({
  id: 'resynchroniseToken',
  method: 'POST',
  path: '/token/resynchronise',
  summary: 'Resynchronise a token by two consecutive codes',
  details:
    'Looked for within 12 hours of server time (HOTP: 1,000 counters ahead). Both codes are spent; next tokencode mode ends; the last accepted interval never goes back. Nobody does it to their own token.',
  caller: administratorByRank('help-desk'),
  credentials: 'changed',
  query: ofToken,
  body: {
    name: 'TokenResynchronisation',
    schema: resynchronisation,
    example: { version: 1, tokencode: '123456', nextTokencode: '654321' },
  },
  answer: tokenAnswer,
  errors: [...ACT_ERRORS, 'token.codes_wrong', 'token.codes_spent'],
  handle: async (deps: tokens.ResynchronisationPorts, { actor, query, body, now }) =>
    replyWith(deps, await tokens.resynchroniseToken(deps, query.serial, body, { actor, now }), now),
});
