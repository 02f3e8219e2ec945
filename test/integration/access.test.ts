/** One winner, one answer, one journey: logon and recovery over the real engine, through the functions' own handlers. */
import { readAudit } from '#adapters/audit.ts';
import { createChallenge } from '#adapters/challenges.ts';
import { readTokens, readUser } from '#adapters/directory.ts';
import { createLink } from '#core/access/recovery/link.ts';
import { LandfallError } from '#core/errors.ts';
import {
  type Answer,
  addQuestions,
  addUser,
  advance,
  call,
  configure,
  cookieOf,
  type Device,
  deliver,
  failingMail,
  linkIn,
  mails,
  passcodeOf,
  QUESTIONS,
  sendMails,
  sent,
} from '#test/support/access.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { startSecrets } from '#test/support/secrets.ts';

const MINUTE = 60_000;
const PASSWORD = 'seven quiet herons at dusk';
let sources = 100;
const stops: (() => Promise<void>)[] = [];
const together = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);

beforeAll(async () => {
  stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(async () => {
  await createTables();
  // Ten seconds into a minute: no tokencode changes while a test looks at it.
  advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
  mails.length = 0;
  await addQuestions();
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
    selfServiceFeatures: { forgotPasswordLink: true },
    throttles: {
      logonsPerSourcePerMinute: 10_000,
      failedLogonsPerSourcePerDay: 10_000,
      forgotPasswordPerSourcePerHour: 10_000,
    },
  }));
});

const tokenLogon = (userId: string, secret: string, more: object = {}) =>
  call('POST /api/logon', { body: { userId, method: 'SecurID_Native', secret, ...more } });
const passwordLogon = (userId: string, secret: string, more: object = {}) =>
  call('POST /api/logon', { body: { userId, method: 'RSA_Password', secret, ...more } });
const answersOf = (questions: readonly { question: string }[]) =>
  questions.map(({ question }) => ({ language: 'en_US', question, answer: `my ${QUESTIONS.indexOf(question)} reply` }));

async function enrol(userId: string, device: Device): Promise<string> {
  const logon = await tokenLogon(userId, passcodeOf(device));
  const cookie = cookieOf(logon);
  const answers = answersOf(QUESTIONS.slice(0, 3).map((question) => ({ question })));
  const saved = await call('PUT /api/me/security-questions', { cookie, body: { answers } });
  expect(saved.status).toBe(200);
  advance(MINUTE);
  return cookie;
}
/** The link in the mail that asking brings. */
async function link(userId: string): Promise<string> {
  await call('POST /api/forgot-password', { source: `192.0.2.${++sources}`, body: { userId } });
  return linkIn((await deliver()).at(-1));
}
const verify = (body: object) => call('POST /api/forgot-password/verify', { body });
const giveAnswers = (challenge: string, questions: { id: string; question: string }[], wrong = false) => {
  const answers = questions.map(({ id, question }) => ({
    id,
    answer: wrong ? 'nonsense' : `  MY ${QUESTIONS.indexOf(question)}  Reply `,
  }));
  return call('POST /api/forgot-password/answers', { body: { challenge, answers } });
};

