/**
 * The first step of a recovery: the link from the mail, or a token passcode in its place for a user without a mailbox, or
 * (mode `questions`) nothing but the user ID. What it leads to depends on the mode.
 */

import { linkWait } from '#core/administration/users/address.ts';
import { lookupKey } from '#core/directory/lookup-key.ts';
import type { User } from '#core/directory/model.ts';
import type { Settings } from '#core/settings/model.ts';
import { type AskNext, takePasscode } from '../next-tokencode.ts';
import { countAttempt } from '../subject.ts';
import { limitRate } from '../throttle.ts';
import { requireFeature, serviceOf } from './gate.ts';
import { useLink } from './link.ts';
import {
  type At,
  auditRecovery,
  issueStep,
  passcodePage,
  questionsFor,
  type RecoveryPorts,
  recoveryFailed,
} from './state.ts';

export type VerifyRequest = At &
  ({ readonly link: string } | { readonly userId: string; readonly passcode?: string | undefined });
/**
 * After a link, and only then, with the user ID and whether there was no password before: the mailbox is proved (F1), and a password
 * manager needs the one, the page's steps the other.
 */
export type VerifyResult =
  | AskNext
  | ((
      | { readonly ask: 'questions'; readonly challenge: string; readonly questions: readonly Asked[] }
      | { readonly ask: 'passcode'; readonly challenge: string }
      | { readonly ask: 'password'; readonly grant: string }
    ) & { readonly userId?: string; readonly firstPassword?: true });
export type Asked = { readonly id: string; readonly language: string; readonly question: string };

/** @throws LandfallError recovery.failed (401), feature.off (404), throttle.source (429) */
export async function verifyRecovery(ports: RecoveryPorts, request: VerifyRequest): Promise<VerifyResult> {
  const { settings } = await ports.readSettings();
  // A user ID alone can't fail: each such request counts.
  const counts = 'link' in request || request.passcode !== undefined ? 'failures' : 'all';
  return limitRate(ports, settings, request, () => verifyStep(ports, settings, request), counts);
}

async function verifyStep(ports: RecoveryPorts, settings: Settings, request: VerifyRequest): Promise<VerifyResult> {
  const { now } = request;
  if ('link' in request) return verifyLink(ports, settings, request);
  requireFeature(settings);
  if (request.passcode !== undefined)
    return verifyPasscodeOf(ports, settings, { ...request, passcode: request.passcode });
  if (settings.recovery.mode !== 'questions') throw recoveryFailed();
  const key = lookupKey(request.userId);
  return nextStep(ports, settings, key, await ports.lookUpUser(key), now);
}

async function verifyLink(
  ports: RecoveryPorts,
  settings: Settings,
  request: At & { link: string },
): Promise<VerifyResult> {
  const { link: secret, source, now } = request;
  // A1: an administrator's link works even where users can't ask for one.
  const given = await useLink(ports, 'administrator-link', secret, now);
  if (!given) requireFeature(settings);
  const link = given ?? (await useLink(ports, 'recovery-link', secret, now));
  if (!link) throw recoveryFailed();
  const user = await ports.readUser(link.user);
  const served = given ? user?.enabled === true && !user.lockedOut : serviceOf(user, settings, now) === 'served';
  // N1: links wait after an administrator's change of the address, which also ended the earlier ones with its epoch.
  const fits = served && user?.sessionEpoch === link.epoch && linkWait(user, settings, now) === undefined;
  await auditRecovery(ports, 'link', { key: link.user, user }, { source, now }, fits ? undefined : 'link.invalid');
  if (!fits) throw recoveryFailed();
  if (given) {
    const more = { byAdministrator: true };
    const grant = await issueStep(ports, 'recovery-grant', link.user, user, now, more);
    return { ask: 'password', grant, userId: user.userId };
  }
  const first = user.password === undefined ? { firstPassword: true as const } : {};
  return { ...(await nextStep(ports, settings, link.user, user, now)), userId: user.userId, ...first };
}

/**
 * Counts like any logon with a passcode. It stands in for the link only where there is no mailbox (Q1, F8): a token
 * that was stolen with its PIN would else be enough to replace the password, and to keep it when the token is reported lost.
 * Mode `email-link+token`: a user without a mailbox then gives a second passcode, the next one. It proves no other factor, but
 * that the token is in hand for a minute: a single code may have been overheard. The steps look the same for every user (F1).
 */
async function verifyPasscodeOf(
  ports: RecoveryPorts,
  settings: Settings,
  request: At & { userId: string; passcode: string },
): Promise<VerifyResult> {
  const { source, now } = request;
  const attempted = await countAttempt(ports, lookupKey(request.userId), settings, source, now);
  const { key, user } = attempted;
  const subject = { ...attempted, fault: attempted.fault ?? passcodeFault(user, settings, now) };
  const next = { kind: 'recovery-next-tokencode', mode: settings.recovery.mode, completes: 'verify' } as const;
  const page = { ...passcodePage(ports, { key, user }, request), next };
  const came = await takePasscode(ports, subject, request.passcode, settings, now, page);
  if (came !== 'proved') return came;
  await auditRecovery(ports, 'passcode', { key, user }, request);
  return nextStep(ports, settings, key, user, now);
}

/** Why no passcode of this user counts in a recovery. */
export const serviceFault = (user: User | undefined, settings: Settings, now: number): string | undefined =>
  serviceOf(user, settings, now) === 'served' ? undefined : 'recovery.not_served';

/** The same of a passcode in place of the link. */
export function passcodeFault(user: User | undefined, settings: Settings, now: number): string | undefined {
  // N1: while links wait, the token stands in for the mailbox.
  const waits = user !== undefined && linkWait(user, settings, now) !== undefined;
  const linkOnly = settings.recovery.mode !== 'questions' && user?.email !== undefined && !waits;
  return serviceFault(user, settings, now) ?? (linkOnly ? 'recovery.link_required' : undefined);
}

/** What a proved first step leads to. */
export async function nextStep(
  ports: RecoveryPorts,
  settings: Settings,
  key: string,
  user: User | undefined,
  now: number,
): Promise<Exclude<VerifyResult, AskNext>> {
  const { mode } = settings.recovery;
  const step = (kind: 'recovery-passcode' | 'recovery-questions') => issueStep(ports, kind, key, user, now, { mode });
  if (mode === 'email-link+token') return { ask: 'passcode', challenge: await step('recovery-passcode') };
  const drawn = await questionsFor(ports, key, user, settings);
  const questions = drawn.map(({ id, language, question }) => ({ id, language, question }));
  return { ask: 'questions', challenge: await step('recovery-questions'), questions };
}
