/**
 * T1, T2, F3, Q3: of simultaneous requests of which one must win exactly one does: over HTTP, on the running deployment.
 */
import { randomBytes } from 'node:crypto';
import type { TokenOfUser, UserRecord } from '#core/export/record.ts';
import { phcOf } from '#core/passwords/phc.ts';
import { UNREACHED } from '#test/support/throttles.ts';
import { type Answer, ApiUser, eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter, shown } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';

/** Half of them with SecurID tokens, half with HOTP: 200 in `npm test`, the whole thousand in `npm run test:races`. */
const TRIALS = Number(process.env['LANDFALL_TRIALS'] ?? 200);
const AT_ONCE = 8;
/** Codes of a PINPad token that are accepted at once, also a minute later: the present one and the next. */
const SECURID_CODES = 2;
const SECURID_USERS = Math.ceil(TRIALS / 2 / SECURID_CODES);
const HOTP_USERS = 10;
const QUESTIONS = ['First pet?', 'First school?', 'First car?'];
const PASSWORD = 'seven quiet herons at dusk';

let running: Running;
let importer: Importer;
const devices = new Map<string, TokenOfUser>();
const together = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
/** How many won; where that is not one, jest shows what each was told. */
const won = (answers: readonly Answer[]) => {
  const count = answers.filter(({ status }) => status < 300).length;
  if (count !== 1) console.error(answers.map(({ status, body }) => `${status} ${body['type']}`).join('\n'));
  return count;
};
const post = (path: string, body: unknown) => new ApiUser(running).post(path, body);

const user = (userId: string, token: TokenOfUser, more: Partial<UserRecord> = {}): UserRecord => {
  devices.set(userId, token);
  return sampleUser(userId, { tokens: [token], ...more });
};

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  const set = QUESTIONS.map((question) => `<QUESTION>${question}</QUESTION>`).join('');
  const xml = `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${set}</LANGUAGE></SECURITY_QUESTIONS>`;
  await importer.client.call('POST', '/questions', { body: { xml } });
  const answers: UserRecord['answers'] = [];
  for (const [question, text] of QUESTIONS.entries()) answers.push({ question, hash: await phcOf(text.slice(6, -1)) });
  const pinpad = { digits: 8, pinStyle: 'pinpad' } as const;
  const hotp = { algorithm: 'hotp-sha1', interval: 0, counter: 0, seed: randomBytes(20).toString('base64') } as const;
  const accounts = [
    ...Array.from({ length: SECURID_USERS }, (_, index) => user(`soft${index}`, aTokenRecord(pinpad))),
    ...Array.from({ length: HOTP_USERS }, (_, index) => user(`hotp${index}`, aTokenRecord(hotp))),
    ...['guessed', 'newpin', 'drifted'].map((name) =>
      user(name, aTokenRecord(name === 'newpin' ? { pin: undefined } : {})),
    ),
    ...['linked', 'answering', 'wronged', 'reset'].map((name) =>
      user(name, aTokenRecord(), { email: `${name}@corp.example`, answers }),
    ),
  ];
  await importer.importRecords(JSON.parse(JSON.stringify(accounts)), {
    description: { questions: QUESTIONS.map((text) => ({ language: 'en_US', text })) },
  });
  await importer.configure({
    throttles: UNREACHED,
  });
}, 300_000);

afterAll(() => running?.stop(), 30_000);

const logon = (userId: string, secret: string, method = 'SecurID_Native') =>
  post('/api/logon', { userId, method, secret });

/** Eight simultaneous logons with each passcode: one succeeds, the others all get the same answer. */
async function race(userId: string, passcodes: readonly (() => string)[]): Promise<number> {
  for (const shownNow of passcodes) {
    const passcode = shownNow();
    const answers = await together(AT_ONCE, () => logon(userId, passcode));
    const winners = answers.filter(({ status, body }) => status === 200 && body['status'] === 'authenticated');
    const losers = answers.filter(({ status }) => status === 401).map(({ body }) => JSON.stringify(body));
    expect([userId, winners.length, losers.length, new Set(losers).size]).toEqual([userId, 1, AT_ONCE - 1, 1]);
  }
  return passcodes.length;
}

test(`${TRIALS} trials of eight simultaneous logons with one passcode have exactly one success each`, async () => {
  const hotp = Array.from({ length: HOTP_USERS }, (_, index) => () => {
    const token = devices.get(`hotp${index}`)!;
    return race(
      `hotp${index}`,
      Array.from({ length: TRIALS / 2 / HOTP_USERS }, (_code, counter) => () => shown(token, counter)),
    );
  });
  const soft = Array.from({ length: SECURID_USERS }, (_, index) => () => {
    const token = devices.get(`soft${index}`)!;
    return race(
      `soft${index}`,
      Array.from({ length: SECURID_CODES }, (_code, step) => () => shown(token, step)),
    );
  });
  let trials = 0;
  for (const trial of [...soft, ...hotp]) trials += await trial();
  expect(trials).toBeGreaterThanOrEqual(TRIALS);
}, 600_000);

type Seen = { users: { failures: number; tokens: { failures: number }[] }[] };
const seen = async (userId: string) =>
  (await importer.client.call<Seen>('GET', '/users', { query: { userId } })).users[0]!;

/** What the audit says of a user: the reasons that no answer tells. */
const recorded = async (userId: string) =>
  (await importer.client.call<{ entries: object[] }>('GET', '/audit', { query: { user: userId } })).entries;

