import * as z from 'zod';
import { type ResynchronisePorts, resynchroniseOwn } from '#core/access/profile/resynchronise.ts';
import { user } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { ofToken } from '../route/shapes.ts';

/** Alone, or as passcodes where that is all that the token shows. */
const code = z.string().min(1).max(64);
const resynchroniseBody = z.strictObject({ tokencode: code, nextTokencode: code });

export const resynchroniseMyToken = route({
  id: 'resynchroniseMyToken',
  method: 'POST',
  path: '/me/token/resynchronise',
  summary: 'Resynchronise one’s own token by two consecutive codes',
  details:
    'Within the window in which a logon asks for the next tokencode; farther off, an administrator can. A miss counts like a failed logon. Both codes are spent.',
  caller: user,
  credentials: 'kept',
  query: ofToken,
  body: {
    name: 'MyTokenResynchronisation',
    schema: resynchroniseBody,
    example: { tokencode: '123456', nextTokencode: '654321' },
  },
  answer: {
    status: 200,
    means: 'The clock offset is learned.',
    body: { name: 'TokenResynchronised', schema: z.strictObject({ status: z.literal('resynchronised') }) },
  },
  errors: ['token.not_found', 'token.unusable', 'token.codes_wrong', 'throttle.source'],
  handle: async (deps: ResynchronisePorts, { actor, query, body, now }) => {
    await resynchroniseOwn(deps, actor, query.serial, body, now);
    return { body: { status: 'resynchronised' as const } };
  },
});
