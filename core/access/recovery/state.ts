/** What each step of a recovery begins with: the user as stored now, and the questions to ask, decoys for an unknown user ID. */
import { type AuditPort, type Facts, recordEvent } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid, type LandfallError } from '#core/errors.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { ownKeyIds } from '#core/passwords/hash.ts';
import type { Settings } from '#core/settings/model.ts';
import {
  type Challenge,
  type ChallengeKind,
  type ChallengePort,
  issueChallenge,
  LIFETIME_MS,
  peekChallenge,
} from '../challenge.ts';
import type { PasscodePage } from '../next-tokencode.ts';
import type {
  FailurePort,
  MailPort,
  PasswordPort,
  PepperPort,
  QuestionPort,
  RecoveryPort,
  SettingsPort,
  ThrottlePort,
  TokenPort,
} from '../ports.ts';
import { nameOf } from '../subject.ts';
import { type Drawn, drawDecoys, drawOwn } from './draw.ts';
import { isReady } from './gate.ts';

export type RecoveryPorts = AuditPort &
  BreachPorts &
  ChallengePort &
  FailurePort &
  MailPort &
  PasswordPort &
  PepperPort &
  Pick<QuestionPort, 'readCatalogue'> &
  RecoveryPort &
  SettingsPort &
  ThrottlePort &
  TokenPort;

export type At = { readonly source: string; readonly now: number };

/** The one answer to a link, a passcode or a challenge that is not valid, whatever the reason. */
export const recoveryFailed = (): LandfallError =>
  invalid(
    'recovery.failed',
    'This link, passcode or step is not valid, or not any more. Ask for a new mail and use its link once, within its time.',
  );

/**
 * The questions of this user, or decoys where there are none to ask: stable, and no answer to them is right. A user who is
 * disabled or locked keeps the same ones, although no answer helps: a change would tell an attacker who looks daily (F1, Q2).
 */
export async function questionsFor(
  ports: RecoveryPorts,
  key: string,
  user: User | undefined,
  settings: Settings,
): Promise<Drawn[]> {
  const hashes = user?.answers.map(({ hash }) => hash) ?? [];
  const needed = ownKeyIds(user, hashes);
  const [ring, round, catalogue] = await Promise.all([
    ports.peppers(needed),
    ports.readRound(key),
    ports.readCatalogue(),
  ]);
  const draw = { ring, user: key, round, count: settings.securityQuestions.authentication };
  // Both are drawn in every call: drawing from the whole catalogue takes longer than from a user's own questions (F1).
  const decoys = drawDecoys(draw, catalogue);
  const own = drawOwn(draw, user?.answers ?? []);
  return user && isReady(user, settings) ? own : decoys;
}

/** The way to the next step; for an unknown user ID it looks the same and no answer is right. */
export function issueStep(
  ports: RecoveryPorts,
  kind: ChallengeKind & keyof typeof LIFETIME_MS,
  key: string,
  user: User | undefined,
  now: number,
  more: Pick<Challenge, 'byAdministrator' | 'completes' | 'mode'>,
): Promise<string> {
  return issueChallenge(ports, { kind, user: key, epoch: user?.sessionEpoch ?? 0, ...more }, now, LIFETIME_MS[kind]);
}

/**
 * A second step that is in force: begun in the mode that is set now. It stays until it is taken.
 * @throws LandfallError recovery.failed (401)
 */
export async function openStep(
  ports: RecoveryPorts,
  kind: 'recovery-questions' | 'recovery-passcode',
  secret: string,
  settings: Settings,
  now: number,
): Promise<Challenge> {
  const challenge = await peekChallenge(ports, kind, secret, now);
  if (challenge?.mode !== settings.recovery.mode) throw recoveryFailed();
  return challenge;
}

/** How a recovery answers to a passcode, on each of its pages. */
export const passcodePage = (
  ports: RecoveryPorts,
  subject: { readonly key: string; readonly user: User | undefined },
  at: At,
): Omit<PasscodePage, 'next'> => ({
  audit: ({ reason, status }) =>
    auditRecovery(ports, 'passcode', subject, at, reason, status === undefined ? {} : { status }),
  refused: recoveryFailed,
});

/** L1 for recovery. */
export async function auditRecovery(
  ports: RecoveryPorts,
  step: 'link' | 'passcode' | 'answers' | 'reset',
  subject: { readonly key: string; readonly user: User | undefined },
  at: At,
  reason?: string,
  facts: Facts = {},
): Promise<void> {
  const name = nameOf(subject, await ports.peppers());
  const { source, now } = at;
  await recordEvent(ports, { actor: name, action: `recovery.${step}`, object: name, source, now }, reason, facts);
}
