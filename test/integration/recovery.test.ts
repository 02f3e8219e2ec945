/** From a forgotten password to a new one, over the real engine, through the functions' own handlers. */

import '#test/support/cheap-hashes.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readUser } from '#adapters/directory/index.ts';
import { createChallenge } from '#adapters/operations/challenges.ts';
import { createLink } from '#core/access/recovery/link.ts';
import { LandfallError } from '#core/errors.ts';
import {
  type Answer,
  addUser,
  advance,
  call,
  configure,
  cookieOf,
  deliver,
  failingMail,
  linkIn,
  mails,
  passcodeOf,
  QUESTIONS,
  sendMails,
  sent,
} from '#test/support/access.ts';
import {
  answersOf,
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

test('a user with a token answers questions, logs off, follows the mailed link and gets a first password', async () => {
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
  let cookie = cookieOf(logon);
  const list = await call('GET /api/me/security-questions', { cookie });
  expect(list.body).toMatchObject({ questions: QUESTIONS, chosen: [], enrolment: 3, authentication: 2 });
  // The first logon: nothing else is served until the questions are answered.
  const tokens = () => call('GET /api/me/tokens', { cookie });
  expect(await tokens()).toMatchObject({ status: 403, body: { code: 'session.answers_missing' } });
  expect((await call('GET /api/me', { cookie })).body.enrolment).toMatchObject({ answered: 0, forced: true });
  const answers = answersOf(QUESTIONS.slice(0, 3).map((question) => ({ question })));
  const saved = await call('PUT /api/me/security-questions', { cookie, body: { answers } });
  expect(saved.body).toMatchObject({ answered: 3, nextSteps: ['log-off', 'forgot-password'] });
  cookie = cookieOf(saved);
  expect((await tokens()).status).toBe(200);
  const first = { currentPassword: 'none', newPassword: PASSWORD };
  const refused = await call('PUT /api/me/password', { cookie, body: first });
  expect(refused).toMatchObject({ status: 409, body: { code: 'password.first_by_recovery' } });

  expect((await call('POST /api/logoff', { cookie })).status).toBe(204);
  expect((await call('GET /api/me', { cookie })).status).toBe(401);
  expect((await call('POST /api/logoff', { cookie })).status).toBe(204);

  expect(await call('POST /api/forgot-password', { body: { userId: 'anna' } })).toMatchObject({ status: 202 });
  expect(mails).toMatchObject([
    { kind: 'way-changed', user: 'anna', change: 'answers', by: 'user' },
    { kind: 'forgot-password', user: 'anna', limited: false, source: expect.stringMatching(/^[0-9a-f]{16}$/u) },
  ]);
  const [notice, mail] = await deliver();
  expect(notice?.subject).toBe('Your organisation: your security questions were changed');
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

test('a user who is unknown, disabled or has not finished the procedure gets no recovery link', async () => {
  await addUser('pia', { pin: '1234', user: { email: 'p@example.com' } });
  await addUser('quin', { pin: '1234', user: { email: 'q@example.com', enabled: false } });
  const device = await addUser('rolf', { pin: '1234', user: { email: 'rolf@example.com' } });
  expect((await tokenLogon('rolf', passcodeOf(device))).status).toBe(200);
  const asked = await together(5, (index) =>
    call('POST /api/forgot-password', { body: { userId: ['pia', 'unknown', 'PIA ', 'quin', 'rolf'][index] } }),
  );
  expect(new Set(asked.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
  expect(mails).toHaveLength(5);
  const delivered = await deliver();
  expect(delivered.map(({ to }) => to).toSorted()).toEqual(['p@example.com', 'p@example.com', 'rolf@example.com']);
  for (const { subject, text } of delivered) {
    expect(subject).toBe('Your organisation: log on with your token');
    expect(text).not.toContain('link=');
  }
  // A link that should not exist is refused as an invented one.
  const stray = { kind: 'recovery-link', user: 'pia', epoch: 0 } as const;
  const early = await verify({ link: await createLink({ createChallenge }, stray, Date.now(), MINUTE) });
  const made = await verify({ link: 'made-up' });
  expect(early).toEqual(made);
  expect(early).toMatchObject({ status: 401, body: { code: 'recovery.failed' } });
});

test('one of several links works once, and no step of a recovery can be skipped, replayed or replaced by another', async () => {
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

test('a link and a challenge expire after ten minutes', async () => {
  const device = await addUser('sara', { pin: '1234', user: { email: 's@example.com' } });
  await enrol('sara', device);
  const late = await link('sara');
  advance(10 * MINUTE);
  expect((await verify({ link: late })).status).toBe(401);
  const { challenge, questions } = (await verify({ link: await link('sara') })).body;
  advance(10 * MINUTE);
  expect((await giveAnswers(challenge, questions)).status).toBe(401);
});

test('a user is asked the same questions until the answers are right, has five tries a day in parallel too, and can still log on', async () => {
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

test('in mode questions an unknown user ID and a user without answers get decoys that stay the same and that no answer fits', async () => {
  await configure(({ recovery }) => ({ recovery: { ...recovery, mode: 'questions' } }));
  const device = await addUser('ulla', { pin: '1234' });
  await enrol('ulla', device);
  await addUser('vera', { pin: '1234' });
  const shape = ({ status, headers, body }: Answer) => [status, Object.keys(headers), body.ask, body.questions.length];
  const known = await verify({ userId: 'ulla' });
  for (const userId of ['vera', 'unknown']) {
    const once = await verify({ userId });
    const twice = await verify({ userId });
    expect(shape(once)).toEqual(shape(known));
    expect(twice.body.questions).toEqual(once.body.questions);
    expect((await giveAnswers(once.body.challenge, once.body.questions)).body.code).toBe('recovery.answers_wrong');
  }
  expect((await giveAnswers(known.body.challenge, known.body.questions)).status).toBe(200);
});

test('a user may give a passcode in place of the link, and a wrong one counts as at a logon', async () => {
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

test('in mode email-link+token a user with a mailbox needs the link and then a passcode', async () => {
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

test('with the feature off all four routes answer 404, and an administrator’s link still works', async () => {
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

test('beyond a user’s limit of mails each new source still causes one mail an hour', async () => {
  const ask = (source: string) => call('POST /api/forgot-password', { source, body: { userId: 'anyone' } });
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

test('a message that is delivered twice sends one mail, and one that could not be sent is delivered again', async () => {
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
  const refusing = failingMail(new LandfallError('mail.refused'));
  const refused = { Records: [{ messageId: 'four', body }] };
  expect(await refusing(refused, {} as never)).toEqual({ batchItemFailures: [] });
});
