/**
 * T2, F2: an attacker who knows every user ID of a company and has fifty addresses tries for a day to lock its users out, under
 * the default settings: on the real engine, through the functions' own handlers, two hours at a time.
 */
import '#test/support/cheap-hashes.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import type { Device } from '#test/support/access.ts';
import {
  addQuestions,
  addUser,
  advance,
  call,
  configure,
  cookieOf,
  deliver,
  linkIn,
  mails,
  passcodeOf,
  QUESTIONS,
} from '#test/support/access.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { startSecrets } from '#test/support/secrets.ts';

const MINUTE = 60_000;
const PEOPLE = 42;
const ADDRESSES = 50;
const ROUNDS = 12;
/** Guesses of one address in a round: enough to lock every user, from all addresses together. */
const GUESSES = 5;
const stops: (() => Promise<void>)[] = [];
const staff = new Map<string, Device>();
const name = (index: number) => `user${index}`;
const home = (index: number) => `198.51.100.${index}`;
/** Each in a network of its own, or the limit of a network would end the attack. */
const attacker = (index: number) => `203.0.${index}.113`;

beforeAll(async () => {
  stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
  await createTables();
  // Midnight, UTC, and ten seconds: the whole day is one window, and no tokencode changes while a test uses it.
  advance(24 * 60 * MINUTE - (Date.now() % (24 * 60 * MINUTE)) + 10_000);
  await addQuestions();
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
    selfServiceFeatures: { forgotPasswordLink: true },
  }));
  for (let index = 0; index < PEOPLE; index++)
    staff.set(
      name(index),
      await addUser(name(index), { pin: '4711', user: { email: `${name(index)}@example.com`, imported: false } }),
    );
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

/** Each address guesses at one user after another, as long as its attempts are counted. */
async function assault(round: number): Promise<{ heard: number; turnedAway: number }> {
  const statuses = await Promise.all(
    Array.from({ length: ADDRESSES }, async (_, address) => {
      const found: number[] = [];
      for (let guess = 0; guess < GUESSES; guess++) {
        const userId = name((round * 7 + address * GUESSES + guess) % PEOPLE);
        const body = { userId, method: 'SecurID_Native', secret: '0000000000' };
        found.push((await call('POST /api/logon', { source: attacker(address), body })).status);
        if (found.at(-1) === 429) break;
      }
      return found;
    }),
  );
  const all = statuses.flat();
  return { heard: all.filter((status) => status === 401).length, turnedAway: all.filter((one) => one === 429).length };
}

/** A logon from the user's own address: a passcode, and the next one where guesses have made the token ask for it. */
async function logOn(index: number): Promise<number> {
  const device = staff.get(name(index))!;
  const source = home(index);
  const body = { userId: name(index), method: 'SecurID_Native', secret: passcodeOf(device) };
  const first = await call('POST /api/logon', { source, body });
  if (first.body.status !== 'next-tokencode') return first.status;
  advance(MINUTE);
  const { challenge } = first.body;
  const next = { challenge, tokencode: passcodeOf(device) };
  return (await call('POST /api/logon/next-tokencode', { source, body: next })).status;
}

test('during a day of a lockout attack every user can log on from an address of their own at any hour', async () => {
  const outcome = { heard: 0, turnedAway: 0 };
  let locked = 0;
  const refused: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { heard, turnedAway } = await assault(round);
    outcome.heard += heard;
    outcome.turnedAway += turnedAway;
    for (const userId of staff.keys()) if ((await readUser(userId))!.failures >= 5) locked++;
    // Four users a round: each logs on once.
    for (let index = 4 * round; index < Math.min(PEOPLE, 4 * round + 4); index++) {
      const status = await logOn(index);
      if (status !== 200) refused.push(`${name(index)} at ${2 * round} h: ${status}`);
    }
    advance(120 * MINUTE - (Date.now() % (120 * MINUTE)) + 10_000);
  }
  expect(refused).toEqual([]);
  // The attack had effect: accounts were locked, and the addresses were refused once their failures were used up.
  expect(locked).toBeGreaterThan(0);
  expect(outcome.heard).toBeGreaterThan(ADDRESSES * 30);
  expect(outcome.turnedAway).toBeGreaterThan(0);
  // T8: the overall limit was reached.
  const reached = await readAudit({ from: 0, to: Date.now(), action: 'logon.overall-limit', limit: 50 });
  expect(reached.entries.length).toBeGreaterThan(0);
  const tokens = await readTokens([...staff.values()].map(({ serial }) => serial));
  expect(tokens.filter(({ enabled }) => !enabled)).toEqual([]);
}, 300_000);

describe('recovery during a lockout attack', () => {
  const asker = (index: number) => `asker${index}`;
  const ask = (userId: string, source: string) => call('POST /api/forgot-password', { source, body: { userId } });

  beforeAll(async () => {
    for (const index of [0, 1, 2]) {
      const device = await addUser(asker(index), { pin: '4711', user: { email: `${asker(index)}@example.com` } });
      const logon = { userId: asker(index), method: 'SecurID_Native', secret: passcodeOf(device) };
      const cookie = cookieOf(await call('POST /api/logon', { source: home(index), body: logon }));
      const answers = QUESTIONS.slice(0, 3).map((question) => ({
        language: 'en_US',
        question,
        answer: `my ${QUESTIONS.indexOf(question)} reply`,
      }));
      const saved = await call('PUT /api/me/security-questions', { source: home(index), cookie, body: { answers } });
      expect(saved.status).toBe(200);
    }
  });

  test('a user for whom fifty addresses asked still gets the mail of their own request, and its link works', async () => {
    mails.length = 0;
    for (let round = 0; round < 3; round++)
      for (let address = 0; address < ADDRESSES; address++) await ask('asker0', attacker(address));
    mails.length = 0;
    expect((await ask('asker0', home(0))).status).toBe(202);
    const secret = linkIn((await deliver()).at(-1));
    const verified = await call('POST /api/forgot-password/verify', { source: home(0), body: { link: secret } });
    expect(verified).toMatchObject({ status: 200, body: { ask: 'questions' } });
  });

  test('the 256 networks of one subscriber’s /56 get a user three mails an hour, and thirty requests (T8)', async () => {
    advance(60 * MINUTE - (Date.now() % (60 * MINUTE)) + 10_000);
    mails.length = 0;
    const statuses = [];
    for (let network = 0; network < 64; network++)
      statuses.push((await ask('asker2', `2001:db8:0:${network.toString(16)}::1`)).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(34);
    expect(await deliver()).toHaveLength(3);
  });

  test('in mode `questions` wrong sets of an attacker don’t use up the tries of a user at another address', async () => {
    await configure(({ recovery }) => ({ recovery: { ...recovery, mode: 'questions' } }));
    const sets = async (userId: string, source: string, wrong: boolean) => {
      const { body } = await call('POST /api/forgot-password/verify', { source, body: { userId } });
      const answers = body.questions.map(({ id, question }: { id: string; question: string }) => ({
        id,
        answer: wrong ? 'nonsense' : `my ${QUESTIONS.indexOf(question)} reply`,
      }));
      const given = { challenge: body.challenge, answers };
      return (await call('POST /api/forgot-password/answers', { source, body: given })).status;
    };
    for (let address = 100; address < 110; address++) await sets('asker1', attacker(address), true);
    expect(await sets('asker1', home(1), false)).toBe(200);
    // An address that gave five wrong sets is refused for that day, with a right set too (Q3).
    for (let tries = 0; tries < 5; tries++) expect(await sets('asker2', home(2), true)).toBe(401);
    expect(await sets('asker2', home(2), false)).toBe(401);
  });
});
