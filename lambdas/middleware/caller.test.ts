import { ROLES, type Role } from '#core/directory/model.ts';
import { OPERATOR, sessionOf } from '#test/support/edge.ts';
import { aRequest, before } from '#test/support/guards.ts';
import { aUser, type Memory, memory } from '#test/support/memory.ts';
import {
  administrator,
  administratorSession,
  type Caller,
  operator,
  user,
  userChangingPassword,
} from '../route/callers.ts';
import { callerIs } from './caller.ts';

let store: Memory;
beforeEach(() => {
  store = memory();
  for (const role of ROLES) store.users.set(role, aUser({ userId: role, role }));
  store.users.set('anna', aUser());
});
type Guarded = Exclude<Caller, { by: 'everybody' }>;
async function ask(caller: Guarded, id: string | undefined, more: Parameters<typeof sessionOf>[2] = {}) {
  const cookies: Record<string, string> = id ? { '__Host-landfall': await sessionOf(store, id, more) } : {};
  return (await before(callerIs(caller, store.ports), {}, aRequest({ cookies, now: Date.now() })))?.actor;
}

test('a session’s route gets the user and the session', async () => {
  expect(await ask(user, 'anna')).toMatchObject({ id: 'anna', user: { userId: 'anna' }, session: { user: 'anna' } });
  await expect(ask(user, undefined)).rejects.toMatchObject({ code: 'session.required', status: 401 });
});

test('a session for a new password is let in where the route says so, and nowhere else', async () => {
  const limited = { scope: 'change-password' } as const;
  expect(await ask(userChangingPassword, 'anna', limited)).toMatchObject({ id: 'anna' });
  const refused = { code: 'session.change_password', status: 403 };
  await expect(ask(user, 'anna', limited)).rejects.toMatchObject(refused);
  await expect(ask(administrator('help-desk'), 'super-admin', limited)).rejects.toMatchObject(refused);
});

test('an administrators’ route lets in its role and those above', async () => {
  const refused = { code: 'role.required', status: 403 };
  for (const [least, role] of ROLES.entries())
    for (const [index, one] of ROLES.entries()) {
      if (index <= least) expect(await ask(administrator(role), one)).toMatchObject({ id: one, role: one });
      else await expect(ask(administrator(role), one)).rejects.toMatchObject({ ...refused, facts: { role } });
    }
  await expect(ask(administrator('help-desk'), 'anna')).rejects.toMatchObject(refused);
});

test('a route of the Security Console’s sessions gets the session, and lets in no operator', async () => {
  const caller = administratorSession('admin');
  expect(await ask(caller, 'admin')).toMatchObject({ id: 'admin', role: 'admin', session: { console: 'security' } });
  await expect(ask(caller, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
  const found = aRequest({ operator: { arn: OPERATOR, role: 'super-admin' } });
  await expect(before(callerIs(caller, store.ports), {}, found)).rejects.toMatchObject({ code: 'session.required' });
});

test('an operator is what the path proves, and no more', async () => {
  const asking = (least: Role, role: Role) =>
    before(callerIs(administrator(least), store.ports), {}, aRequest({ operator: { arn: OPERATOR, role } }));
  for (const [index, role] of ROLES.entries())
    for (const [least, one] of ROLES.entries()) {
      if (index <= least)
        expect((await asking(one, role))?.actor).toMatchObject({ id: OPERATOR, role, operator: true });
      else await expect(asking(one, role)).rejects.toMatchObject({ code: 'role.required', status: 403 });
    }
});

test('an operator alone is let in as a super-admin; without an ARN an operators’ route asks for the highest role', async () => {
  const found = aRequest({ operator: { arn: OPERATOR, role: 'super-admin' } });
  const actor = { id: OPERATOR, role: 'super-admin', operator: true, fresh: true, methods: [], source: '192.0.2.1' };
  expect((await before(callerIs(operator, store.ports), {}, found))?.actor).toEqual(actor);
  await expect(ask(operator, 'admin')).rejects.toMatchObject({ code: 'role.required' });
  expect(await ask(operator, 'super-admin')).toMatchObject({ id: 'super-admin', role: 'super-admin' });
});
