import { hashSecret, verifySecret } from '#core/passwords/hash.ts';
import { aUser, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { beginSession, type Session } from '../session.ts';
import { changePassword } from './password.ts';

const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const ENTRY = { actor: 'anna', action: 'password.changed', object: 'anna', source: '192.0.2.1', now: NOW };
let world: Memory;
let session: Session;

beforeEach(async () => {
  world = memory();
  const password = { hash: await hashSecret(PASSWORD, RING), changedAt: 0, mustChange: false, history: [] };
  world.users.set('anna', aUser({ password, email: 'anna@example.com' }));
  const begun = { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 0 } as const;
  ({ session } = await beginSession(world.ports, world.settings.sessions, begun, NOW));
});
const change = (current: string, next: string, ports = world.ports) =>
  changePassword(
    ports,
    { id: 'anna', user: world.users.get('anna')!, session, source: '192.0.2.1' },
    { current, next, now: NOW },
  );

test('a change is in the audit, and the new password is the one that logs on', async () => {
  const changed = await change(PASSWORD, OTHER);
  expect(world.audit).toStrictEqual([{ ...ENTRY, outcome: 'success' }]);
  const { password } = world.users.get('anna')!;
  expect(password).toMatchObject({ changedAt: NOW, mustChange: false });
  expect(await verifySecret(OTHER, password!.hash, RING)).toMatchObject({ ok: true });
  expect(changed).toMatchObject({
    session: { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 1 },
    user: { sessionEpoch: 1 },
  });
  expect(changed.settings).toBe(world.settings);
});

test('a wrong present password is in the audit, and so is a change after the sessions had ended', async () => {
  await expect(change('wrong', OTHER)).rejects.toMatchObject({ code: 'password.current_wrong' });
  const late = { ...world.ports, setPassword: async () => undefined };
  await expect(change(PASSWORD, OTHER, late)).rejects.toMatchObject({ code: 'session.required', status: 401 });
  expect(world.audit).toStrictEqual([
    { ...ENTRY, outcome: 'failure', facts: { reason: 'password.wrong' } },
    { ...ENTRY, outcome: 'failure', facts: { reason: 'session.ended' } },
  ]);
  expect(world.mails).toEqual([]);
  expect(world.users.get('anna')!.failures).toBe(1);
});
