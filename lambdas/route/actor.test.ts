import { beginSession } from '#core/access/session.ts';
import { aUser, type Memory, memory, NOW } from '#test/support/memory.ts';
import { actors, type Request } from './actor.ts';

let store: Memory;
beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser({ role: 'admin' }));
});

async function request(more: Partial<Request> = {}, over: object = {}): Promise<Request> {
  const begun = { user: 'anna', console: 'security', methods: ['SecurID_Native'], scope: 'full', epoch: 0 } as const;
  const { token } = await beginSession(store.ports, store.settings.sessions, { ...begun, ...over }, NOW);
  const cookies = { '__Host-landfall': token };
  return { cookies, source: '192.0.2.1', now: NOW, ...more };
}

test('a role includes the roles below it, and none above it', async () => {
  const { requireAdministrator } = actors(store.ports);
  const allowed = {
    id: 'anna',
    role: 'admin',
    operator: false,
    fresh: true,
    methods: ['SecurID_Native'],
    source: '192.0.2.1',
  };
  expect(await requireAdministrator(await request(), 'admin')).toEqual(allowed);
  expect(await requireAdministrator(await request(), 'help-desk')).toEqual(allowed);
  const refused = { code: 'role.required', status: 403, facts: { role: 'super-admin' } };
  await expect(requireAdministrator(await request(), 'super-admin')).rejects.toMatchObject(refused);
});

test('a role that was taken away is gone at the next request, and no role counts at the Self-Service Console', async () => {
  const { requireAdministrator } = actors(store.ports);
  const atSelfService = await request({}, { console: 'self-service' });
  await expect(requireAdministrator(atSelfService, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
  const open = await request();
  store.users.set('anna', aUser());
  await expect(requireAdministrator(open, 'help-desk')).rejects.toMatchObject({ code: 'role.required' });
});

test('a caller whom AWS has verified is an operator', async () => {
  const operator = { arn: 'arn:aws:iam::123456789012:user/ops', role: 'admin' } as const;
  const { requireAdministrator } = actors(store.ports);
  expect(await requireAdministrator(await request({ operator, cookies: {} }), 'help-desk')).toEqual({
    id: operator.arn,
    role: 'admin',
    operator: true,
    fresh: true,
    methods: [],
    source: '192.0.2.1',
  });
});

test('without a session the caller is refused, and a session for a new password is refused where the route does not allow it', async () => {
  const { requireUser, requireAdministrator } = actors(store.ports);
  await expect(requireUser(await request({ cookies: {} }))).rejects.toMatchObject({
    code: 'session.required',
    status: 401,
  });
  expect(await requireUser(await request())).toMatchObject({
    id: 'anna',
    user: { userId: 'anna' },
    source: '192.0.2.1',
  });
  const limited = await request({}, { scope: 'change-password' });
  const refused = { code: 'session.change_password', status: 403 };
  await expect(requireUser(limited)).rejects.toMatchObject(refused);
  await expect(requireAdministrator(limited, 'help-desk')).rejects.toMatchObject(refused);
  expect(await requireUser(limited, { changingPassword: true })).toMatchObject({ id: 'anna' });
});

test('at the first logon the session serves the questions alone, at the Self-Service Console, until they are complete', async () => {
  const { requireUser } = actors(store.ports);
  const first = await request({}, { console: 'self-service' });
  await expect(requireUser(first)).rejects.toMatchObject({ code: 'session.answers_missing', status: 403 });
  expect(await requireUser(first, { enrolling: true })).toMatchObject({ id: 'anna' });
  expect(await requireUser(await request())).toMatchObject({ id: 'anna' });
  const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
  store.users.set('anna', aUser({ answers }));
  expect(await requireUser(first)).toMatchObject({ id: 'anna' });
});
