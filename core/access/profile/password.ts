/** A password changed while logged on (P6): with the present password, which is counted like a logon. */
import { type AuditPort, eventEntries, recordEvent } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { tellOfPassword } from '#core/notices/ways.ts';
import type { BreachPorts } from '#core/passwords/breached.ts';
import { historyKeyIds } from '#core/passwords/hash.ts';
import { newPassword } from '#core/passwords/policy.ts';
import type { Settings } from '#core/settings/model.ts';
import { provePassword } from '../password.ts';
import type { FailurePort, MailPort, PasswordPort, PepperPort, SettingsPort, ThrottlePort } from '../ports.ts';
import { renewSession, type Session, type SessionPorts } from '../session.ts';
import { countAttempt, failAttempt, refundAttempt } from '../subject.ts';

export type PasswordChangePorts = AuditPort &
  BreachPorts &
  FailurePort &
  MailPort &
  PasswordPort &
  PepperPort &
  Pick<SessionPorts, 'createSession' | 'sessionKeys'> &
  SettingsPort &
  ThrottlePort;

/**
 * Ends every session; the present one goes on under another id: after a forced change it is a full session. It is no fresher
 * than before, since the password alone may be less than its console asks for (A7).
 * @throws LandfallError password.first_by_recovery (409), password.current_wrong (403), password.* (422)
 */
export async function changePassword(
  ports: PasswordChangePorts,
  owner: { readonly id: string; readonly user: User; readonly session: Session; readonly source: string },
  change: { readonly current: string; readonly next: string; readonly now: number },
): Promise<{ session: Session; token: string; user: User; settings: Settings }> {
  const { id, session, source } = owner;
  const { current, next, now } = change;
  if (!owner.user.password)
    throw invalid(
      'password.first_by_recovery',
      'Your first password comes through Forgot Your Password on the logon page, or from an administrator.',
    );
  const { settings } = await ports.readSettings();
  const subject = await countAttempt(ports, id, settings, source, now);
  const proof = await provePassword(ports, subject, current, settings, now);
  const event = { actor: id, action: 'password.changed', object: id, source, now } as const;
  if (proof.kind === 'failed') {
    await failAttempt(ports, subject, now);
    await recordEvent(ports, event, proof.reason);
    throw invalid('password.current_wrong', 'The current password is not right.');
  }
  await refundAttempt(ports, subject, now);
  const ring = await ports.peppers(historyKeyIds(subject.user!));
  const chosen = { ring, now, mustChange: false, breaches: ports };
  const password = await newPassword(next, subject.user!, settings, chosen);
  const user = await ports.setPassword(id, password, session.epoch, now, eventEntries(event));
  if (!user) {
    await recordEvent(ports, event, 'session.ended');
    throw invalid('session.required', 'Log on first.');
  }
  await tellOfPassword(ports, id);
  const after = { scope: 'full', epoch: user.sessionEpoch } as const;
  return { ...(await renewSession(ports, session, after, now)), user, settings };
}
