/** A user who may recover a password, and each step of a recovery as a call, for unit tests. */
import { answerQuestions } from '#core/access/recovery/answers.ts';
import { createLink, type LinkKind } from '#core/access/recovery/link.ts';
import { resetPassword } from '#core/access/recovery/reset.ts';
import { issueStep } from '#core/access/recovery/state.ts';
import { type VerifyResult, verifyRecovery } from '#core/access/recovery/verify.ts';
import type { User } from '#core/directory/model.ts';
import { answerOf, hashSecret } from '#core/passwords/hash.ts';
import { aToken, aUser, type Memory, memory, NOW, RING, settingsWith } from './memory.ts';

export const at = { source: '192.0.2.1', now: NOW };
export const PASSWORD = 'seven quiet herons at dusk';
export const FAILED = { code: 'recovery.failed', status: 401, facts: {} };
export const WRONG = { code: 'recovery.answers_wrong', status: 401 };
export const MODES = ['email-link+questions', 'questions', 'email-link+token'] as const;
export const ANSWERS = ['Rex', 'Hill School', 'Beetle'];
export const fixture = {} as { store: Memory; answers: User['answers'] };

export function prepare(): void {
  beforeAll(async () => {
    const questions = ['Pet?', 'School?', 'Car?'];
    fixture.answers = await Promise.all(
      questions.map(async (question, index) => ({
        language: 'en_US',
        question,
        hash: await hashSecret(ANSWERS[index]!.toLowerCase(), RING, answerOf('anna', {})),
      })),
    );
  });
  beforeEach(() => {
    fixture.store = memory();
    mode('email-link+questions');
    fixture.store.users.set('anna', anna());
    fixture.store.tokens.set('000000000001', aToken());
  });
}
export const mode = (value: (typeof MODES)[number], more: object = {}) => {
  fixture.store.settings = settingsWith({
    selfServiceFeatures: { forgotPasswordLink: true },
    recovery: { mode: value },
    ...more,
  });
};
export const anna = (more: object = {}) =>
  aUser({ email: 'anna@example.com', answers: fixture.answers, firstTokenLogonAt: NOW - 1, ...more });

export const link = (kind: LinkKind = 'recovery-link', now = NOW) =>
  createLink(fixture.store.ports, { kind, user: 'anna', epoch: 0 }, now, 600_000);
export const verifyLink = (secret: string, now = NOW) =>
  verifyRecovery(fixture.store.ports, { ...at, now, link: secret });
export const verifyUser = (userId: string, passcode?: string) =>
  verifyRecovery(fixture.store.ports, { ...at, userId, passcode });
export const asked = (result: VerifyResult) => {
  if (result.ask !== 'questions') throw new Error(result.ask);
  return result;
};
export const giveAnswers = (step: VerifyResult, change: (answer: string) => string = (answer) => answer, now = NOW) => {
  const { challenge, questions } = asked(step);
  const given = questions.map(({ id, question }) => {
    const index = fixture.answers.findIndex((one) => one.question === question);
    return { id, answer: change(ANSWERS[index] ?? 'anything') };
  });
  return answerQuestions(fixture.store.ports, { ...at, now, challenge, answers: given });
};
export const reset = (grant: string, password = PASSWORD, now = NOW) =>
  resetPassword(fixture.store.ports, { ...at, now, grant, password });
/** A grant as right answers would give it, without the time of hashing them. */
export const granted = () =>
  issueStep(fixture.store.ports, 'recovery-grant', 'anna', fixture.store.users.get('anna'), NOW, {
    mode: fixture.store.settings.recovery.mode,
  });
export const audited = () =>
  fixture.store.audit.map(({ action, outcome, facts }) => [action, outcome, facts?.['reason']]);
