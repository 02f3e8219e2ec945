/** What an administrator may do to whom (A3, A4), over HTTP: nothing to a higher role, nothing to oneself, no field that may not be edited. */

import { createClient } from '#cli/online/client.ts';
import { localTarget } from '#cli/online/target.ts';
import { ACCOUNT_ACTS } from '#core/administration/users/act.ts';
import type { UserView } from '#core/administration/users/view.ts';
import { ROLES, type Role } from '#core/directory/model.ts';
import type { Accounts } from '../support/accounts.ts';
import { ApiUser } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import { send } from '../support/http.ts';
import { startWithRoles, type WithRoles } from '../support/role-sessions.ts';

let running: Running;
let accounts: Accounts;
let consoles: WithRoles['consoles'];
let selfService: ApiUser;

beforeAll(async () => {
  ({ running, accounts, consoles, selfService } = await startWithRoles());
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const ask = async (person: ApiUser, method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await person.call(method, path, method === 'GET' ? undefined : body);
  return { status, code: answer['code'] };
};
const view = (userId: string) => accounts.client.call<UserView>('GET', '/user', { query: { userId } });

describe('object ids (A3, A4)', () => {
  const TARGETS: readonly [Role, Role][] = [
    ['help-desk', 'admin'],
    ['help-desk', 'super-admin'],
    ['admin', 'super-admin'],
  ];

  test.each(TARGETS)('%s can do nothing to %s, and the audit records the attempt', async (role, target) => {
    const person = consoles[role];
    const before = await view(target);
    const { version } = before;
    for (const change of [
      { email: 'mine@evil.example' },
      { password: 'seven quiet herons at dusk' },
      { lastName: 'Mine' },
      { role: null },
      { accountEnd: '2020-01-01T00:00:00Z' },
    ])
      expect(await ask(person, 'PATCH', `/api/admin/user?userId=${target}`, { version, ...change })).toEqual({
        status: 403,
        code: 'user.higher_role',
      });
    for (const act of ACCOUNT_ACTS)
      expect(await ask(person, 'POST', `/api/admin/user/act?userId=${target}`, { act })).toEqual({
        status: 403,
        code: 'user.higher_role',
      });
    for (const reset of [{ method: 'link' }, { method: 'one-time' }, { method: 'typed', password: 'any at all 12345' }])
      for (const id of [target, target.toUpperCase(), ` ${target} `])
        expect(
          await ask(person, 'POST', `/api/admin/user/reset-password?userId=${encodeURIComponent(id)}`, reset),
        ).toEqual({
          status: 403,
          code: 'user.higher_role',
        });
    expect(await view(target)).toEqual(before);
    expect((await consoles[target].get('/api/me')).status).toBe(200);
    const { entries } = await accounts.client.call<{ entries: object[] }>('GET', '/audit', { query: { user: role } });
    expect(entries.slice(0, 19)).toEqual(
      Array(19).fill(
        expect.objectContaining({
          actor: role,
          object: target,
          outcome: 'failure',
          facts: { code: 'user.higher_role' },
        }),
      ),
    );
  });

  test('no administrator raises their own rights or gives a role above their own', async () => {
    for (const role of ROLES) {
      const { version } = await view(role);
      const other = ROLES.find((one) => one !== role);
      expect(await ask(consoles[role], 'PATCH', `/api/admin/user?userId=${role}`, { version, role: other })).toEqual({
        status: 403,
        code: 'user.own_role',
      });
      for (const change of [{ email: 'mine@evil.example' }, { accountEnd: '2099-01-01T00:00:00Z' }])
        expect(await ask(consoles[role], 'PATCH', `/api/admin/user?userId=${role}`, { version, ...change })).toEqual({
          status: 403,
          code: 'user.own_account',
        });
      expect(await ask(consoles[role], 'POST', `/api/admin/user/act?userId=${role}`, { act: 'unlock' })).toEqual({
        status: 403,
        code: 'user.own_account',
      });
      for (const reset of [{ method: 'one-time' }, { method: 'link' }])
        expect(await ask(consoles[role], 'POST', `/api/admin/user/reset-password?userId=${role}`, reset)).toMatchObject(
          {
            status: 403,
            code: 'user.own_password',
          },
        );
    }
    const { version } = await view('user');
    const give = (by: Role, role: Role) => ask(consoles[by], 'PATCH', '/api/admin/user?userId=user', { version, role });
    for (const role of ROLES) expect((await give('help-desk', role)).code).toBe('user.role_not_yours');
    expect((await give('admin', 'super-admin')).code).toBe('user.role_not_yours');
    expect((await view('user')).role).toBeUndefined();
  });

  test('no administrator borrows a peer (A7)', async () => {
    const device = await accounts.add('peer', 'help-desk');
    const { version } = await view('peer');
    const [{ version: seen } = { version: 0 }] = (
      await accounts.client.call<{ tokens: { version: number }[] }>('GET', '/tokens', { query: { userId: 'peer' } })
    ).tokens;
    const token = `/api/admin/token?serial=${device.serial}`;
    const acts: readonly [string, string, object][] = [
      ['PATCH', '/api/admin/user?userId=peer', { version, email: 'mine@evil.example' }],
      ['PATCH', '/api/admin/user?userId=peer', { version, password: 'seven quiet herons at dusk' }],
      ['PATCH', '/api/admin/user?userId=peer', { version, role: null }],
      ['POST', '/api/admin/user/act?userId=peer', { act: 'clear-answers' }],
      ['POST', '/api/admin/user/reset-password?userId=peer', { method: 'one-time' }],
      ['POST', '/api/admin/user/reset-password?userId=peer', { method: 'link' }],
      ['PATCH', token, { version: seen, enabled: true }],
      ['POST', `/api/admin/token/unassign?serial=${device.serial}`, { version: seen }],
    ];
    const before = await view('peer');
    // What the own role does not give is refused before.
    const lower = (role: Role, path: string, body: object) =>
      role === 'help-desk' && path.includes('unassign')
        ? 'role.required'
        : role === 'help-desk' && 'role' in body
          ? 'user.role_not_yours'
          : 'user.role_holder';
    for (const role of ['admin', 'help-desk'] as const)
      for (const [method, path, body] of acts) {
        // Enabling a token that is enabled changes nothing.
        const { code, status } = await ask(consoles[role], method, path, body);
        if (path === token) expect(status).toBe(200);
        else expect({ path, body, code }).toEqual({ path, body, code: lower(role, path, body) });
      }
    expect(await view('peer')).toEqual(before);
    // Disabling, locking and ending never wait.
    const act = (what: string) => ask(consoles.admin, 'POST', '/api/admin/user/act?userId=peer', { act: what });
    const open = await accounts.logon(device, 'security');
    const list = () => consoles.admin.get('/api/admin/user/sessions?userId=peer');
    expect((await list()).body['sessions']).toHaveLength(1);
    expect((await act('end-sessions')).status).toBe(200);
    expect((await open.get('/api/admin/session')).status).toBe(401);
    expect((await list()).body['sessions']).toEqual([]);
    for (const what of ['lock', 'unlock', 'disable', 'enable']) expect((await act(what)).status).toBe(200);
    const reset = { method: 'one-time' };
    const path = '/api/admin/user/reset-password?userId=peer';
    expect((await ask(consoles['super-admin'], 'POST', path, reset)).status).toBe(200);
  });

  test('a role that was taken away gives no rights at the next request', async () => {
    const device = await accounts.add('former', 'admin');
    const person = await accounts.logon(device, 'security');
    expect((await person.get('/api/admin/settings')).status).toBe(200);
    await accounts.edit('former', { role: null });
    expect((await person.get('/api/admin/settings')).status).toBe(401);
    const again = new ApiUser(running);
    const body = { console: 'security', userId: 'former', method: 'SecurID_Native', secret: accounts.passcode(device) };
    expect(await again.post('/api/logon', body)).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  });

  test('a field that may not be edited is refused in every request', async () => {
    const before = await view('user');
    const { version } = before;
    const person = consoles['super-admin'];
    for (const more of [
      { sessionEpoch: 9 },
      { failures: 0 },
      { failuresSince: 0 },
      { answers: [] },
      { tokens: ['200000000001'] },
      { imported: false },
      { origin: { migration: 'x' } },
      { userId: 'super-admin' },
      { createdAt: 0 },
      { firstTokenLogonAt: 1 },
      { passwordHash: '$argon2id$' },
      { password: { hash: 'x' } },
      { mustChange: false },
      { pk: 'USER#super-admin' },
      { constructor: 1 },
      { email: ['a@corp.example', 'b@corp.example'] },
      { email: 'a@corp.example,b@corp.example' },
      { role: ['super-admin'] },
      { role: 'root' },
      { enabled: 'true' },
      { version: String(version) },
      { version: -1 },
    ])
      expect(await ask(person, 'PATCH', '/api/admin/user?userId=user', { version, ...more })).toEqual({
        status: 400,
        code: 'request.invalid',
      });
    const proto = `{"version":${version},"__proto__":{"role":"super-admin"}}`;
    const headers = { cookie: person.cookie!, 'x-landfall': '1', 'content-type': 'application/json' };
    expect((await send(running.apiUrl, 'PATCH', '/api/admin/user?userId=user', headers, proto)).status).toBe(400);
    for (const [method, path, body] of [
      ['POST', '/api/logon', { userId: 'user', method: 'SecurID_Native', secret: '1', role: 'super-admin' }],
      ['POST', '/api/logon', { userId: 'user', method: 'SecurID_Native', secret: '1', methods: ['RSA_Password'] }],
      ['POST', '/api/logon', { userId: { $ne: '' }, method: 'SecurID_Native', secret: '1' }],
      ['PUT', '/api/me/password', { currentPassword: 'x', newPassword: 'y', userId: 'super-admin' }],
      ['PUT', '/api/me/security-questions', { answers: [], userId: 'super-admin' }],
      ['POST', '/api/forgot-password', { userId: 'user', email: 'mine@evil.example' }],
      ['POST', '/api/forgot-password/reset', { grant: 'g', password: 'p', userId: 'super-admin' }],
      ['POST', '/api/admin/user/reset-password?userId=user', { method: 'one-time', password: 'mine' }],
      ['POST', '/api/admin/user/reset-password?userId=user', { method: 'link', email: 'mine@evil.example' }],
    ] as const)
      expect(await ask(path.includes('/me/') ? selfService : person, method, path, body)).toEqual({
        status: 400,
        code: 'request.invalid',
      });
    expect(await view('user')).toEqual(before);
  });
});

describe('operators', () => {
  /** As one whom IAM refuses the paths of administrators. */
  const helpDesk = () =>
    createClient(localTarget(running.data), (async (url: URL, init: RequestInit) =>
      url.pathname.startsWith('/api/operator/administer/')
        ? new Response('{"message":"Forbidden"}', { status: 403 })
        : fetch(url, init)) as typeof fetch);
  const refused = (call: Promise<unknown>) => call.then(() => 'done').catch((error: { code: string }) => error.code);

  test('whom IAM lets in at the routes of a help desk alone do nothing to a user with a role, and give none', async () => {
    const client = helpDesk();
    await accounts.add('desk', 'help-desk');
    for (const target of ['admin', 'super-admin']) {
      const before = await view(target);
      const { version } = before;
      const of = { query: { userId: target } };
      for (const change of [{ email: 'mine@evil.example' }, { lastName: 'Mine' }, { role: null }])
        expect(await refused(client.call('PATCH', '/user', { ...of, body: { version, ...change } }))).toBe(
          'user.higher_role',
        );
      for (const body of [{ method: 'link' }, { method: 'one-time' }])
        expect(await refused(client.call('POST', '/user/reset-password', { ...of, body }))).toBe('user.higher_role');
      for (const act of ACCOUNT_ACTS)
        expect(await refused(client.call('POST', '/user/act', { ...of, body: { act } }))).toBe('user.higher_role');
      expect(await view(target)).toEqual(before);
    }
    const desk = { query: { userId: 'desk' } };
    const { version } = await view('desk');
    expect(await refused(client.call('PATCH', '/user', { ...desk, body: { version, email: 'a@evil.example' } }))).toBe(
      'user.role_holder',
    );
    const { version: seen } = await view('user');
    const give = { query: { userId: 'user' }, body: { version: seen, role: 'help-desk' } };
    expect(await refused(client.call('PATCH', '/user', give))).toBe('user.role_not_yours');
    expect((await view('user')).role).toBeUndefined();
  });

  test('they do what a help desk does, and whom IAM lets in at the paths of administrators do more', async () => {
    const client = helpDesk();
    const act = { query: { userId: 'user' }, body: { act: 'lock' } };
    expect(await client.call('POST', '/user/act', act)).toMatchObject({ lockedOut: true });
    expect(await client.call('POST', '/user/act', { ...act, body: { act: 'unlock' } })).toMatchObject({
      lockedOut: false,
    });
    const given = { query: { userId: 'admin' }, body: { act: 'end-sessions' } };
    expect(await accounts.client.call('POST', '/user/act', given)).toMatchObject({ userId: 'admin' });
  });
});
