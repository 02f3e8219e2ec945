/**
 * Every route of docs/openapi.json on the running deployment, as each kind of caller: whoever is not meant gets 401 or 403
 * as the document says, and never anything else. Then what an administrator may do to whom (A1 to A4), and the audit of it.
 */
import { readFileSync } from 'node:fs';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { ROLES, type Role } from '#core/directory/model.ts';
import type { UserView } from '#core/users/view.ts';
import { landfall } from '../support/cli.ts';
import { eventually, mails, Person } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { send, sendJson } from '../support/http.ts';
import { type Device, People } from '../support/people.ts';

type Access = { readonly by: string; readonly changingPassword?: boolean; readonly role?: Role };
type Described = {
  readonly 'x-landfall-access': Access;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: unknown } } };
};
type Document = { readonly paths: Record<string, Record<string, Described>> };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const { paths: PATHS } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;
/** Of each route the described example, and nonsense: whoever may not call learns nothing of either. */
const ROUTES = Object.entries(PATHS).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    method: method.toUpperCase(),
    path: path.replace(/\{\w+\}/gu, 'nobody'),
    access: described['x-landfall-access'],
    example: described.requestBody?.content['application/json'].example ?? {},
  })),
);
const NONSENSE = { nothing: 'known' };

let running: Running;
let people: People;
const devices = {} as Record<Role | 'user', Device>;
const consoles = {} as Record<Role, Person>;
let selfService: Person;

