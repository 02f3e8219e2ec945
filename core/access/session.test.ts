import type { Method } from '#core/settings/expression.ts';
import { CONSOLES, type ConsoleName } from '#core/settings/methods.ts';
import { aUser, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { beginSession, clearedCookie, endSession, FRESH_MS, isFresh, resumeSession, sessionCookie } from './session.ts';

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
  expect(await resumeSession(store.ports, cookies(token), 'self-service', NOW)).toMatchObject({
    session,
    user: { userId: 'anna' },
  });
  expect(sessionCookie(token)).toBe(`__Host-landfall=${token}; Path=/; HttpOnly; Secure; SameSite=Strict`);
  expect(clearedCookie()).toContain('Max-Age=0');
});

test('a request that a page repeats by itself is served, and does not prolong the session (S8)', async () => {
  const { token } = await begin(store);
  const resume = (minutes: number, prolong: boolean) =>
    resumeSession(store.ports, cookies(token), 'self-service', NOW + minutes * MINUTE, prolong);
  expect(await resume(14, false)).toBeDefined();
  expect(await resume(16, false)).toBeUndefined();
  expect(await resume(14, true)).toBeDefined();
  expect(await resume(28, false)).toBeDefined();
  expect(await resume(29, false)).toBeUndefined();
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
  expect(await resumeSession(store.ports, cookies(token), 'self-service', NOW)).toBeUndefined();
});

describe('a session is judged by the console that serves the request (S7)', () => {
  const TWO = 'RSA_Password+SecurID_Native';
  const set = (selfService: string, security: string) => {
    store.settings = settingsWith({ consoleAuthentication: { selfService, security } });
  };
  const at = async (own: ConsoleName, methods: readonly Method[]) => {
    const begun = { user: 'anna', console: own, methods, scope: 'full', epoch: 0 } as const;
    const { token } = await beginSession(store.ports, store.settings.sessions, begun, NOW);
    return async (console: ConsoleName) =>
      (await resumeSession(store.ports, cookies(token), console, NOW))?.session.console;
  };

  test('a token alone at the Security Console is not enough where the Self-Service Console asks for two factors', async () => {
    set(TWO, 'SecurID_Native');
    const resume = await at('security', ['SecurID_Native']);
    expect(await resume('self-service')).toBeUndefined();
    // It is not ended by that.
    expect(await resume('security')).toBe('security');
  });

  test('two factors at the Self-Service Console are enough for either expression', async () => {
    set(TWO, 'SecurID_Native');
    const resume = await at('self-service', ['SecurID_Native', 'RSA_Password']);
    expect(await resume('self-service')).toBe('self-service');
    expect(await resume('security')).toBe('self-service');
  });

  test.each(CONSOLES)(
    'a session ends when the expression of its own console, %s, gets stricter, and stays ended',
    async (own) => {
      set('SecurID_Native', 'SecurID_Native');
      const resume = await at(own, ['SecurID_Native']);
      expect(await resume(own)).toBe(own);
      set(own === 'security' ? 'SecurID_Native' : TWO, own === 'security' ? TWO : 'SecurID_Native');
      expect(await resume(own === 'security' ? 'self-service' : 'security')).toBeUndefined();
      expect(store.sessions.size).toBe(0);
      set('SecurID_Native', 'SecurID_Native');
      expect(await resume(own)).toBeUndefined();
    },
  );
});

test('a logon is fresh for 15 minutes', () => {
  expect(FRESH_MS).toBe(900_000);
  expect([isFresh({ createdAt: NOW }, NOW + FRESH_MS - 1), isFresh({ createdAt: NOW }, NOW + FRESH_MS)]).toEqual([
    true,
    false,
  ]);
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
  expect(await resumeSession(store.ports, {}, 'self-service', NOW)).toBeUndefined();
  expect(await resumeSession(store.ports, cookies('forged'), 'self-service', NOW)).toBeUndefined();
});
