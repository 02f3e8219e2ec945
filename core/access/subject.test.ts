import { aUser, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { admit, lookupKey, nameOf } from './subject.ts';

test('a user ID is looked up by its folded form; an endless one is nobody', () => {
  expect(lookupKey(' Straße ')).toBe('strasse');
  const long = lookupKey('\ufdfa'.repeat(255));
  expect(Buffer.byteLength(long)).toBe(65);
  expect(lookupKey('\ufdfa'.repeat(254))).not.toBe(long);
  for (const id of ['\ud800', 'anna\udc00', '\uffff', 'a\ufffe']) expect(lookupKey(id)).toMatch(/^\0[0-9a-f]{64}$/u);
  expect(lookupKey('😀')).toBe('😀');
  // An empty one would be a message that the mail function can't read.
  for (const id of ['', '   ', '\u2003\u3000']) expect(lookupKey(id)).toMatch(/^\0[0-9a-f]{64}$/u);
});

test('an attempt is counted for a user and for nobody by the same calls', async () => {
  const world = memory();
  world.users.set('anna', aUser());
  const settings = settingsWith({ lockout: { failures: 1 } });
  expect(await admit(world.ports, 'anna', settings, '192.0.2.1', NOW)).toMatchObject({
    user: { failures: 1 },
    fault: undefined,
  });
  expect(await admit(world.ports, 'anna', settings, '192.0.2.1', NOW)).toMatchObject({ fault: 'user.failures' });
  const known = world.calls.splice(0);
  await admit(world.ports, 'nobody', settings, '192.0.2.1', NOW);
  expect(await admit(world.ports, 'nobody', settings, '192.0.2.1', NOW)).toMatchObject({ fault: 'user.unknown' });
  expect(world.calls).toEqual(known);
});

test('the audit names a user by key and a stranger by a keyed hash, since people type passwords there', () => {
  expect(nameOf({ key: 'anna', user: aUser() }, RING)).toBe('anna');
  const name = nameOf({ key: 'my secret password' }, RING);
  expect(name).toMatch(/^unknown:[0-9a-f]{16}$/u);
  expect(nameOf({ key: 'my secret password' }, RING)).toBe(name);
  expect(nameOf({ key: 'my secret password' }, { current: 'k0', keys: RING.keys })).not.toBe(name);
});

test('the longest key that is stored is looked up as it is; two strangers have two names', () => {
  const longest = 'x'.repeat(1024);
  expect(lookupKey(longest)).toBe(longest);
  expect(lookupKey(`${longest}x`)).toMatch(/^\0[0-9a-f]{64}$/u);
  expect(nameOf({ key: 'one' }, RING)).not.toBe(nameOf({ key: 'two' }, RING));
});
