/** A user's sessions, as the user and administrators see and end them (S7). */
import { type AuditPort, type Entries, eventEntries, recordEvent } from '#core/audit.ts';
import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import { userKey } from '#core/text.ts';
import { renewSession, type Session, type SessionPorts } from '../session.ts';
import type { Owner } from './tokens.ts';

export type SessionListPort = {
  /** All records of a user, by the user key, also of sessions that are over. */
  readSessions(user: string): Promise<Session[]>;
};
export type OwnSessionPorts = AuditPort &
  SessionListPort &
  Pick<SessionPorts, 'createSession' | 'endSession' | 'sessionKeys'> & {
    /** Ends every session of an epoch; false where it is over already. */
    endEpoch(user: string, epoch: number, now: number, entries: Entries): Promise<boolean>;
  };

const iso = (time: number) => new Date(time).toISOString();

/** Those in force, the one used last first. @param present the session that asks, if it is one of them */
export async function listSessions(
  ports: SessionListPort,
  user: Pick<User, 'userId' | 'sessionEpoch'>,
  now: number,
  present?: Pick<Session, 'id'>,
) {
  const inForce = (one: Session) => one.epoch === user.sessionEpoch && one.idleUntil > now && one.endsAt > now;
  const found = (await ports.readSessions(userKey(user.userId))).filter(inForce);
  const lastUse = ({ idleUntil, idleMs }: Session) => idleUntil - idleMs;
  return found
    .sort((a, b) => lastUse(b) - lastUse(a))
    .map((one) => ({
      id: one.id,
      present: one.id === present?.id,
      console: one.console,
      methods: one.methods,
      browser: one.browser,
      network: one.network,
      startedAt: iso(one.createdAt),
      lastUsedAt: iso(lastUse(one)),
      endsAt: iso(Math.min(one.idleUntil, one.endsAt)),
    }));
}
export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number];

/** Ends one of the user's own sessions. One that is over already, and another user's, change nothing. */
export async function endOwnSession(
  ports: OwnSessionPorts,
  { id: user, source }: Owner,
  id: string,
  now: number,
): Promise<void> {
  if (!(await ports.endSession({ user, id }))) return;
  await recordEvent(ports, { actor: user, action: 'sessions.ended', object: user, source, now }, undefined, {
    sessions: 1,
  });
}

/**
 * Ends all others in one write, whatever records there are; the present one goes on under another id, as old as it is.
 * @throws LandfallError session.required (401) where it ended itself meanwhile
 */
export async function endOtherSessions(
  ports: OwnSessionPorts,
  { id: user, session, source }: Owner,
  now: number,
): Promise<{ session: Session; token: string }> {
  const entries = eventEntries(
    { actor: user, action: 'sessions.ended', object: user, source, now },
    { sessions: 'others' },
  );
  if (!(await ports.endEpoch(user, session.epoch, now, entries))) throw invalid('session.required', 'Log on first.');
  return renewSession(ports, session, { epoch: session.epoch + 1 }, now);
}
