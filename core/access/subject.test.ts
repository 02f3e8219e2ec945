import { aUser, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { countAttempt, nameOf } from './subject.ts';

test('an attempt is counted by the same calls for a user and for an unknown user ID', async () => {
  const store = memory();
  store.users.set('anna', aUser());
  const settings = settingsWith({ lockout: { failures: 1 } });
  expect(await countAttempt(store.ports, 'anna', settings, '192.0.2.1', NOW)).toMatchObject({
    user: { failures: 1 },
    fault: undefined,
  });
  expect(await countAttempt(store.ports, 'anna', settings, '192.0.2.1', NOW)).toMatchObject({ fault: 'user.failures' });
  const known = store.calls.splice(0);
  await countAttempt(store.ports, 'nobody', settings, '192.0.2.1', NOW);
  expect(await countAttempt(store.ports, 'nobody', settings, '192.0.2.1', NOW)).toMatchObject({
    fault: 'user.unknown',
  });
  expect(store.calls).toEqual(known);
});

test('the audit names a user by key and an unknown user ID by a keyed hash, since people type passwords there', () => {
  expect(nameOf({ key: 'anna', user: aUser() }, RING)).toBe('anna');
  const name = nameOf({ key: 'my secret password' }, RING);
  expect(name).toMatch(/^unknown:[0-9a-f]{16}$/u);
  expect(nameOf({ key: 'my secret password' }, RING)).toBe(name);
  expect(nameOf({ key: 'my secret password' }, { current: 'k0', keys: RING.keys })).not.toBe(name);
});

test('the audit gives two unknown user IDs two names', () => {
  expect(nameOf({ key: 'one' }, RING)).not.toBe(nameOf({ key: 'two' }, RING));
});
