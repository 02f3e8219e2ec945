/** Users as administrators find, mend and reset them. */

import type * as z from 'zod';
import type { Found } from '#adapters/users.ts';
import { lookupKey } from '#core/access/subject.ts';
import type { Token, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { type AdministerPorts, editUser, existing, resetPassword } from '#core/users/administer.ts';
import { userEdit } from '#core/users/edit.ts';
import { passwordReset } from '#core/users/reset.ts';
import { userView } from '#core/users/view.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api } from '../http.ts';
import { parse } from '../parse.ts';
import { search } from './schema.ts';

export type Deps = AdministerPorts & {
  readonly requireAdministrator: RequireAdministrator;
  readTokens(serials: readonly string[]): Promise<Token[]>;
  findByEmail(email: string, next?: string): Promise<Found>;
  findBySerial(serial: string): Promise<User | undefined>;
};

export function createHandler(deps: Deps) {
  const view = async (user: User) => userView(user, user.tokens.length > 0 ? await deps.readTokens(user.tokens) : []);
  const find = ({ userId, email, serial, next }: z.infer<typeof search>): Promise<Partial<Found>> => {
    const single = (user: User | undefined) => ({ users: user ? [user] : [] });
    if (userId !== undefined) return deps.readUser(lookupKey(userId)).then(single);
    if (serial !== undefined) return deps.findBySerial(serial).then(single);
    if (email !== undefined) return deps.findByEmail(email, next);
    throw invalid('request.invalid', 'Search by one of userId, email or serial.');
  };
  return api(
    adminRoutes({
      'GET /users': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        const { users = [], next } = await find(parse(search, request.query));
        return { status: 200, body: { users: await Promise.all(users.map(view)), next } };
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
