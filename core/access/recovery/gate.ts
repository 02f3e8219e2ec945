/** Which users Forgot Your Password serves. No answer shows which of the three it is (F1). */

import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { isEnrolled } from '#core/questions/enrolled.ts';
import type { Settings } from '#core/settings/model.ts';

/** served: may recover. not-yet: half-way through the procedure; the mail says only: log on with your token. */
export type Service = 'served' | 'not-yet' | 'nothing';

/**
 * Whether there is something to ask: an imported user is served only after one token logon on this deployment and a complete
 * enrolment; every other user once there is something to ask.
 */
export function isReady(user: User, settings: Settings): boolean {
  if (user.imported && user.firstTokenLogonAt === undefined) return false;
  const asksQuestions = settings.recovery.mode !== 'email-link+token';
  return isEnrolled(user, settings) || !(user.imported || asksQuestions);
}

export function serviceOf(user: User | undefined, settings: Settings, now: number): Service {
  if (!user || accountFault(user, now)) return 'nothing';
  return isReady(user, settings) ? 'served' : 'not-yet';
}

/** @throws LandfallError feature.off (404) */
export function requireFeature(settings: Settings): void {
  if (settings.selfServiceFeatures.forgotPasswordLink) return;
  throw invalid('feature.off', 'Forgot Your Password is switched off. Ask your help desk.');
}