beforeAll(async () => {
  running = await startLandfall();
  people = new People(running);
  await people.open();
  for (const role of ROLES) {
    devices[role] = await people.add(role, role);
    consoles[role] = await people.logon(devices[role], 'security');
  }
  devices.user = await people.add('user');
  selfService = await people.logon(devices.user);
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const ask = async (person: Person, method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await person.call(method, path, method === 'GET' ? undefined : body);
  return { status, code: answer['code'] };
};
const view = (userId: string) => people.client.call<UserView>('GET', `/users/${userId}`);

describe('every route', () => {
  test('the document names more than fifty, and one for each thing that is guarded', () => {
    expect(ROUTES.length).toBeGreaterThan(50);
    expect(new Set(ROUTES.map(({ access }) => access.by))).toEqual(
      new Set(['everybody', 'session', 'role', 'operator']),
    );
  });

  const guarded = ROUTES.filter(({ access }) => access.by === 'session' || access.by === 'role');
  const higher = (role: Role, least: Role) => ROLES.indexOf(role) <= ROLES.indexOf(least);

  test.each(guarded)('$method $path', async ({ method, path, access, example }) => {
    const { changing } = await limited();
    for (const body of [example, NONSENSE]) {
      expect(await ask(new Person(running), method, path, body)).toEqual({ status: 401, code: 'session.required' });
      if (access.by === 'role') {
        const refused = { status: 403, code: 'role.required' };
        expect(await ask(selfService, method, path, body)).toEqual(refused);
        expect(await ask(changing, method, path, body)).toEqual({ status: 403, code: 'session.change_password' });
        for (const role of ROLES.filter((one) => !higher(one, access.role!)))
          expect(await ask(consoles[role], method, path, body)).toEqual(refused);
      } else if (!access.changingPassword)
        expect(await ask(changing, method, path, body)).toEqual({ status: 403, code: 'session.change_password' });
    }
    // Who may is not turned away, with nonsense that does no harm.
    const may =
      access.by === 'role'
        ? ROLES.filter((one) => higher(one, access.role!)).map((one) => consoles[one])
        : [selfService];
    for (const person of may) {
      const { status, code } = await ask(person, method, path, NONSENSE);
      expect([401, 500, 503]).not.toContain(status);
      expect(['role.required', 'session.required', 'session.change_password']).not.toContain(code);
    }
  });

  test('routes for everybody ask for nobody’s session, and end none by what they refuse', async () => {
    for (const { method, path, access } of ROUTES) {
      if (access.by !== 'everybody') continue;
      const { code } = await ask(new Person(running), method, path, NONSENSE);
      expect(['role.required', 'session.required', 'session.change_password']).not.toContain(code);
    }
  });

  test('no other method is served', async () => {
    for (const [path, methods] of Object.entries(PATHS)) {
      const served = new Set(Object.keys(methods).map((method) => method.toUpperCase()));
      for (const method of METHODS.filter((one) => !served.has(one))) {
        const headers = { cookie: consoles['super-admin'].cookie!, 'x-landfall': '1' };
        const { status } = await send(running.apiUrl, method, path.replace(/\{\w+\}/gu, 'nobody'), headers);
        expect({ method, path, status }).toEqual({ method, path, status: 404 });
      }
    }
  });
});

let known: { changing: Person } | undefined;
/** A change-password session of a super-admin at the Security Console. */
async function limited(): Promise<{ changing: Person }> {
  if (!known) {
    await people.add('limited', 'super-admin');
    known = { changing: (await people.logonToChange('limited', 'security')).person };
  }
  return known;
}

describe('operators’ routes', () => {
  const signed = async (
    method: string,
    path: string,
    {
      secret = running.operator.secretAccessKey,
      at = new Date(),
      region = running.region,
      service = 'execute-api',
    } = {},
  ) => {
    const url = new URL(path, running.apiUrl);
    const credentials = { accessKeyId: running.operator.accessKeyId, secretAccessKey: secret };
    const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
    const headers = { host: url.host, 'content-type': 'application/json' };
    const message = { method, protocol: 'http:', hostname: url.hostname, path: url.pathname, headers };
    const { headers: out } = await signer.sign({ ...message, body: '{}' }, { signingDate: at });
    return out;
  };
  const MINUTE = 60_000;

  test.each(ROUTES.filter(({ access }) => access.by === 'operator'))('$method $path', async ({ method, path }) => {
    const cookie = consoles['super-admin'].cookie!;
    for (const headers of [
      {},
      { cookie, 'x-landfall': '1' },
      await signed(method, path, { secret: 'not the secret' }),
      await signed(method, path, { at: new Date(Date.now() - 6 * MINUTE) }),
      await signed(method, path, { at: new Date(Date.now() + 6 * MINUTE) }),
      await signed(method, path, { region: 'us-east-1' }),
      await signed(method, path, { service: 's3' }),
      await signed(method, '/api/operator/audit/other'),
      await signed(method === 'GET' ? 'POST' : 'GET', path),
    ]) {
      const { status, body } = await send(running.apiUrl, method, path, headers, '{}');
      expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    }
  });
});

describe('object ids (A3, A4)', () => {
  const TARGETS: readonly [Role, Role][] = [
    ['help-desk', 'admin'],
    ['help-desk', 'super-admin'],
    ['admin', 'super-admin'],
  ];

  test.each(TARGETS)('%s can do nothing to %s, and the audit tells that it was tried', async (role, target) => {
    const person = consoles[role];
    const before = await view(target);
    const { version } = before;
    for (const change of [
      { email: 'mine@evil.example' },
      { enabled: false },
      { lockedOut: true },
      { lockedOut: false },
      { clearAnswers: true },
      { password: 'seven quiet herons at dusk' },
      { lastName: 'Mine' },
      { role: null },
      { accountEnd: '2020-01-01T00:00:00Z' },
    ])
      expect(await ask(person, 'PATCH', `/api/admin/users/${target}`, { version, ...change })).toEqual({
        status: 403,
        code: 'user.higher_role',
      });
    for (const reset of [{ method: 'link' }, { method: 'one-time' }, { method: 'typed', password: 'any at all 12345' }])
      for (const id of [target, target.toUpperCase(), ` ${target} `])
        expect(await ask(person, 'POST', `/api/admin/users/${encodeURIComponent(id)}/reset-password`, reset)).toEqual({
          status: 403,
          code: 'user.higher_role',
        });
    expect(await view(target)).toEqual(before);
    expect((await consoles[target].get('/api/me')).status).toBe(200);
    const { entries } = await people.client.call<{ entries: object[] }>('GET', '/audit', { query: { user: role } });
    expect(entries.slice(0, 18)).toEqual(
      Array(18).fill(
        expect.objectContaining({
          actor: role,
          object: target,
          outcome: 'failure',
          facts: { code: 'user.higher_role' },
        }),
      ),
    );
  });

  test('nobody raises their own rights or gives a role that is not theirs to give', async () => {
    for (const role of ROLES) {
      const { version } = await view(role);
      const other = ROLES.find((one) => one !== role);
      expect(await ask(consoles[role], 'PATCH', `/api/admin/users/${role}`, { version, role: other })).toEqual({
        status: 403,
        code: 'user.own_role',
      });
      for (const reset of [{ method: 'one-time' }, { method: 'link' }])
        expect(await ask(consoles[role], 'POST', `/api/admin/users/${role}/reset-password`, reset)).toMatchObject({
          status: 403,
          code: 'user.own_password',
        });
    }
    const { version } = await view('user');
    const give = (by: Role, role: Role) => ask(consoles[by], 'PATCH', '/api/admin/users/user', { version, role });
    for (const role of ROLES) expect((await give('help-desk', role)).code).toBe('user.role_not_yours');
    expect((await give('admin', 'super-admin')).code).toBe('user.role_not_yours');
    expect((await view('user')).role).toBeUndefined();
  });

  test('a role that was taken away is gone at the next request', async () => {
    const device = await people.add('former', 'admin');
    const person = await people.logon(device, 'security');
    expect((await person.get('/api/admin/settings')).status).toBe(200);
    await people.edit('former', { role: null });
    expect((await person.get('/api/admin/settings')).status).toBe(401);
    const again = new Person(running);
    const body = { console: 'security', userId: 'former', method: 'SecurID_Native', secret: people.passcode(device) };
    expect(await again.post('/api/logon', body)).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  });

  test('a field that is not to be edited is refused, wherever it stands', async () => {
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
      expect(await ask(person, 'PATCH', '/api/admin/users/user', { version, ...more })).toEqual({
        status: 400,
        code: 'request.invalid',
      });
    const proto = `{"version":${version},"__proto__":{"role":"super-admin"}}`;
    const headers = { cookie: person.cookie!, 'x-landfall': '1', 'content-type': 'application/json' };
    expect((await send(running.apiUrl, 'PATCH', '/api/admin/users/user', headers, proto)).status).toBe(400);
    for (const [method, path, body] of [
      ['POST', '/api/logon', { userId: 'user', method: 'SecurID_Native', secret: '1', role: 'super-admin' }],
      ['POST', '/api/logon', { userId: 'user', method: 'SecurID_Native', secret: '1', methods: ['RSA_Password'] }],
      ['POST', '/api/logon', { userId: { $ne: '' }, method: 'SecurID_Native', secret: '1' }],
      ['PUT', '/api/me/password', { currentPassword: 'x', newPassword: 'y', userId: 'super-admin' }],
      ['PUT', '/api/me/security-questions', { answers: [], userId: 'super-admin' }],
      ['POST', '/api/forgot-password', { userId: 'user', email: 'mine@evil.example' }],
      ['POST', '/api/forgot-password/reset', { grant: 'g', password: 'p', userId: 'super-admin' }],
      ['POST', '/api/admin/users/user/reset-password', { method: 'one-time', password: 'mine' }],
      ['POST', '/api/admin/users/user/reset-password', { method: 'link', email: 'mine@evil.example' }],
    ] as const)
      expect(await ask(path.includes('/me/') ? selfService : person, method, path, body)).toEqual({
        status: 400,
        code: 'request.invalid',
      });
    expect(await view('user')).toEqual(before);
  });

  test('tricks with paths lead nowhere: not without a session, nor with one', async () => {
    const tricks = [
      '/api/admin/users/..%2f',
      '/api/admin/users/..%2f..%2foperator%2fusers',
      '/api/admin/users/%2e%2e',
      '/api/admin/users/%2e%2e%2fsettings',
      '/api/admin/users/../settings',
      '/api/admin/users/./user',
      '/api/admin/users/user%2f',
      '/api/admin/users/%2fuser',
      '/api/admin/users/user%2freset-password',
      '/api/admin/users/user;role=super-admin',
      '/api/admin/users/user%00',
      '/api/admin/users/%00',
      '/api/admin/users/user%00.json',
      '/api/admin/users/user%0d%0aset-cookie:x=y',
      '/api/admin/users/USER%23super-admin',
      '/api/admin/users/%EF%BF%BE',
      '/api/admin/users/%ED%A0%80',
      '/api/admin/users/%25%32%66',
      `/api/admin/users/${'x'.repeat(4000)}`,
      `/api/admin/users/${'x'.repeat(8000)}`,
      `/api/admin/users/${'%F0%9F%98%80'.repeat(300)}`,
      '/api/admin/users/',
      '/api/admin//users/user',
      '//api/admin/users/user',
      '/api/./admin/users/user',
      '/api/x/../admin/users/user',
      '/API/admin/users/user',
      '/api/Admin/users/user',
      '/api/admin/users/user/',
      '/api/admin/users/user/..',
      '/api%2fadmin%2fusers%2fuser',
      '/api/admin%2fusers%2fuser',
      '/api/admin/users/user%3fx=y',
      '/api/admin/users/user#x',
      '/api/admin/migrations/..%2f..%2fusers',
      '/api/admin/migrations/%2e%2e/report',
      '/api/admin/migrations/x%00/report',
    ];
    const cookie = consoles['super-admin'].cookie!;
    for (const path of tricks) {
      const outside = await send(running.apiUrl, 'GET', path);
      expect({ path, seen: [400, 401, 404].includes(outside.status) }).toEqual({ path, seen: true });
      expect(outside.headers['set-cookie']).toBeUndefined();
      const inside = await send(running.apiUrl, 'GET', path, { cookie });
      // A fragment is no part of what is asked for, so that one is the user's own path.
      const seen = inside.status === 404 || inside.status === 400 || path.endsWith('#x');
      expect({ path, status: inside.status, seen }).toEqual({ path, status: inside.status, seen: true });
    }
  });
});

describe('a reset by an administrator (A1)', () => {
  const reset = (body: object) => consoles['help-desk'].post('/api/admin/users/reset-me/reset-password', body);
  const logon = (secret: string) =>
    new Person(running).post('/api/logon', { userId: 'reset-me', method: 'RSA_Password', secret });
  let device: Device;

  beforeAll(async () => {
    device = await people.add('reset-me');
  });

  test('one-time: shown once, ends the sessions, enables the password, forces a change and tells the user', async () => {
    const before = await people.logon(device);
    const { status, body, headers } = await reset({ method: 'one-time' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { method: 'one-time', oneTimePassword: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/u) },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    const secret = String(body['oneTimePassword']);
    expect((await before.get('/api/me')).status).toBe(401);
    expect(await view('reset-me')).toMatchObject({ hasPassword: true, mustChangePassword: true });
    const person = new Person(running);
    const begun = await person.post('/api/logon', { userId: 'reset-me', method: 'RSA_Password', secret });
    expect(begun).toMatchObject({ status: 200, body: { status: 'change-password' } });
    const same = await person.put('/api/me/password', { currentPassword: secret, newPassword: secret });
    expect(same).toMatchObject({ status: 422, body: { code: 'password.used_before' } });
    const next = 'seven quiet herons at dusk';
    expect((await person.put('/api/me/password', { currentPassword: secret, newPassword: next })).status).toBe(200);
    expect((await logon(secret)).status).toBe(401);
    expect(await logon(next)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
    expect(await view('reset-me')).toMatchObject({ mustChangePassword: false });
    const told = await eventually(async () => {
      const found = (await mails(running, 'reset-me@corp.example')).filter(({ subject }) =>
        subject.includes('password'),
      );
      return found.length >= 2 ? found : undefined;
    });
    expect(JSON.stringify(told)).not.toContain(secret);
  });

  test('typed: forces a change too, and a setting forbids it', async () => {
    const password = 'nine tall cranes at noon';
    expect((await reset({ method: 'typed', password: 'short' })).body['code']).toBe('password.too_short');
    expect((await reset({ method: 'typed', password })).status).toBe(200);
    expect(await logon(password)).toMatchObject({ body: { status: 'change-password' } });
    await people.configure(() => ({ administratorReset: { allowTypedPassword: false } }));
    const forbidden = { status: 422, body: { code: 'user.typed_password_forbidden' } };
    expect(await reset({ method: 'typed', password: `${password} too` })).toMatchObject(forbidden);
    const { version } = await view('reset-me');
    expect(
      await consoles['super-admin'].call('PATCH', '/api/admin/users/reset-me', {
        version,
        password: `${password} too`,
      }),
    ).toMatchObject(forbidden);
    expect(await logon(password)).toMatchObject({ body: { status: 'change-password' } });
  });

  test('link: changes nothing until it is used, works once, and enables the password', async () => {
    const session = await people.logon(device);
    const seen = (await mails(running, 'reset-me@corp.example')).length;
    expect((await reset({ method: 'link' })).body).toEqual({ method: 'link' });
    expect((await session.get('/api/me')).status).toBe(200);
    const mail = await eventually(async () => (await mails(running, 'reset-me@corp.example'))[seen]);
    const link = /[?&]link=([\w-]{43})\b/u.exec(mail.body.text ?? '')?.[1];
    const verify = () => new Person(running).post('/api/forgot-password/verify', { link });
    const { body } = await verify();
    expect(body).toMatchObject({ ask: 'password' });
    expect((await verify()).status).toBe(401);
    const password = 'ten small wrens at tea';
    const set = await new Person(running).post('/api/forgot-password/reset', { grant: body['grant'], password });
    expect(set.status).toBe(204);
    expect((await session.get('/api/me')).status).toBe(401);
    expect(await logon(password)).toMatchObject({ body: { status: 'authenticated' } });
  });
});

describe('the audit (A2, L3)', () => {
  type Entry = { id: string; time: string; actor: string; action: string; object: string; outcome: string };
  const audit = async (query: string) =>
    (await consoles.admin.get<{ entries: Entry[]; next?: string }>(`/api/admin/audit${query}`)).body;

  test('is read with filters and page by page, each entry once, newest first', async () => {
    const all = (await audit('?limit=500')).entries;
    expect(all.length).toBeGreaterThan(50);
    const times = all.map(({ time }) => time);
    expect(times).toEqual(times.toSorted().toReversed());
    const paged: Entry[] = [];
    const to = `&to=${encodeURIComponent(all[0]!.time)}`;
    let next = '';
    do {
      const page = await audit(`?limit=7${to}${next}`);
      expect(page.entries.length).toBeLessThanOrEqual(7);
      paged.push(...page.entries);
      next = page.next === undefined ? '' : `&next=${encodeURIComponent(page.next)}`;
    } while (next !== '' && paged.length < all.length);
    expect(paged.slice(0, all.length).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    for (const { action } of (await audit('?action=user.password_reset')).entries)
      expect(action).toBe('user.password_reset');
    const mine = (await audit('?user=reset-me')).entries;
    expect(new Set(mine.map(({ action }) => action))).toEqual(
      new Set([
        'admin.created',
        'user.edited',
        'logon',
        'user.password_reset',
        'password.changed',
        'recovery.link',
        'recovery.reset',
      ]),
    );
    for (const entry of mine) expect([entry.actor, entry.object]).toContain('reset-me');
    expect((await audit('?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).entries).toEqual([]);
    for (const query of ['?limit=0', '?limit=501', '?from=yesterday', '?next=made-up', '?user=', '?everything=1'])
      expect((await consoles.admin.get(`/api/admin/audit${query}`)).status).toBe(400);
  });

  test('names who, what, when, before and after', async () => {
    const { version } = await view('user');
    const edit = { version, lastName: 'Berg', enabled: true, accountEnd: '2099-01-01T00:00:00Z' };
    await consoles['help-desk'].call('PATCH', '/api/admin/users/user', edit);
    const [entry] = (await audit('?user=user&action=user.edited&limit=1')).entries;
    expect(entry).toMatchObject({
      actor: 'help-desk',
      action: 'user.edited',
      object: 'user',
      outcome: 'success',
      source: '127.0.0.1',
      time: expect.stringMatching(/^20\d\d-\d\d-\d\dT/u),
      before: expect.anything(),
      after: expect.anything(),
    });
  });

  test('`landfall audit` shows the same, by the same filters', async () => {
    const { stdout, code } = await landfall(
      running,
      'audit',
      '--user',
      'reset-me',
      '--action',
      'recovery.reset',
      '--json',
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { entries: Entry[] }).entries).toMatchObject([
      { actor: 'reset-me', action: 'recovery.reset', object: 'reset-me', outcome: 'success' },
    ]);
    const table = await landfall(running, 'audit', '--user', 'reset-me', '--limit', '3');
    expect(table.stdout).toContain('reset-me');
    expect(table.stdout.trim().split('\n')).toHaveLength(4);
  });

  test('holds no secret and no address, however it was handed in', async () => {
    const typed = 'a password in the wrong field';
    for (const [userId, secret] of [
      [typed, '123456'],
      ['user', typed],
    ])
      await new Person(running).post('/api/logon', { userId, method: 'RSA_Password', secret });
    await sendJson(running.apiUrl, 'POST', '/api/forgot-password', { userId: typed });
    const text = JSON.stringify((await audit('?limit=500')).entries);
    for (const secret of [typed, 'herons', 'cranes', 'wrens', 'corp.example', '$argon2', '$keyed'])
      expect(text).not.toContain(secret);
    for (const { seed } of Object.values(devices)) {
      expect(text).not.toContain(seed.toString('base64'));
      expect(text).not.toContain(seed.toString('hex'));
    }
  });
});
