/** The steps of users at their API, over a real table: the tests of logon, recovery and sessions begin here. */
import {
  type Answer,
  addQuestions,
  advance,
  call,
  configure,
  cookieOf,
  type Device,
  deliver,
  linkIn,
  mails,
  passcodeOf,
  QUESTIONS,
} from './access.ts';
import { createTables, startDynamoDb } from './dynamodb.ts';
import { startSecrets } from './secrets.ts';
import { UNREACHED } from './throttles.ts';

export const MINUTE = 60_000;
export const PASSWORD = 'seven quiet herons at dusk';
let sources = 100;
export const together = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
export const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);

/** A real engine for the file, and for each test fresh tables, questions and settings with throttles that no test reaches. */
export function prepareAccess(): void {
  const stops: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });
  beforeEach(async () => {
    await createTables();
    // Ten seconds into a minute: no tokencode changes while a test uses it.
    advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
    mails.length = 0;
    await addQuestions();
    await configure(() => ({
      consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
      selfServiceFeatures: { forgotPasswordLink: true },
      throttles: UNREACHED,
    }));
  });
}

export const tokenLogon = (userId: string, secret: string, more: object = {}) =>
  call('POST /api/logon', { body: { userId, method: 'SecurID_Native', secret, ...more } });
export const passwordLogon = (userId: string, secret: string, more: object = {}) =>
  call('POST /api/logon', { body: { userId, method: 'RSA_Password', secret, ...more } });
export const answersOf = (questions: readonly { question: string }[]) =>
  questions.map(({ question }) => ({ language: 'en_US', question, answer: `my ${QUESTIONS.indexOf(question)} reply` }));

export async function enrol(userId: string, device: Device): Promise<string> {
  const logon = await tokenLogon(userId, passcodeOf(device));
  const cookie = cookieOf(logon);
  const answers = answersOf(QUESTIONS.slice(0, 3).map((question) => ({ question })));
  const saved = await call('PUT /api/me/security-questions', { cookie, body: { answers } });
  expect(saved.status).toBe(200);
  advance(MINUTE);
  // The session goes on under another id.
  return cookieOf(saved);
}
/** Asks for a recovery link and gives the secret in the mail that follows. */
export async function link(userId: string): Promise<string> {
  await call('POST /api/forgot-password', { source: `192.0.2.${++sources}`, body: { userId } });
  return linkIn((await deliver()).at(-1));
}
export const verify = (body: object) => call('POST /api/forgot-password/verify', { body });
export const giveAnswers = (challenge: string, questions: { id: string; question: string }[], wrong = false) => {
  const answers = questions.map(({ id, question }) => ({
    id,
    answer: wrong ? 'nonsense' : `  MY ${QUESTIONS.indexOf(question)}  Reply `,
  }));
  return call('POST /api/forgot-password/answers', { body: { challenge, answers } });
};
