/** An administrator's reset of a password (A1) and the audit of what administrators do (A2), over HTTP. */
import type { UserView } from '#core/administration/users/view.ts';
import type { Accounts, Device } from '../support/accounts.ts';
import { landfall } from '../support/cli.ts';
import { ApiUser, eventually, mails } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import { sendJson } from '../support/http.ts';
import { startWithRoles, type WithRoles } from '../support/role-sessions.ts';

let running: Running;
let accounts: Accounts;
let consoles: WithRoles['consoles'];
let devices: WithRoles['devices'];

beforeAll(async () => {
  ({ running, accounts, consoles, devices } = await startWithRoles());
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const view = (userId: string) => accounts.client.call<UserView>('GET', '/user', { query: { userId } });

test.each(['a/b', 'what?', 'c#1', '100%', '%2F', '../admin', 'a+b c', 'a&userId=user', '😀.ø'])(
  'the user ID %s is shown, edited and reset by CLI and console',
  async (userId) => {
    await accounts.add(userId);
    const query = `?userId=${encodeURIComponent(userId)}`;
    expect((await landfall(running, 'user', 'edit', userId, '--last-name', 'Berg')).code).toBe(0);
    const found = await consoles['help-desk'].get(`/api/admin/user${query}`);
    expect(found).toMatchObject({ status: 200, body: { userId, lastName: 'Berg' } });
    const reset = await consoles['help-desk'].post(`/api/admin/user/reset-password${query}`, { method: 'one-time' });
    expect(reset).toMatchObject({ status: 200, body: { oneTimePassword: expect.anything() } });
  },
);

test.each(['😀', '\ufffe\uffff', '\u0000\u007f', '𠮷野家', '\u{10ffff}'])(
  'Forgot Your Password answers %j as it answers every user ID (F1)',
  async (userId) => {
    expect(await new ApiUser(running).post('/api/forgot-password', { userId })).toMatchObject({ status: 202 });
  },
);

describe('a reset by an administrator (A1)', () => {
  const reset = (body: object) => consoles['help-desk'].post('/api/admin/user/reset-password?userId=reset-me', body);
  const logon = (secret: string) =>
    new ApiUser(running).post('/api/logon', { userId: 'reset-me', method: 'RSA_Password', secret });
  let device: Device;

  beforeAll(async () => {
    device = await accounts.add('reset-me');
  });

  test('a one-time password is shown once, ends the sessions, enables the password, forces a change and is mailed about', async () => {
    const before = await accounts.logon(device);
    const { status, body, headers } = await reset({ method: 'one-time' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { method: 'one-time', oneTimePassword: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/u) },
    });
    expect(headers.get('cache-control')).toBe('no-store');
    const secret = String(body['oneTimePassword']);
    expect((await before.get('/api/me')).status).toBe(401);
    expect(await view('reset-me')).toMatchObject({ hasPassword: true, mustChangePassword: true });
    const person = new ApiUser(running);
    const begun = await person.post('/api/logon', { userId: 'reset-me', method: 'RSA_Password', secret });
    expect(begun).toMatchObject({ status: 200, body: { status: 'change-password' } });
    const same = await person.put('/api/me/password', { currentPassword: secret, newPassword: secret });
    expect(same).toMatchObject({ status: 422, body: { code: 'password.used_before' } });
    const next = 'seven quiet herons at dusk';
    expect((await person.put('/api/me/password', { currentPassword: secret, newPassword: next })).status).toBe(200);
    expect((await logon(secret)).status).toBe(401);
    expect(await logon(next)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
    expect(await view('reset-me')).toMatchObject({ mustChangePassword: false });
    const notice = await eventually(async () => {
      const found = (await mails(running, 'reset-me@corp.example')).filter(({ subject }) =>
        subject.includes('password'),
      );
      return found.length >= 2 ? found : undefined;
    });
    expect(JSON.stringify(notice)).not.toContain(secret);
  });

  test('a typed password forces a change too, and a setting can forbid it', async () => {
    const password = 'nine tall cranes at noon';
    expect((await reset({ method: 'typed', password: 'short' })).body['code']).toBe('password.too_short');
    expect((await reset({ method: 'typed', password })).status).toBe(200);
    expect(await logon(password)).toMatchObject({ body: { status: 'change-password' } });
    await accounts.configure(() => ({ administratorReset: { allowTypedPassword: false } }));
    const forbidden = { status: 422, body: { code: 'user.typed_password_forbidden' } };
    expect(await reset({ method: 'typed', password: `${password} too` })).toMatchObject(forbidden);
    const { version } = await view('reset-me');
    expect(
      await consoles['super-admin'].call('PATCH', '/api/admin/user?userId=reset-me', {
        version,
        password: `${password} too`,
      }),
    ).toMatchObject(forbidden);
    expect(await logon(password)).toMatchObject({ body: { status: 'change-password' } });
  });

  test('a link changes nothing until it is used, works once, and enables the password', async () => {
    const session = await accounts.logon(device);
    expect((await reset({ method: 'link' })).body).toEqual({ method: 'link' });
    expect((await session.get('/api/me')).status).toBe(200);
    const mail = await eventually(async () =>
      (await mails(running, 'reset-me@corp.example')).find(({ body: { text } }) => text?.includes('link=')),
    );
    const link = /[?&]link=([\w-]{43})\b/u.exec(mail.body.text ?? '')?.[1];
    const verify = () => new ApiUser(running).post('/api/forgot-password/verify', { link });
    const { body } = await verify();
    expect(body).toMatchObject({ ask: 'password' });
    expect((await verify()).status).toBe(401);
    const password = 'ten small wrens at tea';
    const set = await new ApiUser(running).post('/api/forgot-password/reset', { grant: body['grant'], password });
    expect(set.status).toBe(204);
    expect((await session.get('/api/me')).status).toBe(401);
    expect(await logon(password)).toMatchObject({ body: { status: 'authenticated' } });
  });
});

describe('the audit (A2, L3)', () => {
  type Entry = { id: string; time: string; actor: string; action: string; object: string; outcome: string };
  const audit = async (query: string) =>
    (await consoles.admin.get<{ entries: Entry[]; next?: string }>(`/api/admin/audit${query}`)).body;

  test('the audit is read with filters and page by page, each entry once, newest first', async () => {
    const all = (await audit('?limit=500')).entries;
    expect(all.length).toBeGreaterThan(25);
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

  test('an entry of the audit names actor, action, time, and the values before and after', async () => {
    const { version } = await view('user');
    const edit = { version, lastName: 'Berg', accountEnd: '2099-01-01T00:00:00Z' };
    await consoles['help-desk'].call('PATCH', '/api/admin/user?userId=user', edit);
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

  test('`landfall audit` shows the same entries, by the same filters', async () => {
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

  test('the audit holds no secret and no address, in whichever request it was given', async () => {
    const typed = 'a password in the wrong field';
    for (const [userId, secret] of [
      [typed, '123456'],
      ['user', typed],
    ])
      await new ApiUser(running).post('/api/logon', { userId, method: 'RSA_Password', secret });
    await sendJson(running.apiUrl, 'POST', '/api/forgot-password', { userId: typed });
    const text = JSON.stringify((await audit('?limit=500')).entries);
    for (const secret of [typed, 'herons', 'cranes', 'wrens', 'corp.example', '$argon2', '$bound'])
      expect(text).not.toContain(secret);
    for (const { seed } of Object.values(devices)) {
      expect(text).not.toContain(seed.toString('base64'));
      expect(text).not.toContain(seed.toString('hex'));
    }
  });
});

test('N1: another address is told to both mailboxes, and no link comes before the wait ends', async () => {
  const device = await accounts.add('moved');
  await accounts.logon(device);
  const next = 'elsewhere@corp.example';
  const { version } = await view('moved');
  const edited = await consoles['help-desk'].call('PATCH', '/api/admin/user?userId=moved', { version, email: next });
  expect(edited).toMatchObject({ status: 200, body: { linksWaitUntil: expect.stringMatching(/^20/u) } });
  const toldOf = (address: string) =>
    eventually(async () =>
      (await mails(running, address)).find(({ subject }) => subject.endsWith('your e-mail address was changed')),
    );
  const [former, present] = [await toldOf('moved@corp.example'), await toldOf(next)];
  expect(former.body.text).toContain('by an administrator');
  expect(JSON.stringify(former.body)).not.toContain('elsewhere');
  expect(JSON.stringify(present.body)).not.toContain('moved@');
  const link = await consoles['help-desk'].post('/api/admin/user/reset-password?userId=moved', { method: 'link' });
  expect(link).toMatchObject({ status: 409, body: { code: 'user.readdressed' } });
  await new ApiUser(running).post('/api/forgot-password', { userId: 'moved' });
  await accounts.configure(() => ({ recovery: { readdressedWaitHours: 0 } }));
  const sent = await consoles['help-desk'].post('/api/admin/user/reset-password?userId=moved', { method: 'link' });
  expect(sent).toMatchObject({ status: 200, body: { method: 'link' } });
});