test('the whole journey: token, questions, logoff, mailed link, answers, first password, logon', async () => {
  const device = await addUser('Anna', { pin: '4711', user: { email: 'anna@example.com' } });
  const logon = await tokenLogon(' ANNA ', passcodeOf(device));
  expect(logon).toMatchObject({
    status: 200,
    body: {
      status: 'authenticated',
      session: { console: 'self-service', methods: ['SecurID_Native'] },
      nextSteps: ['set-security-questions', 'log-off', 'forgot-password'],
    },
  });
  expect(logon.cookies[0]).toMatch(/^__Host-landfall=[\w.-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/u);
  const cookie = cookieOf(logon);
  const list = await call('GET /api/me/security-questions', { cookie });
  expect(list.body).toMatchObject({ questions: QUESTIONS, chosen: [], enrolment: 3, authentication: 2 });
  const answers = answersOf(QUESTIONS.slice(0, 3).map((question) => ({ question })));
  const saved = await call('PUT /api/me/security-questions', { cookie, body: { answers } });
  expect(saved.body).toEqual({ answered: 3, nextSteps: ['log-off', 'forgot-password'] });
  const first = { currentPassword: 'none', newPassword: PASSWORD };
  const refused = await call('PUT /api/me/password', { cookie, body: first });
  expect(refused).toMatchObject({ status: 409, body: { code: 'password.first_by_recovery' } });

  expect((await call('POST /api/logoff', { cookie })).status).toBe(204);
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
  expect((await call('POST /api/logoff', { cookie })).status).toBe(204);

  expect(await call('POST /api/forgot-password', { body: { userId: 'anna' } })).toMatchObject({ status: 202 });
  expect(mails).toEqual([{ kind: 'forgot-password', user: 'anna', limited: false }]);
  const [mail] = await deliver();
  expect(mail).toMatchObject({ to: 'anna@example.com', text: expect.stringContaining('https://logon.example.com/#/') });
  const verified = await verify({ link: linkIn(mail) });
  expect(verified).toMatchObject({ status: 200, body: { ask: 'questions' } });
  const { challenge, questions } = verified.body;
  expect(questions).toHaveLength(2);
  const granted = await giveAnswers(challenge, questions);
  expect(granted.status).toBe(200);
  const { grant } = granted.body;
  const short = await call('POST /api/forgot-password/reset', { body: { grant, password: 'short' } });
  expect(short).toMatchObject({ status: 422, body: { code: 'password.too_short' } });
  const reset = await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  expect(reset.status).toBe(204);
  expect(reset.cookies).toEqual([]);
  expect((await deliver()).map(({ to, subject }) => [to, subject])).toEqual([
    ['anna@example.com', 'Your organisation: your password was changed'],
  ]);
  const again = await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  expect(again).toMatchObject({ status: 401, body: { code: 'recovery.failed' } });

  const back = await passwordLogon('anna', PASSWORD);
  expect(back).toMatchObject({ status: 200, body: { status: 'authenticated', nextSteps: [] } });
  const { entries } = await readAudit({ from: Date.now() - MINUTE, to: Date.now(), user: 'anna', limit: 50 });
  expect(entries.map(({ action }) => action).reverse()).toEqual([
    'logon',
    'security-questions.changed',
    'logoff',
    'recovery.link',
    'recovery.answers',
    'recovery.reset',
    'logon',
  ]);
  expect(JSON.stringify(entries)).not.toContain('example.com');
});

test('of eight simultaneous logons with one passcode exactly one succeeds, fifty times over', async () => {
  const device = await addUser('bert', { pin: '1234' });
  for (let trial = 0; trial < 50; trial++) {
    const passcode = passcodeOf(device);
    const answers = await together(8, () => tokenLogon('bert', passcode));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await tokenLogon('bert', passcode)).status).toBe(401);
    advance(31 * MINUTE);
  }
}, 60_000);

test('64 parallel wrong guesses at a limit of five are five tries; the right passcode comes too late', async () => {
  const device = await addUser('carl', { pin: '1234' });
  const answers = await together(64, (index) => tokenLogon('carl', `9${passcodeOf(device)}${index}`));
  expect(new Set(statuses(answers))).toEqual(new Set([401]));
  expect((await readUser('carl'))?.failures).toBe(5);
  expect((await readTokens([device.serial]))[0]?.failures).toBe(5);
  expect((await tokenLogon('carl', passcodeOf(device))).status).toBe(401);
  expect((await passwordLogon('carl', 'whatever')).status).toBe(401);
  advance(31 * MINUTE);
  // Five wrong in a row: the right passcode is asked for its successor.
  expect((await tokenLogon('carl', passcodeOf(device))).body.status).toBe('next-tokencode');
});