test('64 parallel wrong guesses at a limit of five count as five tries', async () => {
  const answers = await together(64, (index) => logon('guessed', `1234${String(index).padStart(6, '0')}`));
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveProperty('size', 1);
  expect(await seen('guessed')).toMatchObject({ failures: 5, tokens: [{ failures: 5 }] });
  expect((await logon('guessed', shown(devices.get('guessed')!))).status).toBe(401);
  expect((await logon('guessed', PASSWORD, 'RSA_Password')).status).toBe(401);
}, 60_000);

test('a New PIN challenge sets one PIN, and a next tokencode opens one session', async () => {
  const fob = devices.get('newpin')!;
  const asked = await logon('newpin', shown(fob));
  expect(asked.body).toMatchObject({ status: 'new-pin' });
  const { challenge } = asked.body;
  const set = await together(AT_ONCE, (index) => post('/api/logon/new-pin', { challenge, pin: `7193${index}` }));
  expect(won(set)).toBe(1);
  const pin = `7193${set.findIndex(({ status }) => status === 200)}`;
  expect((await logon('newpin', shown(fob, 1, pin))).body).toMatchObject({ status: 'authenticated' });

  const drifted = devices.get('drifted')!;
  const next = (await logon('drifted', shown(drifted, 2))).body;
  expect(next).toMatchObject({ status: 'next-tokencode' });
  const tokencode = shown(drifted, 3);
  const opened = await together(AT_ONCE, () =>
    post('/api/logon/next-tokencode', { challenge: next['challenge'], tokencode }),
  );
  expect(won(opened)).toBe(1);
}, 60_000);

describe('recovery', () => {
  type Verified = { challenge: string; questions: { id: string; question: string }[] };

  /** Logs on once with the token, which recovery requires, then asks for so many mails. */
  async function links(userId: string, count = 1): Promise<string[]> {
    expect((await logon(userId, shown(devices.get(userId)!))).status).toBe(200);
    for (let mail = 0; mail < count; mail++) await post('/api/forgot-password', { userId });
    return eventually(async () => {
      const found = (await mails(running, `${userId}@corp.example`)).flatMap(
        ({ body }) => /forgot-password\?link=([\w-]+)/u.exec(body.text ?? '')?.[1] ?? [],
      );
      return found.length >= count ? found : undefined;
    });
  }
  const verify = (link: string) =>
    post('/api/forgot-password/verify', { link }) as Promise<Answer<Verified & Record<string, unknown>>>;
  const answersTo = ({ challenge, questions }: Verified, wrong = false) => ({
    challenge,
    answers: questions.map(({ id, question }) => ({ id, answer: wrong ? 'nonsense' : question.slice(6, -1) })),
  });
  const answer = (body: unknown) => post('/api/forgot-password/answers', body);
  const reset = (grant: unknown, password: string) => post('/api/forgot-password/reset', { grant, password });

  test('one of sixteen simultaneous uses of three links of one user succeeds', async () => {
    const found = await links('linked', 3);
    expect(won(await together(16, (index) => verify(found[index % 3]!)))).toBe(1);
  }, 60_000);

  test('one of eight right sets of answers for one challenge gets a grant, and one of eight resets with it sets a password', async () => {
    const [link = ''] = await links('answering');
    const step = (await verify(link)).body;
    const granted = await together(AT_ONCE, () => answer(answersTo(step)));
    if (won(granted) !== 1) console.error(JSON.stringify([step, await recorded('answering'), await seen('answering')]));
    expect(won(granted)).toBe(1);
    const { grant } = granted.find(({ status }) => status === 200)!.body;
    const resets = await together(AT_ONCE, (index) => reset(grant, `${PASSWORD} ${index}`));
    expect(won(resets)).toBe(1);
    const winner = resets.findIndex(({ status }) => status === 204);
    const passwords = [];
    for (const index of [winner, (winner + 1) % AT_ONCE])
      passwords.push((await logon('answering', `${PASSWORD} ${index}`, 'RSA_Password')).status);
    expect(passwords).toEqual([200, 401]);
  }, 60_000);

  test('64 parallel wrong sets of answers at a limit of five count as five tries, and the right set is then refused', async () => {
    const [first = '', second = ''] = await links('wronged', 2);
    const step = (await verify(first)).body;
    const wrong = await together(64, () => answer(answersTo(step, true)));
    expect(new Set(wrong.map(({ status, body }) => JSON.stringify([status, body])))).toHaveProperty('size', 1);
    expect((await answer(answersTo(step))).status).toBe(401);
    // Across links too; the account can still log on.
    expect((await verify(second)).status).toBe(401);
    expect((await logon('wronged', shown(devices.get('wronged')!, 1))).status).toBe(200);
  }, 120_000);

  test('an administrator’s link works once, too', async () => {
    await links('reset');
    await importer.client.call('POST', '/user/reset-password', {
      query: { userId: 'reset' },
      body: { method: 'link' },
    });
    const link = await eventually(async () => {
      const found = (await mails(running, 'reset@corp.example')).filter(({ subject }) =>
        /reset|password/iu.test(subject),
      );
      return found.length >= 3 ? /link=([\w-]+)/u.exec(found.at(-1)!.body.text ?? '')?.[1] : undefined;
    });
    const verified = await together(AT_ONCE, () => verify(link));
    expect(won(verified)).toBe(1);
    expect(verified.find(({ status }) => status === 200)!.body).toMatchObject({ ask: 'password' });
  }, 60_000);
});
