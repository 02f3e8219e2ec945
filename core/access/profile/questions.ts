/** A user's own security questions: which there are, and answering them. No answer can be read back (Q5). */
import { type AuditPort, eventEntries, recordEvent } from '#core/audit.ts';
import type { StoredAnswer, User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { type NoticePort, tellOfChange } from '#core/notices/ways.ts';
import { answerOf, type HashOwner, hashSecret, ownKeyIds, verifySecret } from '#core/passwords/hash.ts';
import { type AnswerChosen, checkAnswers, REPEATED, refuseAnswers } from '#core/questions/answers.ts';
import { setFor } from '#core/questions/catalogue.ts';
import { comparable } from '#core/text.ts';
import { nextSteps, type Step } from '../next-steps.ts';
import type { PepperPort, QuestionPort, SettingsPort } from '../ports.ts';
import { isFresh, renewSession, type Session, type SessionPorts } from '../session.ts';

export type QuestionPorts = QuestionPort &
  SettingsPort &
  PepperPort &
  AuditPort &
  NoticePort &
  Pick<SessionPorts, 'createSession' | 'sessionKeys'>;
/** Without a text the answer that is stored for this question stays. */
export type AnswerGiven = AnswerChosen & { readonly language: string };
type Owner = { readonly id: string; readonly user: User; readonly session: Session; readonly source: string };

/**
 * The catalogue in a language (the default one where there is no set), what is chosen, and the counts.
 * @param language in which the user reads the page; undefined: the user's own
 */
export async function showQuestions(ports: QuestionPorts, { user, session }: Owner, now: number, language?: string) {
  const [{ settings }, catalogue] = await Promise.all([ports.readSettings(), ports.readCatalogue()]);
  const { enrolment, authentication, defaultLanguage } = settings.securityQuestions;
  const set = setFor(language ?? user.preferredLanguage, catalogue, defaultLanguage);
  return {
    language: set?.language ?? defaultLanguage,
    questions: set?.questions ?? [],
    chosen: user.answers.map(({ language, question }) => ({ language, question })),
    enrolment,
    authentication,
    changeable: isFresh(session, now),
  };
}

/**
 * Sets the answers: at least as many as enrolment asks for, each to a question of one set of the catalogue. A user who keeps
 * two of three adds one. The user's other sessions end; this one goes on under
 * another id (S7).
 * @throws LandfallError session.not_fresh (403), answers.unknown_question, answers.* (422)
 */
export async function chooseAnswers(
  ports: QuestionPorts,
  owner: Owner,
  answers: readonly AnswerGiven[],
  now: number,
): Promise<{ answered: number; nextSteps: Step[]; session: Session; token: string }> {
  const { id, user, session, source } = owner;
  if (!isFresh(session, now)) throw invalid('session.not_fresh', 'Log on again to change your security questions.');
  const [{ settings }, catalogue] = await Promise.all([ports.readSettings(), ports.readCatalogue()]);
  const { enrolment } = settings.securityQuestions;
  const kept = answers.map((one) => (one.answer === undefined ? storedFor(user, one) : undefined));
  // What is to stay and is not there is an answer that is missing.
  checkAnswers(
    answers.map(({ question, answer }, index) => ({ question, answer: kept[index] ? undefined : (answer ?? '') })),
    user,
    enrolment,
  );
  const unknown = answers.findIndex(({ language, question }) => {
    const set = catalogue.find((one) => one.language === language);
    return !set?.questions.includes(question);
  });
  if (unknown >= 0)
    throw invalid('answers.unknown_question', 'Choose questions from the list.', { answers: [{ index: unknown }] });
  const staying = kept.filter((one) => one !== undefined);
  const hashes = staying.map(({ hash }) => hash);
  const ring = await ports.peppers(ownKeyIds(user, hashes));
  const own = answerOf(id, user);
  const stored: StoredAnswer[] = [];
  for (const [index, { language, question, answer = '' }] of answers.entries()) {
    const stays = kept[index];
    if (!stays && (await isOneOf(comparable(answer), staying, ring, own))) refuseAnswers([{ index, ...REPEATED }]);
    stored.push(stays ?? { language, question, hash: await hashSecret(comparable(answer), ring, own) });
  }
  const seen = staying.length > 0 ? user.answers : undefined;
  const event = { actor: id, action: 'security-questions.changed', object: id, source, now } as const;
  if (!(await ports.setAnswers(id, stored, session.epoch, now, eventEntries(event), seen))) {
    await recordEvent(ports, event, 'session.ended');
    throw invalid('session.required', 'Log on first.');
  }
  await tellOfChange(ports, 'answers', { by: 'user', user: id, at: now });
  const renewed = await renewSession(ports, session, { epoch: session.epoch + 1 }, now);
  return { answered: stored.length, nextSteps: nextSteps({ ...user, answers: stored }, settings), ...renewed };
}

const storedFor = ({ answers }: User, { language, question }: AnswerGiven): StoredAnswer | undefined =>
  answers.find((one) => one.language === language && one.question === question);

/** No two answers the same (Q4), also where one of them is stored and can't be read. */
async function isOneOf(
  answer: string,
  stored: readonly StoredAnswer[],
  ring: KeyRing,
  owner: HashOwner,
): Promise<boolean> {
  for (const { hash } of stored) if ((await verifySecret(answer, hash, ring, owner)).ok) return true;
  return false;
}
