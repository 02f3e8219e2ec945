/**
 * Sessions: a signed cookie and a record of it. The record makes logging off immediate; the cookie's signature keeps
 * guessed ids away from the table.
 */
import type { Entries } from '#core/audit.ts';
import { accountFault } from '#core/directory/account.ts';
import type { User } from '#core/directory/model.ts';
import type { KeyRingSource } from '#core/keys.ts';
import { newSecret, secretHash } from '#core/secret.ts';
import { type Method, satisfiedBy } from '#core/settings/expression.ts';
import { CONSOLES, type ConsoleName, expressionOf } from '#core/settings/methods.ts';
import type { Settings } from '#core/settings/model.ts';
import { signToken, tokenKeyId, verifyToken } from '#core/signed.ts';
import type { SettingsPort } from './ports.ts';
import { isVoid } from './restored.ts';

/**
 * `change-password`: good for nothing but setting a password of one's own. `display`: for a screen on a wall, good for nothing but the
 * counts of people.
 */
export const SESSION_SCOPES = ['full', 'change-password', 'display'] as const;
export type SessionScope = (typeof SESSION_SCOPES)[number];

/** Times in Unix milliseconds. */
export type Session = {
  /** Hash of the session's id, which only the cookie holds. */
  readonly id: string;
  readonly user: string;
  readonly console: ConsoleName;
  readonly methods: readonly Method[];
  readonly scope: SessionScope;
  /** The user's epoch at the logon: a password change or a disablement raises it and so ends the session. */
  readonly epoch: number;
  readonly createdAt: number;
  readonly idleMs: number;
  readonly idleUntil: number;
  readonly endsAt: number;
  /** Where it was begun, coarsely: see where.ts. Absent where it is not known. */
  readonly network?: string | undefined;
  readonly browser?: string | undefined;
};
/** A session among those of its user: both are in the cookie, so that no index is needed. */
export type SessionKey = Pick<Session, 'user' | 'id'>;

export type SessionStore = {
  createSession(session: Session, entries?: Entries): Promise<void>;
  /** The session, its idle time begun anew where `prolong` says so; undefined where it is over. One conditional write. */
  touchSession(key: SessionKey, now: number, prolong: boolean): Promise<Session | undefined>;
  /** False where it was over already. */
  endSession(key: SessionKey): Promise<boolean>;
};
export type SessionPorts = SessionStore &
  SettingsPort & {
    readonly sessionKeys: KeyRingSource;
    readUser(key: string): Promise<User | undefined>;
  };

/** How long after the logon credentials may be changed: a person who finds a console unattended must not be able to (A7). */
export const FRESH_MS = 15 * 60_000;
export const isFresh = ({ createdAt }: Pick<Session, 'createdAt'>, now: number): boolean => now < createdAt + FRESH_MS;

const COOKIE = '__Host-landfall';
const ATTRIBUTES = 'Path=/; HttpOnly; Secure; SameSite=Strict';

