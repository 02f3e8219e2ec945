/** How long a session lasts and what ends it, over the real engine, through the functions' own handlers. */
import { readSettings } from '#adapters/directory/settings.ts';
import { operationsTable, putItem } from '#adapters/dynamodb/items.ts';
import { endSession, readSessions } from '#adapters/operations/sessions.ts';
import { addUser, advance, call, configure, cookieOf, passcodeOf } from '#test/support/access.ts';
import {
  enrol,
  giveAnswers,
  link,
  MINUTE,
  PASSWORD,
  passwordLogon,
  prepareAccess,
  tokenLogon,
  verify,
} from '#test/support/access-steps.ts';

prepareAccess();

test('a change of the password needs the present password and ends the other sessions', async () => {
  const device = await addUser('zoe', { pin: '1234', user: { email: 'z@example.com' } });
  await enrol('zoe', device);
  const { challenge, questions } = (await verify({ link: await link('zoe') })).body;
  const { grant } = (await giveAnswers(challenge, questions)).body;
  await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  const cookies = [cookieOf(await passwordLogon('zoe', PASSWORD)), cookieOf(await passwordLogon('zoe', PASSWORD))];
  const put = (currentPassword: string, newPassword: string) =>
    call('PUT /api/me/password', { cookie: cookies[0], body: { currentPassword, newPassword } });
  expect((await put('not it', `${PASSWORD} again`)).body.code).toBe('password.current_wrong');
  expect((await put(PASSWORD, PASSWORD)).body.code).toBe('password.used_before');
  const changed = await put(PASSWORD, `${PASSWORD} again`);
  expect(changed.status).toBe(200);
  for (const cookie of cookies) expect((await call('GET /api/me', { cookie })).status).toBe(401);
  expect((await call('GET /api/me', { cookie: cookieOf(changed) })).body).toMatchObject({ hasPassword: true });
  expect((await passwordLogon('zoe', PASSWORD)).status).toBe(401);
});

test('a session ends when it idles or after its maximum age, and answers can be changed only after a fresh logon', async () => {
  const device = await addUser('abel', { pin: '1234' });
  const cookie = await enrol('abel', device);
  for (let minutes = 0; minutes < 15; minutes += 14) {
    expect((await call('GET /api/me', { cookie })).status).toBe(200);
    advance(14 * MINUTE);
  }
  const stale = await call('PUT /api/me/security-questions', { cookie, body: { answers: [] } });
  expect(stale).toMatchObject({ status: 403, body: { code: 'session.not_fresh' } });
  advance(15 * MINUTE);
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
  const long = cookieOf(await tokenLogon('abel', passcodeOf(device)));
  for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
    advance(10 * MINUTE);
    await call('GET /api/me', { cookie: long });
  }
  expect((await call('GET /api/me', { cookie: long })).status).toBe(200);
  advance(10 * MINUTE);
  expect((await call('GET /api/me', { cookie: long })).status).toBe(401);
}, 30_000);

test('a page that reads again by itself does not prolong the session of its user (S8)', async () => {
  const device = await addUser('wanda', { pin: '1234' });
  const cookie = cookieOf(await tokenLogon('wanda', passcodeOf(device)));
  const repeat = () => call('GET /api/me', { cookie, repeated: true });
  for (let minutes = 0; minutes < 15; minutes += 5) {
    expect((await repeat()).status).toBe(200);
    advance(5 * MINUTE);
  }
  expect((await repeat()).status).toBe(401);
});

test('a browser that was made a display reads counts for days and nothing else (S9)', async () => {
  const device = await addUser('wallis', { pin: '1234', user: { role: 'help-desk' } });
  const logon = await tokenLogon('wallis', passcodeOf(device), { console: 'security' });
  const former = cookieOf(logon);
  const started = await call('POST /api/admin/display', { cookie: former });
  expect(started).toMatchObject({ status: 200, body: { session: { scope: 'display' } } });
  const cookie = cookieOf(started);
  expect((await call('GET /api/admin/session', { cookie: former })).status).toBe(401);
  advance(71 * 60 * MINUTE);
  expect((await call('GET /api/admin/session', { cookie, repeated: true })).status).toBe(200);
  for (const request of ['GET /api/me', 'GET /api/admin/users?userId=wallis', 'GET /api/admin/tokens?serial=1'])
    expect(await call(request, { cookie })).toMatchObject({ status: 401, body: { code: 'session.required' } });
  advance(60 * MINUTE);
  expect((await call('GET /api/admin/session', { cookie })).status).toBe(401);
});

