/** Whom Forgot Your Password serves. Nobody outside ever learns which of the three it is (F1). */
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { accountFault } from '../account.ts';
import { isEnrolled } from '../next-steps.ts';

/** served: may recover. not-yet: half-way through the procedure; the mail says only: log on with your token. */
export type Service = 'served' | 'not-yet' | 'nothing';

/**
 * An imported user is served only after one token logon on this deployment and a complete enrolment; anybody else once
 * there is something to ask.
 */
export function serviceOf(user: User | undefined, settings: Settings, now: number): Service {
  if (!user || accountFault(user, now)) return 'nothing';
  if (user.imported && user.firstTokenLogonAt === undefined) return 'not-yet';
  const asksQuestions = settings.recovery.mode !== 'email-link+token';
  return isEnrolled(user, settings) || !(user.imported || asksQuestions) ? 'served' : 'not-yet';
}

/** @throws LandfallError feature.off (404) */
export function requireFeature(settings: Settings): void {
  if (settings.selfServiceFeatures.forgotPasswordLink) return;
  throw invalid('feature.off', 'Forgot Your Password is switched off. Ask your help desk.', {}, 404);
}
