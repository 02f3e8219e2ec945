/** People as the measurement sends them: each goes the whole way from the mail to a password, and later logs on with it. */
import type { UserRecord } from '#core/export/record.ts';
import { type Answer, ApiUser, eventually, mails } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import { aTokenRecord, shown } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';
import { PHC } from '../support/staging.ts';

const PASSWORD = 'a long harbour at low tide';
const QUESTIONS = ['In what city were you born?', 'What was your first job?', 'What is your favorite book?'];
const replyTo = (question: string): string => `my reply to ${question.length} letters`;

/** Of their package. */
export const DESCRIPTION = { questions: QUESTIONS.map((text) => ({ language: 'en_US', text })) };

export type Person = UserRecord & { readonly email: string };

/** People of common size: a name, an address, one token, three answers to questions of the catalogue. */
export const newPeople = (count: number, prefix: string): Person[] =>
  Array.from({ length: count }, (_, index) => {
    const userId = `${prefix}-${String(index).padStart(6, '0')}`;
    const names = { firstName: 'Maria', lastName: `Gonzalez ${index}` };
    const answers = QUESTIONS.map((_text, question) => ({ question, hash: PHC }));
    const email = `${userId}@home.example`;
    return { ...sampleUser(userId, { ...names, email, answers, tokens: [aTokenRecord()] }), email };
  });

/** Counts the requests, and stops at the first answer that is not as it should be. */
class Walker extends ApiUser {
  requests = 0;

  async ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    this.requests += 1;
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

/** @returns the number of requests to the API */
export async function journey(running: Running, person: Person): Promise<number> {
  const { userId, email, tokens } = person;
  const walker = new Walker(running);
  await walker.ask('GET', '/api/console');
  await walker.ask('POST', '/api/logon', { userId, method: 'SecurID_Native', secret: shown(tokens[0]!) });
  await walker.ask('GET', '/api/me');
  const { body: asked } = await walker.ask<{ language: string; questions: string[] }>(
    'GET',
    '/api/me/security-questions',
  );
  const { language, questions } = asked;
  const chosen = questions.slice(0, QUESTIONS.length);
  await walker.ask('PUT', '/api/me/security-questions', {
    answers: chosen.map((question, index) => ({ language, question, answer: `${index} ${replyTo(question)}` })),
  });
  await walker.ask('POST', '/api/logoff');
  await walker.ask('GET', '/api/console');
  await walker.ask('POST', '/api/forgot-password', { userId });
  const link = await eventually(async () => {
    const all = (await mails(running, email)).map(({ body }) =>
      /forgot-password\?link=([\w-]+)/u.exec(body.text ?? ''),
    );
    return all.find((found) => found !== null)?.[1];
  }, 60);
  await walker.ask('GET', '/api/console');
  const { body: step } = await walker.ask<{ challenge: string; questions: { id: string; question: string }[] }>(
    'POST',
    '/api/forgot-password/verify',
    { link },
  );
  const answers = step.questions.map(({ id, question }) => {
    return { id, answer: `${chosen.indexOf(question)} ${replyTo(question)}` };
  });
  const given = { challenge: step.challenge, answers };
  const { body } = await walker.ask<{ grant: string }>('POST', '/api/forgot-password/answers', given);
  await walker.ask('POST', '/api/forgot-password/reset', { grant: body.grant, password: PASSWORD });
  return walker.requests + (await logon(running, person));
}

/** With the password, from page to logoff. @returns the number of requests to the API */
export async function logon(running: Running, { userId }: Person): Promise<number> {
  const walker = new Walker(running);
  await walker.ask('GET', '/api/console');
  await walker.ask('POST', '/api/logon', { userId, method: 'RSA_Password', secret: PASSWORD });
  await walker.ask('GET', '/api/me');
  await walker.ask('POST', '/api/logoff');
  return walker.requests;
}
