/** What was issued, used or ended before a restored deployment works again does not count (docs/operations.md). */
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { codeOf as codeAt } from '#core/tokens/codes.ts';
import { temporaryCodeHash } from '#core/tokens/temporary-code.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING } from '#test/support/memory.ts';
import { issueChallenge, peekChallenge, takeChallenge } from './challenge.ts';
import { logon } from './logon.ts';
import { createLink, useLink } from './recovery/link.ts';
import { beginSession, resumeSession } from './session.ts';

const SERIAL = '000000000001';
const MINUTE = 60_000;
let store: Memory;
beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set(SERIAL, aToken());
});
const ask = (secret: string, method: 'SecurID_Native' | 'RSA_Password' = 'SecurID_Native', now = NOW) =>
  logon(store.ports, { console: 'self-service', userId: 'anna', method, secret, source: '192.0.2.1', now }).then(
    ({ status }) => status,
    ({ code }) => code as string,
  );

test('a session that was begun before is over, one that is begun since is not', async () => {
  const begun = {
    user: 'anna',
    console: 'self-service',
    methods: ['SecurID_Native'],
    scope: 'full',
    epoch: 0,
  } as const;
  const resumed = async (at: number) => {
    const { token } = await beginSession(store.ports, store.settings.sessions, begun, at);
    return (await resumeSession(store.ports, { '__Host-landfall': token }, 'self-service', NOW + MINUTE)) !== undefined;
  };
  expect(await resumed(NOW - MINUTE)).toBe(true);
  store.restoredAt = NOW;
  expect([await resumed(NOW - MINUTE), await resumed(NOW), await resumed(NOW + 1000)]).toEqual([false, false, true]);
});

test('a passcode that may have been used before is refused and costs no try; the next ones are taken, once (T1)', async () => {
  store.restoredAt = NOW;
  expect([await ask(`1234${codeOf()}`), await ask(`1234${codeOf(SERIAL, 1)}`)]).toEqual([
    'logon.failed',
    'logon.failed',
  ]);
  expect([store.users.get('anna')!.failures, store.tokens.get(SERIAL)!.failures]).toEqual([0, 0]);
  const later = NOW + 2 * MINUTE;
  const next = `1234${codeOf(SERIAL, 2)}`;
  expect(await ask(next, 'SecurID_Native', later)).toBe('authenticated');
  expect(await ask(next, 'SecurID_Native', later)).toBe('logon.failed');
});

test('a counter token is asked for the next tokencode, since used codes lie ahead of the restored counter', async () => {
  const token = aToken({ algorithm: 'hotp-sha1', interval: 0, pinStyle: 'none', lastInterval: 4 });
  store.tokens.set(SERIAL, token);
  const code = (counter: number) => codeAt(token, Buffer.alloc(16, 7), counter);
  expect(await ask(code(5))).toBe('authenticated');
  store.restoredAt = NOW;
  expect(await ask(code(6))).toBe('next-tokencode');
  // One that was asked for its successor has proved nothing: the next one alone is asked again.
  expect(await ask(code(9))).toBe('next-tokencode');
});

test('a temporary code that was given before does not count, whether it was used or not', async () => {
  const temporaryCode = {
    hash: temporaryCodeHash(RING, { serial: SERIAL }, '48151623'),
    givenAt: NOW,
    epoch: 0,
    serials: [SERIAL],
  };
  store.tokens.set(SERIAL, aToken({ lost: true, temporaryCode }));
  store.restoredAt = NOW;
  expect(await ask('123448151623')).toBe('logon.failed');
  store.restoredAt = NOW - 1;
  expect(await ask('123448151623')).toBe('authenticated');
});

test("a password that is to be changed and was given before is over; a user's own is not", async () => {
  const hash = await hashSecret('seven quiet herons at dusk', RING, passwordOf('anna', {}));
  const having = (mustChange: boolean) =>
    store.users.set('anna', aUser({ password: { hash, changedAt: NOW - MINUTE, mustChange, history: [] } }));
  store.restoredAt = NOW;
  having(true);
  expect(await ask('seven quiet herons at dusk', 'RSA_Password')).toBe('logon.failed');
  having(false);
  expect(await ask('seven quiet herons at dusk', 'RSA_Password')).toBe('authenticated');
  having(true);
  store.restoredAt = undefined;
  expect(await ask('seven quiet herons at dusk', 'RSA_Password')).toBe('change-password');
});

test('a link and a step that were issued before can neither be looked at nor used', async () => {
  const link = await createLink(store.ports, { kind: 'recovery-link', user: 'anna', epoch: 0 }, NOW, 10 * MINUTE);
  const step = () => issueChallenge(store.ports, { kind: 'factor', user: 'anna', epoch: 0 }, NOW, MINUTE);
  const [before, after] = [await step(), await step()];
  store.restoredAt = NOW;
  expect(await useLink(store.ports, 'recovery-link', link, NOW)).toBeUndefined();
  expect(await peekChallenge(store.ports, 'factor', before, NOW)).toBeUndefined();
  expect(await takeChallenge(store.ports, 'factor', before, NOW)).toBeUndefined();
  store.restoredAt = NOW - 1;
  expect(await peekChallenge(store.ports, 'factor', after, NOW)).toMatchObject({ kind: 'factor' });
  expect(await takeChallenge(store.ports, 'factor', after, NOW)).toMatchObject({ kind: 'factor' });
});
