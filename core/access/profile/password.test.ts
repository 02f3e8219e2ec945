import { hashSecret, passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { aUser, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { beginSession, type Session } from '../session.ts';
import { changePassword } from './password.ts';

const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const ENTRY = { actor: 'anna', action: 'password.changed', object: 'anna', source: '192.0.2.1', now: NOW };
let store: Memory;
let session: Session;

beforeEach(async () => {
  store = memory();
  const password = {
    hash: await hashSecret(PASSWORD, RING, passwordOf('anna', {})),
    changedAt: 0,
    mustChange: false,
    history: [],
  };
  store.users.set('anna', aUser({ password, email: 'anna@example.com' }));
  const begun = { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 0 } as const;
  ({ session } = await beginSession(store.ports, store.settings.sessions, begun, NOW));
});
const change = (current: string, next: string, ports = store.ports) =>
  changePassword(
    ports,
    { id: 'anna', user: store.users.get('anna')!, session, source: '192.0.2.1' },
    { current, next, now: NOW },
  );

test('a change is in the audit, and the new password is the one that logs on', async () => {
  const changed = await change(PASSWORD, OTHER);
  expect(store.audit).toStrictEqual([{ ...ENTRY, outcome: 'success' }]);
  const { password } = store.users.get('anna')!;
  expect(password).toMatchObject({ changedAt: NOW, mustChange: false });
  expect(await verifySecret(OTHER, password!.hash, RING, passwordOf('anna', {}))).toMatchObject({ ok: true });
  expect(changed).toMatchObject({
    session: { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 1 },
    user: { sessionEpoch: 1 },
  });
  expect(changed.settings).toBe(store.settings);
});

test('a change makes the session no fresher: its console’s expression was not proved again', async () => {
  const later = NOW + 3_600_000;
  const owner = { id: 'anna', user: store.users.get('anna')!, session, source: '192.0.2.1' };
  const changed = await changePassword(store.ports, owner, { current: PASSWORD, next: OTHER, now: later });
  expect(changed.session).toMatchObject({ createdAt: NOW, endsAt: session.endsAt, idleUntil: later + session.idleMs });
});

test('a wrong present password is in the audit, and so is a change after the sessions had ended', async () => {
  await expect(change('wrong', OTHER)).rejects.toMatchObject({ code: 'password.current_wrong' });
  const late = { ...store.ports, setPassword: async () => undefined };
  await expect(change(PASSWORD, OTHER, late)).rejects.toMatchObject({ code: 'session.required', status: 401 });
  expect(store.audit).toStrictEqual([
    { ...ENTRY, outcome: 'failure', facts: { reason: 'password.wrong' } },
    { ...ENTRY, outcome: 'failure', facts: { reason: 'session.ended' } },
  ]);
  expect(store.mails).toEqual([]);
  expect(store.users.get('anna')!.failures).toBe(1);
});
