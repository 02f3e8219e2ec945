/** Logon over the real engine, through the functions' own handlers: one winner of simultaneous attempts, one answer to every failure. */
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { addUser, advance, call, configure, passcodeOf } from '#test/support/access.ts';
import {
  enrol,
  giveAnswers,
  link,
  MINUTE,
  PASSWORD,
  passwordLogon,
  prepareAccess,
  statuses,
  together,
  tokenLogon,
  verify,
} from '#test/support/access-steps.ts';

prepareAccess();

test('exactly one of eight simultaneous logons with one passcode succeeds, in each of fifty rounds', async () => {
  const device = await addUser('bert', { pin: '1234' });
  for (let trial = 0; trial < 50; trial++) {
    const passcode = passcodeOf(device);
    const answers = await together(8, () => tokenLogon('bert', passcode));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await tokenLogon('bert', passcode)).status).toBe(401);
    advance(31 * MINUTE);
  }
}, 60_000);

test('64 parallel wrong guesses at a limit of five count as five tries, and the right passcode is then refused', async () => {
  const device = await addUser('carl', { pin: '1234' });
  const answers = await together(64, (index) => tokenLogon('carl', `9${passcodeOf(device)}${index}`));
  expect(new Set(statuses(answers))).toEqual(new Set([401]));
  expect((await readUser('carl'))?.failures).toBe(5);
  expect((await readTokens([device.serial]))[0]?.failures).toBe(5);
  expect((await tokenLogon('carl', passcodeOf(device))).status).toBe(401);
  expect((await passwordLogon('carl', 'whatever')).status).toBe(401);
  advance(31 * MINUTE);
  // After five wrong in a row the right passcode needs the next tokencode.
  expect((await tokenLogon('carl', passcodeOf(device))).body.status).toBe('next-tokencode');
});

test('every failed logon gets the same answer, for any user and any cause', async () => {
  const device = await addUser('dora', { pin: '1234' });
  const off = await addUser('emil', { pin: '1234', user: { enabled: false } });
  const locked = await addUser('fred', { pin: '1234', user: { lockedOut: true } });
  const over = await addUser('gina', { pin: '1234', user: { accountEnd: Date.now() - 1 } });
  const early = await addUser('hugo', { pin: '1234', user: { accountStart: Date.now() + MINUTE } });
  const lost = await addUser('ines', { pin: '1234', token: { lost: true } });
  await addUser('jens', { pin: '1234', user: { tokens: [] } });
  const failures = await Promise.all([
    tokenLogon('unknown', '123456'),
    passwordLogon('unknown', 'a password of some length'),
    tokenLogon('dora', '123456'),
    passwordLogon('dora', 'a password of some length'),
    tokenLogon('emil', passcodeOf(off)),
    tokenLogon('fred', passcodeOf(locked)),
    tokenLogon('gina', passcodeOf(over)),
    tokenLogon('hugo', passcodeOf(early)),
    tokenLogon('ines', passcodeOf(lost)),
    tokenLogon('jens', '1234123456'),
    tokenLogon('dora', passcodeOf(device), { console: 'security' }),
    tokenLogon('dora', passcodeOf(device), { challenge: 'made-up' }),
    tokenLogon('x'.repeat(255), '123456'),
    tokenLogon('\u0000\ufdfa'.repeat(100), '123456'),
  ]);
  expect(new Set(failures.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
  expect(failures[0]).toMatchObject({ status: 401, body: { code: 'logon.failed' }, cookies: [] });
});

test('before a migration a token logon is refused with the same answer, and the tokencode is used up', async () => {
  const device = await addUser('karl', { pin: '1234' });
  await configure(() => ({ consoleAuthentication: { selfService: 'RSA_Password', security: 'SecurID_Native' } }));
  const refused = await tokenLogon('karl', passcodeOf(device));
  expect(refused).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  expect((await call('GET /api/console')).body.consoles.selfService.methods).toEqual(['RSA_Password']);
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
  }));
  expect((await tokenLogon('karl', passcodeOf(device))).status).toBe(200);
  expect((await tokenLogon('karl', passcodeOf(device))).status).toBe(401);
  expect((await call('GET /api/console')).body).toMatchObject({
    forgotPassword: true,
    languages: ['en_US'],
    consoles: {
      selfService: { methods: ['RSA_Password', 'SecurID_Native'] },
      security: { methods: ['SecurID_Native'] },
    },
  });
});

