import { aUser, type Memory, memory, NOW } from '#test/support/memory.ts';
import { beginSession, FRESH_MS, resumeSession, type Session } from '../session.ts';
import { startDisplay } from './display.ts';

const HOUR = 3_600_000;
const cookies = (token: string) => ({ '__Host-landfall': token });
let store: Memory;
let own: { session: Session; token: string };

beforeEach(async () => {
  store = memory();
  store.users.set('ada', aUser({ userId: 'ada', role: 'admin' }));
  own = await beginSession(
    store.ports,
    store.settings.sessions,
    { user: 'ada', console: 'security', methods: ['SecurID_Native'], scope: 'full', epoch: 0 },
    NOW,
  );
});
const start = (now: number) => startDisplay(store.ports, { id: 'ada', session: own.session, source: '192.0.2.1' }, now);

test('a display lasts as long as the setting says, without an idle end, in place of the session that it was begun from', async () => {
  const { token, session } = await start(NOW);
  expect(session).toMatchObject({ scope: 'display', user: 'ada', endsAt: NOW + 72 * HOUR, createdAt: NOW });
  const resume = (of: string, now: number) => resumeSession(store.ports, cookies(of), 'security', now, false);
  expect(await resume(own.token, NOW)).toBeUndefined();
  expect((await resume(token, NOW + 71 * HOUR))?.session.scope).toBe('display');
  expect(await resume(token, NOW + 72 * HOUR)).toBeUndefined();
});

test('only a recent logon begins a display', async () => {
  await expect(start(NOW + FRESH_MS)).rejects.toMatchObject({ code: 'session.not_fresh' });
  expect(store.sessions.get(own.session.id)).toBeDefined();
});