test('every failure looks the same, whoever it is and whatever is wrong', async () => {
  const device = await addUser('dora', { pin: '1234' });
  const off = await addUser('emil', { pin: '1234', user: { enabled: false } });
  const locked = await addUser('fred', { pin: '1234', user: { lockedOut: true } });
  const over = await addUser('gina', { pin: '1234', user: { accountEnd: Date.now() - 1 } });
  const early = await addUser('hugo', { pin: '1234', user: { accountStart: Date.now() + MINUTE } });
  const lost = await addUser('ines', { pin: '1234', token: { lost: true } });
  await addUser('jens', { pin: '1234', user: { tokens: [] } });
  const failures = await Promise.all([
    tokenLogon('nobody', '123456'),
    passwordLogon('nobody', 'a password of some length'),
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

test('before the migration a token logon is refused with the same answer, and a spent code is none', async () => {
  const device = await addUser('karl', { pin: '1234' });
  await configure(() => ({ consoleAuthentication: { selfService: 'RSA_Password', security: 'SecurID_Native' } }));
  const refused = await tokenLogon('karl', passcodeOf(device));
  expect(refused).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  expect((await call('GET /api/console')).body.consoles.selfService.methods).toEqual(['RSA_Password']);
  await configure(() => ({
    consoleAuthentication: { selfService: '(RSA_Password)/SecurID_Native', security: 'SecurID_Native' },
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

test('New PIN mode: the tokencode leads to the PIN step alone, once, and the PIN counts from the next tokencode', async () => {
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

test('a generated PIN is told once and works', async () => {
  const device = await addUser('mira');
  const { challenge } = (await tokenLogon('mira', passcodeOf(device))).body;
  const { body } = await call('POST /api/logon/new-pin', { body: { challenge, generate: true } });
  expect(body).toMatchObject({ status: 'pin-set', pin: expect.stringMatching(/^\d{4,8}$/u) });
  advance(MINUTE);
  expect((await tokenLogon('mira', passcodeOf({ ...device, pin: body.pin }))).status).toBe(200);
});

test('a code far off asks for the next one, once; the clock offset is learned', async () => {
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

test('two factors: a known first one buys no tries at the second, and the second completes the logon', async () => {
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

test('recovery serves nobody before the procedure: unknown, no token logon, incomplete, disabled', async () => {
  await addUser('pia', { pin: '1234', user: { email: 'p@example.com' } });
  await addUser('quin', { pin: '1234', user: { email: 'q@example.com', enabled: false } });
  const device = await addUser('rolf', { pin: '1234', user: { email: 'rolf@example.com' } });
  expect((await tokenLogon('rolf', passcodeOf(device))).status).toBe(200);
  const asked = await together(5, (index) =>
    call('POST /api/forgot-password', { body: { userId: ['pia', 'nobody', 'PIA ', 'quin', 'rolf'][index] } }),
  );
  expect(new Set(asked.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
  expect(mails).toHaveLength(5);
  const delivered = await deliver();
  expect(delivered.map(({ to }) => to).toSorted()).toEqual(['p@example.com', 'p@example.com', 'rolf@example.com']);
  for (const { subject, text } of delivered) {
    expect(subject).toBe('Your organisation: log on with your token');
    expect(text).not.toContain('link=');
  }
  // A link that should not exist leads nowhere, like one made up.
  const stray = { kind: 'recovery-link', user: 'pia', epoch: 0 } as const;
  const early = await verify({ link: await createLink({ createChallenge }, stray, Date.now(), MINUTE) });
  const made = await verify({ link: 'made-up' });
  expect(early).toEqual(made);
  expect(early).toMatchObject({ status: 401, body: { code: 'recovery.failed' } });
});

test('recovery steps: a link once, whatever links there are; nothing skipped, replayed or of another kind', async () => {
  const device = await addUser('rosa', { pin: '1234', user: { email: 'r@example.com' } });
  const cookie = await enrol('rosa', device);
  const links = [await link('rosa'), await link('rosa')];
  const used = await together(8, (index) => verify({ link: links[index % 2]! }));
  expect(statuses(used)).toEqual([200, ...Array(7).fill(401)]);
  const { challenge, questions } = used.find(({ status }) => status === 200)!.body;
  const reset = (grant: string) => call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  expect((await reset(challenge)).status).toBe(401);
  expect((await giveAnswers(links[0]!, questions)).status).toBe(401);
  const granted = await together(4, () => giveAnswers(challenge, questions));
  expect(granted.filter(({ status }) => status === 200)).toHaveLength(1);
  const { grant } = granted.find(({ status }) => status === 200)!.body;
  expect((await giveAnswers(grant, questions)).status).toBe(401);
  const resets = await together(4, () => reset(grant));
  expect(statuses(resets)).toEqual([204, 401, 401, 401]);
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
});

test('a link, a challenge and a grant end by themselves', async () => {
  const device = await addUser('sara', { pin: '1234', user: { email: 's@example.com' } });
  await enrol('sara', device);
  const late = await link('sara');
  advance(10 * MINUTE);
  expect((await verify({ link: late })).status).toBe(401);
  const { challenge, questions } = (await verify({ link: await link('sara') })).body;
  advance(10 * MINUTE);
  expect((await giveAnswers(challenge, questions)).status).toBe(401);
});

test('the same questions until they are answered right; five wrong sets a day, in parallel too, and the logon stays open', async () => {
  const device = await addUser('tina', { pin: '1234', user: { email: 't@example.com' } });
  await enrol('tina', device);
  const first = (await verify({ link: await link('tina') })).body;
  const wrong = await together(12, () => giveAnswers(first.challenge, first.questions, true));
  expect(new Set(wrong.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
  const second = (await verify({ link: await link('tina') })).body;
  expect(second.questions).toEqual(first.questions);
  expect((await giveAnswers(second.challenge, second.questions)).status).toBe(401);
  expect((await tokenLogon('tina', passcodeOf(device))).status).toBe(200);
  advance(24 * 60 * MINUTE);
  const third = (await verify({ link: await link('tina') })).body;
  expect((await giveAnswers(third.challenge, third.questions)).status).toBe(200);
}, 30_000);

test('mode questions: strangers and half-way users get stable decoys that no answer fits', async () => {
  await configure(({ recovery }) => ({ recovery: { ...recovery, mode: 'questions' } }));
  const device = await addUser('ulla', { pin: '1234' });
  await enrol('ulla', device);
  await addUser('vera', { pin: '1234' });
  const shape = ({ status, headers, body }: Answer) => [status, Object.keys(headers), body.ask, body.questions.length];
  const known = await verify({ userId: 'ulla' });
  for (const userId of ['vera', 'stranger']) {
    const once = await verify({ userId });
    const twice = await verify({ userId });
    expect(shape(once)).toEqual(shape(known));
    expect(twice.body.questions).toEqual(once.body.questions);
    expect((await giveAnswers(once.body.challenge, once.body.questions)).body.code).toBe('recovery.answers_wrong');
  }
  expect((await giveAnswers(known.body.challenge, known.body.questions)).status).toBe(200);
});

test('a passcode in place of the link, then the questions; a wrong one counts like any logon', async () => {
  const device = await addUser('wim', { pin: '1234' });
  await enrol('wim', device);
  expect((await verify({ userId: 'wim', passcode: '1234000000' })).status).toBe(401);
  expect((await readUser('wim'))?.failures).toBe(1);
  const passcode = passcodeOf(device);
  const verified = await together(4, () => verify({ userId: 'wim', passcode }));
  expect(statuses(verified)).toEqual([200, 401, 401, 401]);
  expect(verified.find(({ status }) => status === 200)!.body.ask).toBe('questions');
  expect((await verify({ userId: 'wim' })).status).toBe(401);
});

test('mode email-link+token: the link, then a passcode; the token alone is not enough for whoever has a mailbox', async () => {
  await configure(({ recovery }) => ({ recovery: { ...recovery, mode: 'email-link+token' } }));
  const device = await addUser('xena', { pin: '1234', user: { email: 'x@example.com' } });
  await enrol('xena', device);
  expect((await verify({ userId: 'xena', passcode: passcodeOf(device) })).status).toBe(401);
  const { ask, challenge } = (await verify({ link: await link('xena') })).body;
  expect(ask).toBe('passcode');
  const answer = (passcode: string) => call('POST /api/forgot-password/answers', { body: { challenge, passcode } });
  expect((await answer('1234000000')).status).toBe(401);
  const passcode = passcodeOf(device);
  const granted = await together(4, () => answer(passcode));
  expect(statuses(granted)).toEqual([200, 401, 401, 401]);
  const { grant } = granted.find(({ status }) => status === 200)!.body;
  const done = await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  expect(done.status).toBe(204);
});

test('switched off, all four routes are gone; an administrator’s link works all the same', async () => {
  const device = await addUser('yann', { pin: '1234', user: { email: 'y@example.com' } });
  await enrol('yann', device);
  const usual = await link('yann');
  await configure(() => ({ selfServiceFeatures: { forgotPasswordLink: false } }));
  const answers = await Promise.all([
    call('POST /api/forgot-password', { body: { userId: 'yann' } }),
    verify({ link: usual }),
    verify({ userId: 'yann', passcode: passcodeOf(device) }),
    call('POST /api/forgot-password/answers', { body: { challenge: 'c', answers: [] } }),
    call('POST /api/forgot-password/reset', { body: { grant: 'g', password: PASSWORD } }),
  ]);
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(5).fill([404, 'feature.off']));
  mails.push({ kind: 'administrator-reset', user: 'yann' });
  const { ask, grant } = (await verify({ link: linkIn((await deliver()).at(-1)) })).body;
  expect(ask).toBe('password');
  const done = await call('POST /api/forgot-password/reset', { body: { grant, password: PASSWORD } });
  expect(done.status).toBe(204);
});

test('a changed password ends the other sessions and needs the present one', async () => {
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

test('a session ends when it idles or at its overall end, and answers change only after a fresh logon', async () => {
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

test('a source past its limit is turned away before any account is counted; another source is not', async () => {
  await configure(({ throttles }) => ({ throttles: { ...throttles, logonsPerSourcePerMinute: 3 } }));
  const device = await addUser('bela', { pin: '1234' });
  const guess = (source: string) =>
    call('POST /api/logon', { source, body: { userId: 'bela', method: 'SecurID_Native', secret: '1234000000' } });
  const answers = await together(20, () => guess('2001:db8:1:2::1'));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(17);
  expect((await guess('2001:db8:1:2:ffff::9')).body).toMatchObject({ code: 'throttle.source' });
  expect((await readUser('bela'))?.failures).toBe(3);
  expect((await tokenLogon('bela', passcodeOf(device))).body.status).toBe('next-tokencode');
});

test('past a user’s limit of mails a new source still gets one an hour', async () => {
  const ask = (source: string) => call('POST /api/forgot-password', { source, body: { userId: 'someone' } });
  for (let index = 0; index < 5; index++) await ask('192.0.2.1');
  await ask('192.0.2.2');
  await ask('192.0.2.2');
  expect(mails.map((mail) => 'limited' in mail && mail.limited)).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
    true,
  ]);
});

test('a message that comes twice is one mail; one that could not be sent comes again', async () => {
  await addUser('cleo', { user: { email: 'c@example.com' } });
  const body = JSON.stringify({ kind: 'password-changed', user: 'cleo' });
  const event = {
    Records: [
      { messageId: 'one', body },
      { messageId: 'two', body: '{"kind":"rubbish"}' },
    ],
  };
  const reports = await together(4, () => sendMails(event, {} as never));
  expect(sent.splice(0)).toHaveLength(1);
  expect(reports.every(({ batchItemFailures }) => batchItemFailures.some((one) => one.itemIdentifier === 'two'))).toBe(
    true,
  );
  expect(await sendMails(event, {} as never)).toEqual({ batchItemFailures: [{ itemIdentifier: 'two' }] });
  const failing = failingMail(new Error('cut off'));
  const again = { Records: [{ messageId: 'three', body }] };
  expect(await failing(again, {} as never)).toEqual({ batchItemFailures: [{ itemIdentifier: 'three' }] });
  expect(await sendMails(again, {} as never)).toEqual({ batchItemFailures: [] });
  expect(sent.splice(0)).toHaveLength(1);
  const refusing = failingMail(new LandfallError('mail.refused', 422));
  const refused = { Records: [{ messageId: 'four', body }] };
  expect(await refusing(refused, {} as never)).toEqual({ batchItemFailures: [] });
});

test('what did not come through the distribution is refused', async () => {
  expect((await call('GET /api/console', { origin: 'guessed' })).status).toBe(403);
});