test('in New PIN mode a tokencode opens the PIN step alone, once, and the PIN is needed from the next tokencode on', async () => {
  const device = await addUser('lena');
  const step = await tokenLogon('lena', passcodeOf(device));
  expect(step).toMatchObject({ status: 200, body: { status: 'new-pin' }, cookies: [] });
  const { challenge } = step.body;
  const weak = await call('POST /api/logon/new-pin', { body: { challenge, pin: '1' } });
  expect(weak).toMatchObject({ status: 400, body: { code: 'pin.length' } });
  const set = await together(8, (index) =>
    call('POST /api/logon/new-pin', { body: { challenge, pin: `500${index}` } }),
  );
  expect(statuses(set)).toEqual([200, ...Array(7).fill(401)]);
  const pin = `500${set.findIndex(({ status }) => status === 200)}`;
  expect((await tokenLogon('lena', passcodeOf({ ...device, pin }))).status).toBe(401);
  expect((await tokenLogon('lena', passcodeOf({ ...device, pin }, 1))).status).toBe(200);
  expect((await readUser('lena'))?.failures).toBe(0);
});

test('a generated PIN is shown once and works', async () => {
  const device = await addUser('mira');
  const { challenge } = (await tokenLogon('mira', passcodeOf(device))).body;
  const { body } = await call('POST /api/logon/new-pin', { body: { challenge, generate: true } });
  expect(body).toMatchObject({ status: 'pin-set', pin: expect.stringMatching(/^\d{4,8}$/u) });
  advance(MINUTE);
  expect((await tokenLogon('mira', passcodeOf({ ...device, pin: body.pin }))).status).toBe(200);
});

test('a tokencode far from the expected one asks for the next one, once, and the clock offset is learned', async () => {
  const device = await addUser('nora', { pin: '1234' });
  const ask = async (steps: number) => (await tokenLogon('nora', passcodeOf(device, steps))).body;
  const missed = await ask(2);
  expect(missed.status).toBe('next-tokencode');
  const body = { challenge: missed.challenge, tokencode: passcodeOf(device, 2) };
  expect((await call('POST /api/logon/next-tokencode', { body })).status).toBe(401);
  const late = { ...body, tokencode: passcodeOf(device, 3) };
  expect((await call('POST /api/logon/next-tokencode', { body: late })).status).toBe(401);
  advance(MINUTE);
  const asked = await ask(2);
  const next = { challenge: asked.challenge, tokencode: passcodeOf(device, 3) };
  const answers = await together(8, () => call('POST /api/logon/next-tokencode', { body: next }));
  expect(statuses(answers)).toEqual([200, ...Array(7).fill(401)]);
  expect((await readTokens([device.serial]))[0]?.offset).not.toBe(0);
});

test('with two factors the right first one gives no more tries at the second, and the second completes the logon', async () => {
  const device = await addUser('olga', { pin: '1234', user: { email: 'o@example.com' } });
  await enrol('olga', device);
  const { challenge, questions } = (await verify({ link: await link('olga') })).body;
  const { grant } = (await giveAnswers(challenge, questions)).body;
  await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password+SecurID_Native', security: 'SecurID_Native' },
  }));
  const first = await passwordLogon('olga', PASSWORD);
  expect(first).toMatchObject({ status: 200, body: { status: 'more', methods: ['SecurID_Native'] }, cookies: [] });
  const factor = { challenge: first.body.challenge };
  expect((await passwordLogon('olga', PASSWORD, factor)).status).toBe(401);
  const second = await tokenLogon('olga', passcodeOf(device), factor);
  expect(second.body).toMatchObject({ session: { methods: ['RSA_Password', 'SecurID_Native'] } });
  advance(MINUTE);
  expect((await tokenLogon('olga', passcodeOf(device), factor)).status).toBe(401);
  for (let guess = 0; guess < 6; guess++) {
    const { body } = await passwordLogon('olga', PASSWORD);
    await tokenLogon('olga', '1234000000', body.challenge ? { challenge: body.challenge } : {});
  }
  expect((await passwordLogon('olga', PASSWORD)).status).toBe(401);
});

test('a source beyond its limit is refused before any account is counted, and another source is not', async () => {
  await configure(({ throttles }) => ({ throttles: { ...throttles, logonsPerSourcePerMinute: 3 } }));
  const device = await addUser('bela', { pin: '1234' });
  const guess = (source: string) =>
    call('POST /api/logon', { source, body: { userId: 'bela', method: 'SecurID_Native', secret: '1234000000' } });
  const answers = await together(20, () => guess('2001:db8:1:2::1'));
  const heard = answers.filter(({ status }) => status === 401).length;
  // At the same moment all may be refused, and none is heard beyond the limit; those that were refused are not counted.
  expect(heard).toBeLessThanOrEqual(3);
  for (let more = heard; more < 3; more++) expect((await guess('2001:db8:1:2::1')).status).toBe(401);
  expect((await guess('2001:db8:1:2:ffff::9')).body).toMatchObject({ code: 'throttle.source' });
  expect((await readUser('bela'))?.failures).toBe(3);
  expect((await tokenLogon('bela', passcodeOf(device))).body.status).toBe('next-tokencode');
});
