/**
 * The main job, end to end, as a newcomer sees it: `npm start` imports the sample export; then its users get a
 * password again. Everything over HTTP and the command line, on the embedded engines.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { landfall, landfallJson } from '../support/cli.ts';
import { ApiUser, eventually, type Mail, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';

const LDIF = readFileSync('samples/corp/corp.ldif', 'utf8').replace(/\r?\n /gu, '');
const ASSIGNMENTS = readFileSync('samples/corp/assignments.csv', 'utf8')
  .trim()
  .split(/\r?\n/u)
  .slice(1)
  .map((line) => line.split(','));
const ANSWERS = [
  { question: 'In what city were you born?', answer: 'Reykjavík' },
  { question: 'What was your first job?', answer: 'lighthouse keeper' },
  { question: 'What is your favorite book?', answer: 'The Periodic Table' },
];
const PASSWORD = 'a long harbour at low tide';

let running: Running;

beforeAll(async () => {
  running = await startLandfall({ sample: true });
}, 300_000);

afterAll(() => running?.stop(), 30_000);

const passcode = async (user: string, ...options: string[]): Promise<string> => {
  const { stdout, code, stderr } = await landfall(running, 'passcode', user, ...options);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
};

const logon = (person: ApiUser, userId: string, secret: string, method = 'SecurID_Native') =>
  person.post('/api/logon', { userId, method, secret });

/** Every file of the deployment's data, except its own copy of the code. */
function everythingKept(): { name: string; bytes: Buffer }[] {
  return readdirSync(running.data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('cdk.out'))
    .map((entry) => ({
      name: join(entry.parentPath, entry.name),
      bytes: readFileSync(join(entry.parentPath, entry.name)),
    }));
}

test('the last screen says what happened, where everything is, and how to log on as one of the users', () => {
  const screen = running.output();
  for (const piece of [
    '42 users',
    '43 tokens',
    '40',
    running.apiUrl,
    running.mailUrl,
    'bin/landfall passcode',
    'Ctrl-C',
  ])
    expect(screen).toContain(piece);
});

test('the migration reports exactly the numbers of the sample', async () => {
  type Report = { totals: Record<string, Record<string, unknown>>; records: unknown[] };
  const { totals, records } = await landfallJson<Report>(running, 'report');
  expect(totals).toMatchObject({
    users: { created: 42, withoutAddress: 2 },
    tokens: { assigned: 43, unassigned: 2, rejected: 1 },
    answers: { kept: 110, dropped: 90 },
    enrolment: { complete: 30, partial: 10, none: 2, histogram: { 3: 30, 2: 10, 0: 2 } },
    notices: { sent: 40, notInformed: 2, failed: 0 },
  });
  expect(records.length).toBe(42 + 3);
});

test('each user with a mailbox got one mail, in their language, with a link that holds nothing about them but the user ID', async () => {
  const all = await mails(running);
  expect(all.length).toBe(40);
  expect(new Set(all.map((mail) => mail.destination.to.join())).size).toBe(40);
  const languages = { en: 0, de: 0, fr: 0 };
  for (const entry of LDIF.split('\n\n')) {
    const value = (name: string) => new RegExp(`^${name}: (.*)$`, 'mu').exec(entry)?.[1];
    const mail = all.find((one) => one.destination.to.join() === value('mail'));
    if (!mail) continue;
    const language = value('preferredLanguage') as keyof typeof languages;
    languages[language] += 1;
    expect(mail.body.html).toContain(`<html lang="${language}"`);
    expect(mail.body.text).toContain(value('uid'));
  }
  expect(Object.values(languages).reduce((sum, count) => sum + count)).toBe(40);
  for (const count of Object.values(languages)) expect(count).toBeGreaterThan(0);
});

test('no password of the directory and no answer is in the package, the tables, logs, mails or reports', () => {
  const passwords = [...LDIF.matchAll(/^userPassword:: (.*)$/gmu)].map((match) =>
    Buffer.from(match[1]!, 'base64').toString('utf8'),
  );
  expect(passwords.length).toBeGreaterThan(40);
  const secrets = [
    ...passwords,
    ...passwords.map((text) => text.replace(/^\{SSHA\}/u, '')),
    'Dune, part one',
    'dune, part one',
  ];
  const kept = everythingKept();
  expect(kept.some(({ name }) => name.includes('dynamodb'))).toBe(true);
  for (const { name, bytes } of kept)
    for (const secret of secrets) expect({ name, found: bytes.includes(secret) }).toEqual({ name, found: false });
});

