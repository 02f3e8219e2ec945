import * as z from 'zod';
import { type AdministerPorts, resetPassword } from '#core/administration/users/administer.ts';
import { passwordReset } from '#core/administration/users/reset.ts';
import { administratorByRank } from '../route/callers.ts';
import { PASSWORD_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { ofUser } from '../route/shapes.ts';
import { EDIT_ERRORS } from './user.ts';

export const resetPasswordOf = route({
  id: 'resetPasswordOf',
  method: 'POST',
  path: '/user/reset-password',
  summary: 'Reset a user’s password',
  details:
    '`link` mails a link and changes nothing until it is used; `one-time` answers with a random password, this once; `typed` sets the one given. The last two must be changed at the next logon.',
  caller: administratorByRank('help-desk'),
  credentials: 'changed',
  query: ofUser,
  body: { name: 'PasswordReset', schema: passwordReset, example: { method: 'link' } },
  answer: {
    status: 200,
    means: 'Done.',
    body: {
      name: 'PasswordResetDone',
      schema: z.strictObject({ method: z.enum(['link', 'one-time', 'typed']), oneTimePassword: z.string().optional() }),
    },
  },
  errors: [
    ...EDIT_ERRORS,
    'user.mailbox_missing',
    'user.readdressed',
    'user.temporary_passwords',
    'user.second_way',
    'user.typed_password_forbidden',
    ...PASSWORD_ERRORS,
  ],
  handle: async (deps: AdministerPorts, { actor, query, body, now }) => ({
    body: { method: body.method, ...(await resetPassword(deps, query.userId, body, { actor, now })) },
  }),
});
