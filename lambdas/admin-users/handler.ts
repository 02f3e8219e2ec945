/** Users as administrators find, mend and reset them. */

import { type AdministerPorts, editUser, existing, resetPassword } from '#core/administration/users/administer.ts';
import { userEdit } from '#core/administration/users/edit.ts';
import { passwordReset } from '#core/administration/users/reset.ts';
import type { User } from '#core/directory/model.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { type FindPorts, findUsers, viewsOf } from './find.ts';
import { search } from './schema.ts';

export type Deps = AdministerPorts & FindPorts & { readonly requireAdministrator: RequireAdministrator };

export function createHandler(deps: Deps) {
  const view = async (user: User) => (await viewsOf(deps, [user]))[0]!;
  return api(
    adminRoutes({
      'GET /users': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        const { users, next } = await findUsers(deps, parse(search, request.query));
        return { status: 200, body: { users: await viewsOf(deps, users), next } };
      },
      'GET /users/{id}': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        return { status: 200, body: await view(await existing(deps, request.params['id'] ?? '')) };
      },
      'PATCH /users/{id}': async (request) => {
        const actor = await deps.requireAdministrator(request, 'help-desk');
        const edit = parse(userEdit, request.body);
        const user = await editUser(deps, request.params['id'] ?? '', edit, { actor, now: request.now });
        return { status: 200, body: await view(user) };
      },
      'POST /users/{id}/reset-password': async (request) => {
        const actor = await deps.requireAdministrator(request, 'help-desk');
        const reset = parse(passwordReset, request.body);
        const done = await resetPassword(deps, request.params['id'] ?? '', reset, { actor, now: request.now });
        return { status: 200, body: { method: reset.method, ...done } };
      },
    }),
  );
}
