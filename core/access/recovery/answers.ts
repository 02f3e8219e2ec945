/** The second step of a recovery: the answers as a whole, or (mode `email-link+token`) a passcode. */

import { countSourceAttempt, mayAttempt, refundSourceAttempt, settleFailure } from '#core/access/source-trust.ts';
import type { StoredAnswer, User } from '#core/directory/model.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import type { KeyRing } from '#core/keys.ts';
import { answerOf, hashSecret, verifySecret } from '#core/passwords/hash.ts';
import type { Settings } from '#core/settings/model.ts';
import { comparable } from '#core/text.ts';
import { takeChallenge } from '../challenge.ts';
import { type AskNext, takePasscode } from '../next-tokencode.ts';
import { countAttempt } from '../subject.ts';
import { DAY_MS, limitRate } from '../throttle.ts';
import { requireFeature, serviceOf } from './gate.ts';
import {
  type At,
  auditRecovery,
  issueStep,
  openStep,
  passcodePage,
  questionsFor,
  type RecoveryPorts,
  recoveryFailed,
} from './state.ts';

export type AnswersRequest = At & {
  readonly challenge: string;
  readonly answers: readonly { readonly id: string; readonly answer: string }[];
};
export type PasscodeRequest = At & { readonly challenge: string; readonly passcode: string };
export type Grant = { readonly grant: string };

const WRONG_SETS = 'recovery-answers';

const answersWrong = (limit: number): LandfallError =>
  invalid(
    'recovery.answers_wrong',
    `The answers are not right, or ${limit} wrong sets were given today. Which of them is wrong is not told.`,
    { wrongSetsPerDay: limit },
  );

/**
 * Q3: a set is counted before it is compared, so that parallel sets get no more tries than the limit; a right one is refunded.
 * The count is the user's, across links, and never affects the account's logon. In mode `questions`, where an attacker can get
 * this far with a user ID alone, the limit must not block the user (F2): a trusted source may try past it.
 * @throws LandfallError recovery.failed, recovery.answers_wrong (401), feature.off (404), throttle.source (429)
 */
export async function answerQuestions(ports: RecoveryPorts, request: AnswersRequest): Promise<Grant> {
  const { settings } = await ports.readSettings();
  requireFeature(settings);
  return limitRate(ports, settings, request, () => compareAnswers(ports, settings, request));
}

async function compareAnswers(ports: RecoveryPorts, settings: Settings, request: AnswersRequest): Promise<Grant> {
  const { source, now } = request;
  const challenge = await openStep(ports, 'recovery-questions', request.challenge, settings, now);
  const { user: key, epoch } = challenge;
  const limit = settings.recovery.wrongSetsPerDay;
  const counted = await countSourceAttempt(ports, settings, 'answers', source, key, now);
  const within = (await ports.hit(WRONG_SETS, key, limit, DAY_MS, now)) !== undefined;
  // A limit of one allows no try beyond it.
  const beyond = settings.recovery.mode === 'questions' ? limit : 1;
  const allowed = await mayAttempt(ports, counted, { key, limit: beyond, within }, now);
  const user = await ports.lookUpUser(key);
  const drawn = await questionsFor(ports, key, user, settings);
  const ring = await ports.peppers();
  const given = new Map(request.answers.map(({ id, answer }) => [id, comparable(answer)]));
  let right = 0;
  const stale = new Map<string, string>();
  // One after the other, and always as many as are asked: the time does not depend on which of them is right.
  for (let index = 0; index < settings.securityQuestions.authentication; index++) {
    const asked = drawn[index];
    const answer = given.get(asked?.id ?? '') ?? '';
    const verified = await verifySecret(answer, asked?.hash, ring, answerOf(key, user));
    if (verified.ok) right++;
    if (verified.stale) stale.set(asked!.hash!, answer);
  }
  const allRight = drawn.length > 0 && right === settings.securityQuestions.authentication;
  const fits = serviceOf(user, settings, now) === 'served' && user?.sessionEpoch === epoch;
  const reason = !allowed ? 'recovery.limit' : !allRight ? 'answers.wrong' : fits ? undefined : 'challenge.invalid';
  await auditRecovery(ports, 'answers', { key, user }, { source, now }, reason);
  if (reason !== undefined) {
    await settleFailure(ports, counted, !allowed, now);
    throw answersWrong(limit);
  }
  if (!(await takeChallenge(ports, 'recovery-questions', request.challenge, now))) throw recoveryFailed();
  if (within) await ports.unhit(WRONG_SETS, key, DAY_MS, now);
  await refundSourceAttempt(ports, counted, now);
  await ports.nextRound(key);
  if (stale.size > 0) await hashAgain(ports, key, user!, stale, ring);
  return { grant: await issueStep(ports, 'recovery-grant', key, user, now, { mode: settings.recovery.mode }) };
}

/** H4 and K1 for answers: those that were right under a hash of another cost, of an older key or without its user. */
async function hashAgain(
  ports: RecoveryPorts,
  key: string,
  user: User,
  stale: ReadonlyMap<string, string>,
  ring: KeyRing,
): Promise<void> {
  const next: StoredAnswer[] = [];
  for (const one of user.answers) {
    const answer = stale.get(one.hash);
    next.push(answer === undefined ? one : { ...one, hash: await hashSecret(answer, ring, answerOf(key, user)) });
  }
  await ports.replaceAnswerHashes(key, user.answers, next);
}

/** Mode `email-link+token`: counts like any logon. @throws LandfallError recovery.failed (401), pin.none (409) and as above */
export async function answerWithPasscode(ports: RecoveryPorts, request: PasscodeRequest): Promise<Grant | AskNext> {
  const { settings } = await ports.readSettings();
  requireFeature(settings);
  return limitRate(ports, settings, request, () => givePasscode(ports, settings, request));
}

async function givePasscode(
  ports: RecoveryPorts,
  settings: Settings,
  request: PasscodeRequest,
): Promise<Grant | AskNext> {
  const { source, now, passcode } = request;
  const challenge = await openStep(ports, 'recovery-passcode', request.challenge, settings, now);
  const attempted = await countAttempt(ports, challenge.user, settings, source, now);
  const { key, user } = attempted;
  const fits = serviceOf(user, settings, now) === 'served' && user?.sessionEpoch === challenge.epoch;
  const subject = { ...attempted, fault: attempted.fault ?? (fits ? undefined : 'challenge.invalid') };
  const { mode } = settings.recovery;
  const next = { kind: 'recovery-next-tokencode', mode, completes: 'answers' } as const;
  const page = { ...passcodePage(ports, { key, user }, request), next };
  const came = await takePasscode(ports, subject, passcode, settings, now, page);
  if (!(await takeChallenge(ports, 'recovery-passcode', request.challenge, now))) throw recoveryFailed();
  if (came !== 'proved') return came;
  await auditRecovery(ports, 'passcode', { key, user }, request);
  return { grant: await issueStep(ports, 'recovery-grant', key, user, now, { mode }) };
}
