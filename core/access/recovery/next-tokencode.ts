/** The tokencode after a right passcode that a recovery asked for: it completes the step in which that passcode was typed (T10). */
import type { Settings } from '#core/settings/model.ts';
import { takeChallenge } from '../challenge.ts';
import { takeNextTokencode } from '../next-tokencode.ts';
import { limitRate } from '../throttle.ts';
import { requireFeature } from './gate.ts';
import { type At, auditRecovery, issueStep, passcodePage, type RecoveryPorts, recoveryFailed } from './state.ts';
import { nextStep, passcodeFault, serviceFault, type VerifyResult } from './verify.ts';

/** One try a challenge: after a wrong code the user begins again. @throws LandfallError recovery.failed (401), feature.off (404), throttle.source (429) */
export async function completePasscode(ports: RecoveryPorts, request: NextRequest): Promise<VerifyResult> {
  const { settings } = await ports.readSettings();
  requireFeature(settings);
  return limitRate(ports, settings, request, () => complete(ports, settings, request));
}

type NextRequest = At & { readonly challenge: string; readonly tokencode: string };
async function complete(ports: RecoveryPorts, settings: Settings, request: NextRequest): Promise<VerifyResult> {
  const { source, now, tokencode } = request;
  const { mode } = settings.recovery;
  const challenge = await takeChallenge(ports, 'recovery-next-tokencode', request.challenge, now);
  if (challenge?.mode !== mode) throw recoveryFailed();
  const { user: key, completes } = challenge;
  const faultOf = completes === 'verify' ? passcodeFault : serviceFault;
  const subject = { key, user: await ports.readUser(key) };
  const fault = () => faultOf(subject.user, settings, now);
  const given = { tokencode, settings, source, now, fault };
  await takeNextTokencode(ports, challenge, given, passcodePage(ports, subject, request));
  await auditRecovery(ports, 'passcode', subject, request);
  if (completes === 'verify') return nextStep(ports, settings, key, subject.user, now);
  return { ask: 'password', grant: await issueStep(ports, 'recovery-grant', key, subject.user, now, { mode }) };
}