test('a user logs on with the token, answers questions, and gets a new password by Forgot Your Password', async () => {
  const [, userId] = ASSIGNMENTS.find(([, user, pin]) => user === 'lbjrnsen' && pin)!;
  const person = new ApiUser(running);
  const code = await passcode(userId!);
  const first = await logon(person, userId!, code);
  expect(first).toMatchObject({ status: 200, body: { status: 'authenticated' } });
  expect((first.body['nextSteps'] as string[]).length).toBeGreaterThan(0);

  const again = await logon(new ApiUser(running), userId!, code);
  expect(again).toMatchObject({ status: 401, body: { code: 'logon.failed' } });

  const { body } = await person.get<{ catalogue: { language: string; questions: string[] } }>(
    '/api/me/security-questions',
  );
  expect(JSON.stringify(body)).toContain(ANSWERS[0]!.question);
  const chosen = await person.put('/api/me/security-questions', {
    answers: ANSWERS.map((answer) => ({ language: 'en_US', ...answer })),
  });
  expect(chosen.status).toBe(200);

  expect((await person.get('/api/me')).status).toBe(200);
  const session = person.cookie;
  expect((await person.post('/api/logoff')).status).toBeLessThan(300);
  person.cookie = session;
  expect((await person.get('/api/me')).status).toBe(401);

  expect(await person.post('/api/forgot-password', { userId })).toMatchObject({ status: 202 });
  const address = 'lbjrnsen@corp.example';
  const mail = await eventually(async () =>
    (await mails(running, address)).find((one: Mail) => one.body.text?.includes('/#/forgot-password?link=')),
  );
  const link = /\/#\/forgot-password\?link=([\w-]+)/u.exec(mail.body.text!)![1]!;

  const verified = await person.post<{ challenge: string; questions: { id: string; question: string }[] }>(
    '/api/forgot-password/verify',
    { link },
  );
  expect(verified.status).toBe(200);
  expect(verified.body.questions.length).toBe(2);
  expect((await person.post('/api/forgot-password/verify', { link })).status).toBe(401);
  const answers = verified.body.questions.map(({ id, question }) => ({
    id,
    answer: ` ${ANSWERS.find((one) => one.question === question)!.answer.toUpperCase()} `,
  }));
  const { body: granted } = await person.post<{ grant: string }>('/api/forgot-password/answers', {
    challenge: verified.body.challenge,
    answers,
  });
  expect(await person.post('/api/forgot-password/reset', { grant: granted.grant, password: 'password' })).toMatchObject(
    { status: 422 },
  );
  expect((await person.post('/api/forgot-password/reset', { grant: granted.grant, password: PASSWORD })).status).toBe(
    204,
  );
  expect((await person.post('/api/forgot-password/reset', { grant: granted.grant, password: PASSWORD })).status).toBe(
    401,
  );

  expect(await logon(person, userId!.toUpperCase(), PASSWORD, 'RSA_Password')).toMatchObject({
    status: 200,
    body: { status: 'authenticated' },
  });
  expect((await logon(person, userId!, `${PASSWORD}!`, 'RSA_Password')).status).toBe(401);
  await eventually(async () => ((await mails(running, address)).length >= 3 ? true : undefined));
}, 60_000);