/** S1. No Max-Age: the browser forgets it at its end, and the record decides in any case. */
export const sessionCookie = (token: string): string => `${COOKIE}=${token}; ${ATTRIBUTES}`;
export const clearedCookie = (): string => `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
const tokenOf = (cookies: Readonly<Record<string, string>>): string | undefined => cookies[COOKIE];

type NewSession = Pick<Session, 'user' | 'console' | 'methods' | 'scope' | 'epoch' | 'network' | 'browser'>;

/**
 * A session of its own for each logon (S1).
 * @param entries the logon's, written with the session; none where the write before this one recorded the act
 * @returns the record and the signed token for the cookie
 */
export function beginSession(
  ports: Pick<SessionPorts, 'sessionKeys' | 'createSession'>,
  settings: Settings['sessions'],
  begun: NewSession,
  now: number,
  entries?: Entries,
): Promise<{ session: Session; token: string }> {
  const idleMs = settings.idleMinutes * 60_000;
  const endsAt = now + settings.overallHours * 3_600_000;
  return openSession(ports, { ...begun, createdAt: now, idleMs, endsAt }, now, entries);
}

/**
 * Goes on with a session after the others were ended, under another id. It stays as old as it is: its console's
 * expression was not proved again, so it is no fresh logon and lasts no longer.
 * @param after the user's epoch after the others ended, and the scope where it changes
 */
export function renewSession(
  ports: Pick<SessionPorts, 'sessionKeys' | 'createSession'>,
  { id: _former, idleUntil: _until, ...session }: Session,
  after: Pick<Session, 'epoch'> & Partial<Pick<Session, 'scope'>>,
  now: number,
): Promise<{ session: Session; token: string }> {
  return openSession(ports, { ...session, ...after }, now);
}

/**
 * Begins the session of a display (S9), which takes the place of the one that it is begun from in that browser: it lasts longer, is never
 * idle, and reads less.
 * @param hours how long it lasts
 */
export async function beginDisplay(
  ports: Pick<SessionPorts, 'sessionKeys' | 'createSession' | 'endSession'>,
  session: Session,
  hours: number,
  now: number,
  entries: Entries,
): Promise<{ session: Session; token: string }> {
  const { id: _former, idleUntil: _until, ...kept } = session;
  const lasts = hours * 3_600_000;
  const begun = await openSession(
    ports,
    { ...kept, scope: 'display', idleMs: lasts, endsAt: now + lasts },
    now,
    entries,
  );
  await ports.endSession(session);
  return begun;
}

async function openSession(
  ports: Pick<SessionPorts, 'sessionKeys' | 'createSession'>,
  opened: Omit<Session, 'id' | 'idleUntil'>,
  now: number,
  entries?: Entries,
): Promise<{ session: Session; token: string }> {
  const id = newSecret();
  const session: Session = { ...opened, id: secretHash(id), idleUntil: now + opened.idleMs };
  await ports.createSession(session, entries);
  const claims = { audience: opened.console, subject: opened.user, id };
  const lifetime = Math.ceil((opened.endsAt - now) / 1000);
  return { session, token: signToken(await ports.sessionKeys(), claims, now, lifetime) };
}

/**
 * The user of a cookie, if its session is in force: not logged off, not idle too long, the account still usable and of
 * the same epoch, and its methods enough for the console that serves the request. Undefined otherwise, whatever the reason.
 * A session whose own console asks for more by now is ended (S7).
 * @param console the one whose expression counts here, wherever the session was begun
 * @param prolong false for a request that a page repeats by itself: an open page is no activity of its user (S8)
 */
export async function resumeSession(
  ports: SessionPorts,
  cookies: Readonly<Record<string, string>>,
  console: ConsoleName,
  now: number,
  prolong = true,
): Promise<{ session: Session; user: User } | undefined> {
  const token = tokenOf(cookies);
  if (!token) return undefined;
  const claims = verifyToken(await ports.sessionKeys([tokenKeyId(token)]), token, CONSOLES, now);
  if (!claims) return undefined;
  const session = await ports.touchSession({ user: claims.subject, id: secretHash(claims.id) }, now, prolong);
  if (!session || session.user !== claims.subject || session.console !== claims.audience) return undefined;
  const [user, { settings, restoredAt }] = await Promise.all([ports.readUser(session.user), ports.readSettings()]);
  if (isVoid(session.createdAt, restoredAt)) return undefined;
  if (!user || accountFault(user, now) || user.sessionEpoch !== session.epoch) return undefined;
  const enoughFor = (one: ConsoleName) => satisfiedBy(expressionOf(settings, one), new Set(session.methods));
  if (!enoughFor(session.console)) await ports.endSession(session);
  else if (enoughFor(console)) return { session, user };
  return undefined;
}

/** Logging off: at once, and never an error. @returns the user key of the session, if it was in force */
export async function endSession(
  ports: Pick<SessionPorts, 'sessionKeys' | 'endSession'>,
  cookies: Readonly<Record<string, string>>,
  now: number,
): Promise<{ user: string } | undefined> {
  const token = tokenOf(cookies);
  const claims = token && verifyToken(await ports.sessionKeys([tokenKeyId(token)]), token, CONSOLES, now);
  if (!claims) return undefined;
  const { subject: user, id } = claims;
  return (await ports.endSession({ user, id: secretHash(id) })) ? { user } : undefined;
}
