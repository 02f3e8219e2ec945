import { type AdministerPorts, editUser as edit } from '#core/administration/users/administer.ts';
import { userEdit } from '#core/administration/users/edit.ts';
import { administratorByRank } from '../route/callers.ts';
import { PASSWORD_ERRORS } from '../route/error-lists.ts';
import { route } from '../route/route.ts';
import { ofUser } from '../route/shapes.ts';
import type { ViewPorts } from './find.ts';
import { EDIT_ERRORS, userShape, viewOf } from './user.ts';

export const editUser = route({
  id: 'editUser',
  method: 'PATCH',
  path: '/user',
  summary: 'Edit a user’s profile',
  details:
    'A field that is absent stays; null takes the value away. Where the internal database requires a password, no edit of a user without one is saved unless it carries one. The account’s state is changed by acts of their own.',
  caller: administratorByRank('help-desk'),
  credentials: ({ email, role, password }) => [email, role, password].some((value) => value !== undefined),
  query: ofUser,
  body: { name: 'UserEdit', schema: userEdit, example: { version: 1, lastName: 'Lovelace' } },
  answer: { status: 200, means: 'The user after the edit.', body: userShape },
  errors: [
    ...EDIT_ERRORS,
    'user.own_role',
    'user.role_not_yours',
    'user.password_required',
    'user.typed_password_forbidden',
    'user.account_dates',
    'user.temporary_passwords',
    'user.second_way',
    ...PASSWORD_ERRORS,
  ],
  handle: async (deps: AdministerPorts & ViewPorts, { actor, query, body, now }) => ({
    body: await viewOf(deps, await edit(deps, query.userId, body, { actor, now }), now),
  }),
});