test('a logon in a browser ends the session that any user had there, and a failed logon does not (S1)', async () => {
  const [first, second] = [await addUser('bea', { pin: '1234' }), await addUser('cem', { pin: '1234' })];
  const logOn = (userId: string, secret: string, cookie?: string) =>
    call('POST /api/logon', { cookie, body: { userId, method: 'SecurID_Native', secret } });
  const before = cookieOf(await logOn('bea', passcodeOf(first)));
  expect((await logOn('cem', '1234000000', before)).status).toBe(401);
  expect((await call('GET /api/me', { cookie: before })).status).toBe(200);
  const after = cookieOf(await logOn('cem', passcodeOf(second), before));
  expect((await call('GET /api/me', { cookie: before })).status).toBe(401);
  expect((await call('GET /api/me', { cookie: after })).body).toMatchObject({ userId: 'cem' });
});

test('a token alone at the Security Console reaches no route of the Self-Service Console that asks for two factors (S7)', async () => {
  const device = await addUser('ida', { pin: '1234', user: { role: 'super-admin' } });
  const before = (await readSettings()).settings.consoleAuthentication;
  const expressions = (selfService: string, security: string) =>
    configure(() => ({ consoleAuthentication: { selfService, security } }));
  await expressions('RSA_Password+SecurID_Native', 'SecurID_Native');
  const body = { console: 'security', userId: 'ida', method: 'SecurID_Native', secret: passcodeOf(device) };
  const cookie = cookieOf(await call('POST /api/logon', { body }));
  expect((await call('GET /api/admin/session', { cookie })).body).toMatchObject({ userId: 'ida', role: 'super-admin' });
  for (const path of ['me', 'me/security-questions', 'me/tokens'])
    expect((await call(`GET /api/${path}`, { cookie })).status).toBe(401);
  const answers = { cookie, body: { answers: [] } };
  expect((await call('PUT /api/me/security-questions', answers)).status).toBe(401);
  // Where its own console asks for more, it is over, and stays over.
  await expressions('SecurID_Native', 'RSA_Password+SecurID_Native');
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
  await expressions('SecurID_Native', 'SecurID_Native');
  expect((await call('GET /api/admin/session', { cookie })).status).toBe(401);
  await configure(() => ({ consoleAuthentication: before }));
});

test('a changed PIN and changed answers end the other sessions and not the one that changed them (S7)', async () => {
  const device = await addUser('jan', { pin: '1234' });
  const other = cookieOf(await tokenLogon('jan', passcodeOf(device)));
  advance(MINUTE);
  const own = await enrol('jan', device);
  expect((await call('GET /api/me', { cookie: other })).status).toBe(401);
  advance(MINUTE);
  const another = cookieOf(await tokenLogon('jan', passcodeOf(device)));
  advance(MINUTE);
  const body = { passcode: passcodeOf(device), pin: '4815' };
  const changed = await call(`PUT /api/me/token/pin?serial=${device.serial}`, { cookie: own, body });
  expect(changed.body).toMatchObject({ status: 'pin-set', session: { console: 'self-service' } });
  for (const cookie of [own, another]) expect((await call('GET /api/me', { cookie })).status).toBe(401);
  expect((await call('GET /api/me', { cookie: cookieOf(changed) })).status).toBe(200);
});

test('a user sees the own sessions, ends one, and ends all others at once (S7)', async () => {
  const device = await addUser('lea', { pin: '1234', user: { imported: false } });
  const open = async () => {
    advance(MINUTE);
    return cookieOf(await tokenLogon('lea', passcodeOf(device)));
  };
  const [own, second, third] = [await open(), await open(), await open()];
  const list = async (cookie: string) => (await call('GET /api/me/sessions', { cookie })).body.sessions;
  const seen = await list(own);
  expect(seen).toHaveLength(3);
  expect(seen[0]).toMatchObject({ present: true, console: 'self-service', network: '192.0.2.0/24' });
  const status = async (cookie: string) => (await call('GET /api/me', { cookie })).status;
  const gone = (await list(second)).find(({ present }: { present: boolean }) => present);
  expect((await call('POST /api/me/sessions/end', { cookie: own, body: { id: gone.id } })).status).toBe(204);
  expect([await status(second), await status(third)]).toEqual([401, 200]);
  const ended = await call('POST /api/me/sessions/end-others', { cookie: own });
  expect([await status(own), await status(third), await status(cookieOf(ended))]).toEqual([401, 401, 200]);
  expect(await list(cookieOf(ended))).toHaveLength(1);
});

test('a session that was kept by its id alone, as before, goes on and can be logged off', async () => {
  const device = await addUser('kai', { pin: '1234' });
  const cookie = cookieOf(await tokenLogon('kai', passcodeOf(device)));
  const [session] = await readSessions('kai');
  expect(await endSession(session!)).toBe(true);
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
  const { network: _network, browser: _browser, ...former } = session!;
  await putItem(operationsTable(), { pk: `SESSION#${former.id}`, sk: 'SESSION', ...former });
  expect((await call('GET /api/me', { cookie })).status).toBe(200);
  await call('POST /api/logoff', { cookie });
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
});

test('a request that did not come through the distribution is refused', async () => {
  expect((await call('GET /api/console', { origin: 'guessed' })).status).toBe(403);
});
