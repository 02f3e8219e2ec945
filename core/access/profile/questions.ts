/** A user's own security questions: which there are, and answering them. No answer can be read back (Q5). */
import { type AuditPort, recordEvent } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { hashSecret } from '#core/passwords/hash.ts';
import { checkAnswers } from '#core/questions/answers.ts';
import { setFor } from '#core/questions/catalogue.ts';
import { comparable } from '#core/text.ts';
import { nextSteps, type Step } from '../next-steps.ts';
import type { PepperPort, QuestionPort, SettingsPort } from '../ports.ts';
import type { Session } from '../session.ts';

/** How long after the logon answers may be changed: a person who finds a console unattended must not be able to. */
export const FRESH_MS = 15 * 60_000;

export type QuestionPorts = QuestionPort & SettingsPort & PepperPort & AuditPort;
export type AnswerGiven = { readonly language: string; readonly question: string; readonly answer: string };
type Owner = { readonly id: string; readonly user: User; readonly session: Session; readonly source: string };

/** The catalogue in the user's language (the default one where there is no set), what is chosen, and the counts. */
export async function showQuestions(ports: QuestionPorts, { user, session }: Owner, now: number) {
  const [{ settings }, catalogue] = await Promise.all([ports.readSettings(), ports.readCatalogue()]);
  const { enrolment, authentication, defaultLanguage } = settings.securityQuestions;
  const set = setFor(user.preferredLanguage, catalogue, defaultLanguage);
  return {
    language: set?.language ?? defaultLanguage,
    questions: set?.questions ?? [],
    chosen: user.answers.map(({ language, question }) => ({ language, question })),
    enrolment,
    authentication,
    changeable: now < session.createdAt + FRESH_MS,
  };
}

/**
 * Replaces all answers by exactly as many as enrolment asks for, each to a question of one set of the catalogue.
 * @throws LandfallError session.not_fresh (403), answers.unknown_question, answers.* (422)
 */
export async function chooseAnswers(
  ports: QuestionPorts,
  owner: Owner,
  answers: readonly AnswerGiven[],
  now: number,
): Promise<{ answered: number; nextSteps: Step[] }> {
  const { id, user, session, source } = owner;
  if (now >= session.createdAt + FRESH_MS)
    throw invalid('session.not_fresh', 'Log on again to change your security questions.');
  const [{ settings }, catalogue] = await Promise.all([ports.readSettings(), ports.readCatalogue()]);
  const { enrolment } = settings.securityQuestions;
  checkAnswers(
    answers.map(({ question, answer }) => ({ question, answer })),
    user,
    enrolment,
  );
  const unknown = answers.findIndex(({ language, question }) => {
    const set = catalogue.find((one) => one.language === language);
    return !set?.questions.includes(question);
  });
  if (unknown >= 0)
    throw invalid('answers.unknown_question', 'Choose questions from the list.', { answers: [{ index: unknown }] });
  const ring = await ports.peppers();
  const stored = [];
  for (const { language, question, answer } of answers)
    stored.push({ language, question, hash: await hashSecret(comparable(answer), ring) });
  const done = await ports.setAnswers(id, stored, session.epoch, now);
  const event = { actor: id, action: 'security-questions.changed', object: id, source, now } as const;
  await recordEvent(ports, event, done ? undefined : 'session.ended');
  if (!done) throw invalid('session.required', 'Log on first.');
  return { answered: stored.length, nextSteps: nextSteps({ ...user, answers: stored }, settings) };
}
