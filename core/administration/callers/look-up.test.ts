import type { Role } from '#core/directory/model.ts';
import { aToken, aUser, memory, NOW } from '#test/support/memory.ts';
import { lookUpCaller } from './look-up.ts';

function setUp() {
  const store = memory();
  store.users.set('anna', aUser({ firstName: 'Anna', lastName: 'Berg', email: 'anna@example.com' }));
  store.tokens.set('000000000001', aToken());
  const ports = { ...store.ports, readNotice: async () => undefined };
  const asked = (role: Role) => ({
    actor: { id: 'ada', role, operator: false, fresh: false, methods: [], source: '192.0.2.1' },
    now: NOW,
  });
  return { store, look: (role: Role = 'help-desk', userId = 'ANNA') => lookUpCaller(ports, userId, asked(role)) };
}

test('a case says who it is without reading anything out, where on the way, what is wrong and what helps', async () => {
  const { look } = setUp();
  expect(await look()).toEqual({
    who: { userId: 'anna', firstName: 'Anna', lastName: 'Berg', email: 'a***@example.com', serialEndings: ['001'] },
    journey: { stage: 'imported', reached: 'imported', since: NOW },
    wrong: { code: 'not-told' },
    acts: [{ act: 'send-mail' }],
    says: [
      { act: 'clear-pin', serial: '000000000001' },
      { act: 'resynchronise', serial: '000000000001' },
      { act: 'report-lost', serial: '000000000001' },
    ],
  });
});

test('of a person who is stuck the case says why; a token of another user is not theirs', async () => {
  const { store, look } = setUp();
  store.tokens.set('000000000001', aToken({ assignee: 'bert' }));
  expect(await look()).toMatchObject({
    who: { serialEndings: [] },
    journey: { stage: 'stuck', stuck: 'no-token' },
    wrong: { code: 'no-token' },
    acts: [{ act: 'assign-token', needs: 'admin' }, { act: 'reset-link' }, { act: 'one-time-password' }],
    says: [],
  });
  store.users.set('anna', aUser({ tokens: [] }));
  expect(await look()).toMatchObject({ wrong: { code: 'no-token' } });
});

test('that help desk looked a person up is in the audit; administrators read as they always did', async () => {
  const { store, look } = setUp();
  await look();
  expect(store.audit).toEqual([
    { actor: 'ada', action: 'user.looked_up', object: 'anna', outcome: 'success', source: '192.0.2.1', now: NOW },
  ]);
  await look('admin');
  expect(store.audit).toHaveLength(1);
  await expect(look('help-desk', 'nobody-here')).rejects.toMatchObject({ code: 'user.not_found' });
});
