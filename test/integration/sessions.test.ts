/** How long a session lasts and what ends it, over the real engine, through the functions' own handlers. */
import { addUser, advance, call, cookieOf, passcodeOf } from '#test/support/access.ts';
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

test('a request that did not come through the distribution is refused', async () => {
  expect((await call('GET /api/console', { origin: 'guessed' })).status).toBe(403);
});
