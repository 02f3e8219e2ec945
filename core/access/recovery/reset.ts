/** The last step of a recovery: a grant becomes a password, once. */
import { eventEntries } from '#core/audit.ts';
import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import { tellOfPassword } from '#core/notices/ways.ts';
import { historyKeyIds } from '#core/passwords/hash.ts';
import { newPassword } from '#core/passwords/policy.ts';
import type { Settings } from '#core/settings/model.ts';
import { type Challenge, peekChallenge, takeChallenge } from '../challenge.ts';
import { limitRate } from '../throttle.ts';
import { requireFeature, serviceOf } from './gate.ts';
import { type At, auditRecovery, type RecoveryPorts, recoveryFailed } from './state.ts';

/** Whether the proof that led to a grant still counts: the answers may have been cleared, or the mode changed, since. */
function stillGood(grant: Challenge, user: User, settings: Settings, now: number): boolean {
  if (accountFault(user, now) || user.sessionEpoch !== grant.epoch) return false;
  if (grant.byAdministrator) return true;
  return serviceOf(user, settings, now) === 'served' && grant.mode === settings.recovery.mode;
}

/**
 * Sets the password, which enables password authentication for the user, and ends every session and every other step under
 * way (F6). It opens no session. The policy is checked first: after a refusal the user may choose another password.
 * @throws LandfallError recovery.failed (401), password.* (422), feature.off (404), throttle.source (429)
 */
export async function resetPassword(ports: RecoveryPorts, request: ResetRequest): Promise<void> {
  const { settings } = await ports.readSettings();
  return limitRate(ports, settings, request, () => setByGrant(ports, settings, request));
}

type ResetRequest = At & { readonly grant: string; readonly password: string };
async function setByGrant(ports: RecoveryPorts, settings: Settings, request: ResetRequest): Promise<void> {
  const { source, now } = request;
  const grant = await peekChallenge(ports, 'recovery-grant', request.grant, now);
  if (!grant?.byAdministrator) requireFeature(settings);
  const user = grant && (await ports.readUser(grant.user));
  if (!grant) throw recoveryFailed();
  const audit = (reason: string) => auditRecovery(ports, 'reset', { key: grant.user, user }, { source, now }, reason);
  if (!user || !stillGood(grant, user, settings, now)) {
    await audit('grant.invalid');
    throw recoveryFailed();
  }
  const ring = await ports.peppers(historyKeyIds(user));
  const change = { ring, now, mustChange: false, breaches: ports };
  const password = await newPassword(request.password, user, settings, change);
  const taken = await takeChallenge(ports, 'recovery-grant', request.grant, now);
  const done = { actor: grant.user, action: 'recovery.reset', object: grant.user, source, now } as const;
  const changed = taken && (await ports.setPassword(grant.user, password, grant.epoch, now, eventEntries(done)));
  if (!changed) {
    await audit('grant.used');
    throw recoveryFailed();
  }
  await tellOfPassword(ports, grant.user);
}