test.each([
  ['fob', 6],
  ['PINPad', 8],
])(
  'New PIN mode, %s: the tokencode alone asks for a PIN and grants nothing else; then the next passcode logs on',
  async (_style, digits) => {
    let userId = '';
    let code = '';
    for (const [, user, pin] of ASSIGNMENTS) {
      if (pin || ['lbjrnsen'].includes(user!)) continue;
      const candidate = await landfall(running, 'passcode', user!);
      if (candidate.code === 0 && candidate.stdout.trim().length === digits) {
        userId = user!;
        code = candidate.stdout.trim();
        break;
      }
    }
    const person = new ApiUser(running);
    const asked = await logon(person, userId, code);
    expect(asked).toMatchObject({ status: 200, body: { status: 'new-pin' } });
    expect(person.cookie).toBeUndefined();
    const challenge = (asked.body as { challenge: string }).challenge;
    expect((await person.post('/api/logon/new-pin', { challenge, pin: '1' })).status).toBeGreaterThanOrEqual(400);
    expect(await person.post('/api/logon/new-pin', { challenge, pin: '48151' })).toMatchObject({ status: 200 });
    expect((await person.post('/api/logon/new-pin', { challenge, pin: '62342' })).status).toBe(401);
    const next = await passcode(userId, '--pin', '48151', '--next');
    expect(await logon(person, userId, next)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
  },
);

test('an edit of a user without a password is refused until the save carries one or the password is optional', async () => {
  const edit = (...options: string[]) => landfall(running, 'user', 'edit', 'aschafer', ...options);
  const refused = await edit('--last-name', 'Schaefer');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain('user.password_required');
  expect(await edit('--last-name', 'Schaefer', '--password', 'what the harbour master knows')).toMatchObject({
    code: 0,
  });
  const other = (...options: string[]) => landfall(running, 'user', 'edit', 'bhaddad', ...options);
  // Acts are no edits: a stolen account without a password can be disabled at once.
  for (const act of ['lock', 'unlock', 'disable', 'enable', 'clear-answers'])
    expect({ act, ...(await landfall(running, 'user', act, 'bhaddad')) }).toMatchObject({ act, code: 0 });
  const shown = await landfall(running, 'user', 'disable', 'bhaddad');
  expect(shown.stdout).toMatch(/state +disabled/u);
  expect((await landfall(running, 'user', 'enable', 'bhaddad')).stdout).toMatch(/state +can log on/u);
  expect((await other('--first-name', 'Basma')).code).toBe(1);
  expect((await landfall(running, 'settings', 'set', 'internalDatabase.passwordRequired', 'false')).code).toBe(0);
  expect((await other('--first-name', 'Basma')).code).toBe(0);
});

test('a user changes the PIN of a token, and an administrator disables it, enables it again and clears the PIN', async () => {
  const person = new ApiUser(running);
  expect(await logon(person, 'aschafer', await passcode('aschafer'))).toMatchObject({ status: 200 });
  const { body } = await person.get<{ tokens: { serial: string; state: string }[] }>('/api/me/tokens');
  const [{ serial, state }] = body.tokens as [{ serial: string; state: string }];
  expect(state).toBe('enabled');
  const change = { passcode: await passcode('aschafer', '--next'), pin: '62342' };
  expect(await person.put(`/api/me/token/pin?serial=${serial}`, change)).toMatchObject({ status: 200 });
  const token = (...command: string[]) => landfallJson<Record<string, unknown>>(running, 'token', ...command);
  expect(await token('disable', serial)).toMatchObject({ state: 'disabled' });
  expect((await person.get('/api/me')).status).toBe(401);
  expect(await token('enable', serial)).toMatchObject({ state: 'enabled', failures: 0 });
  // A9: the same administrator gave this user a password: a cleared PIN would be a second way into the account.
  const second = await landfall(running, 'token', 'clear-pin', serial);
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('user.second_way')]);
  const { tokens: others } = (await token('find', '--user', 'opena')) as { tokens: { serial: string }[] };
  expect(await token('clear-pin', others[0]!.serial)).toMatchObject({ newPinMode: true });
  // Five hours ahead, which an administrator may resynchronise.
  const code = (seconds: number) =>
    passcode('aschafer', '--pin', '', '--at', String(Math.floor(Date.now() / 1000) + seconds));
  const codes = [await code(18_000), await code(18_060)] as const;
  const resynchronised = await token('resynchronise', serial, ...codes);
  expect(Number(resynchronised['clockOffset'])).toBeGreaterThanOrEqual(300);
  expect((await landfall(running, 'token', 'resynchronise', serial, ...codes)).stderr).toContain('token.codes_spent');
  const { tokens } = (await token('find', '--user', 'ASchafer')) as { tokens: unknown[] };
  expect(tokens).toMatchObject([{ serial, assignee: 'aschafer' }]);
  const spare = (await token('find', '--unassigned')) as { tokens: { serial: string }[] };
  expect(spare.tokens).toHaveLength(2);
});

test('users, their passwords and mails are there again after a restart', async () => {
  const { data, apiUrl } = running;
  await running.stop(true);
  running = await startLandfall({ sample: true, data });
  expect(running.apiUrl).toBe(apiUrl);
  expect((await mails(running)).length).toBeGreaterThanOrEqual(40);
  const person = new ApiUser(running);
  expect((await logon(person, 'lbjrnsen', PASSWORD, 'RSA_Password')).status).toBe(200);
}, 300_000);
