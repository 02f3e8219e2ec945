import { aUser, type Memory, memory, NOW } from '#test/support/memory.ts';
import { beginSession, clearedCookie, endSession, resumeSession, sessionCookie } from './session.ts';

const MINUTE = 60_000;
const begin = (store: Memory) =>
  beginSession(
    store.ports,
    store.settings.sessions,
    { user: 'anna', console: 'self-service', methods: ['SecurID_Native'], scope: 'full', epoch: 0 },
    NOW,
  );
const cookies = (token: string) => ({ '__Host-landfall': token });

let store: Memory;
beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
});

test('a session is resumed with its user, and its cookie is for this host alone and not readable by scripts', async () => {
  const { token, session } = await begin(store);
  expect(session).toMatchObject({ idleUntil: NOW + 15 * MINUTE, endsAt: NOW + 480 * MINUTE });
  expect(JSON.stringify(session)).not.toContain(token);
  expect(await resumeSession(store.ports, cookies(token), NOW)).toMatchObject({ session, user: { userId: 'anna' } });
  expect(sessionCookie(token)).toBe(`__Host-landfall=${token}; Path=/; HttpOnly; Secure; SameSite=Strict`);
  expect(clearedCookie()).toContain('Max-Age=0');
});

test('each logon has a session of its own', async () => {
  expect((await begin(store)).token).not.toBe((await begin(store)).token);
});

test.each<[string, (store: Memory) => void]>([
  ['logged off', ({ sessions }) => sessions.clear()],
  ['the user is gone', ({ users }) => users.clear()],
  ['the user is disabled', ({ users }) => users.set('anna', aUser({ enabled: false }))],
  ['the user is locked out', ({ users }) => users.set('anna', aUser({ lockedOut: true }))],
  ['the password was changed', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 }))],
  ['the record is another user’s', ({ sessions }) => swap(sessions, { user: 'bert' })],
  ['the record is another console’s', ({ sessions }) => swap(sessions, { console: 'security' })],
])('a session is not resumed where %s', async (_why, happen) => {
  const { token } = await begin(store);
  store.users.set('bert', aUser({ userId: 'bert' }));
  happen(store);
  expect(await resumeSession(store.ports, cookies(token), NOW)).toBeUndefined();
});

function swap(sessions: Memory['sessions'], over: object): void {
  for (const [id, session] of sessions) sessions.set(id, { ...session, ...over });
}

test('logging off returns the user of the session once, and no user without a session', async () => {
  const { token } = await begin(store);
  expect(await endSession(store.ports, cookies(token), NOW)).toEqual({ user: 'anna' });
  expect(await endSession(store.ports, cookies(token), NOW)).toBeUndefined();
  expect(await endSession(store.ports, {}, NOW)).toBeUndefined();
  expect(await endSession(store.ports, cookies('forged'), NOW)).toBeUndefined();
  expect(await resumeSession(store.ports, {}, NOW)).toBeUndefined();
  expect(await resumeSession(store.ports, cookies('forged'), NOW)).toBeUndefined();
});
