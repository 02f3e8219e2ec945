/** A display for a wall (S9): the counts of people for days, and nothing else. */
import { type AuditPort, eventEntries } from '#core/audit.ts';
import { invalid } from '#core/errors.ts';
import type { SettingsPort } from '../ports.ts';
import { beginDisplay, isFresh, type Session, type SessionPorts } from '../session.ts';

export type DisplayPorts = AuditPort &
  Pick<SessionPorts, 'createSession' | 'endSession' | 'sessionKeys'> &
  SettingsPort;

/**
 * @param owner the administrator, by a session whose logon is recent: the display lasts longer than that session would
 * @throws LandfallError session.not_fresh (403)
 */
export async function startDisplay(
  ports: DisplayPorts,
  owner: { readonly id: string; readonly session: Session; readonly source: string },
  now: number,
): Promise<{ session: Session; token: string }> {
  const { id, session, source } = owner;
  if (!isFresh(session, now)) throw invalid('session.not_fresh', 'Log on again to do this.');
  const { settings } = await ports.readSettings();
  const entries = eventEntries({ actor: id, action: 'display.started', object: id, source, now });
  return beginDisplay(ports, session, settings.sessions.displayHours, now, entries);
}
