import { aUser, type Memory, memory, NOW } from '#test/support/memory.ts';
import { beginSession, resumeSession, type Session } from '../session.ts';
import { endOtherSessions, endOwnSession, listSessions } from './sessions.ts';

const MINUTE = 60_000;
let store: Memory;
let own: { session: Session; token: string };
let other: { session: Session; token: string };

const begin = (now: number, more: Partial<Session> = {}) => {
  const begun = {
    user: 'anna',
    console: 'self-service',
    methods: ['SecurID_Native'],
    scope: 'full',
    epoch: 0,
  } as const;
  return beginSession(store.ports, store.settings.sessions, { ...begun, ...more }, now);
};
beforeEach(async () => {
  store = memory();
  store.users.set('anna', aUser({ userId: 'Anna', role: 'admin' }));
  own = await begin(NOW, { browser: 'Firefox, Linux', network: '192.0.2.0/24' });
  other = await begin(NOW + MINUTE, { console: 'security' });
});
const owner = () => ({ id: 'anna', user: store.users.get('anna')!, session: own.session, source: '192.0.2.1' });
const list = (now = NOW + MINUTE) => listSessions(store.ports, store.users.get('anna')!, now, own.session);
const isOpen = async ({ token }: { token: string }) =>
  (await resumeSession(store.ports, { '__Host-landfall': token }, 'self-service', NOW + MINUTE)) !== undefined;

test('a user sees the sessions in force at both consoles, the one used last first, and which is the present one', async () => {
  expect(await list()).toEqual([
    expect.objectContaining({ id: other.session.id, present: false, console: 'security', network: undefined }),
    {
      id: own.session.id,
      present: true,
      console: 'self-service',
      methods: ['SecurID_Native'],
      browser: 'Firefox, Linux',
      network: '192.0.2.0/24',
      startedAt: '2026-11-23T09:00:10.000Z',
      lastUsedAt: '2026-11-23T09:00:10.000Z',
      endsAt: '2026-11-23T09:15:10.000Z',
    },
  ]);
  expect((await listSessions(store.ports, store.users.get('anna')!, NOW)).map(({ present }) => present)).toEqual([
    false,
    false,
  ]);
});

test('sessions that are over are in no list: idle, of another epoch, at their overall end', async () => {
  expect(await list(NOW + 15 * MINUTE)).toHaveLength(1);
  store.sessions.set(own.session.id, { ...own.session, endsAt: NOW });
  expect(await list()).toHaveLength(1);
  store.users.set('anna', aUser({ sessionEpoch: 1 }));
  expect(await list()).toEqual([]);
});

test('one of them is ended at once, and again without a word; another user’s is not', async () => {
  const foreign = await begin(NOW, { user: 'bert' });
  for (let time = 0; time < 2; time++) await endOwnSession(store.ports, owner(), other.session.id, NOW);
  await endOwnSession(store.ports, owner(), foreign.session.id, NOW);
  expect(await isOpen(other)).toBe(false);
  expect(await isOpen(own)).toBe(true);
  expect(store.sessions.has(foreign.session.id)).toBe(true);
  expect(store.audit).toMatchObject([{ actor: 'anna', action: 'sessions.ended', facts: { sessions: 1 } }]);
});

test('all others are ended in one write, and the present one goes on under another id, as old as it is', async () => {
  const renewed = await endOtherSessions(store.ports, owner(), NOW + MINUTE);
  expect(renewed.session).toMatchObject({ epoch: 1, createdAt: NOW, endsAt: own.session.endsAt });
  expect([await isOpen(own), await isOpen(other), await isOpen(renewed)]).toEqual([false, false, true]);
  expect(store.audit).toMatchObject([{ actor: 'anna', action: 'sessions.ended', facts: { sessions: 'others' } }]);
  // The session that asks is over itself by now.
  await expect(endOtherSessions(store.ports, owner(), NOW)).rejects.toMatchObject({ code: 'session.required' });
});
