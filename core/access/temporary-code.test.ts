/** A9: logging on with the PIN and a temporary code in place of a lost token's tokencode. */

import { temporaryCodeHash } from '#core/tokens/temporary-code.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { type LogonRequest, logon } from './logon.ts';
import { verifyRecovery } from './recovery/verify.ts';

const SERIAL = '000000000001';
const CODE = '48151623';
const PASSCODE = `1234${CODE}`;
let store: Memory;
const given = (more = {}) => ({
  hash: temporaryCodeHash(RING, { serial: SERIAL }, CODE),
  givenAt: NOW,
  epoch: 0,
  serials: [SERIAL],
  ...more,
});
const ask = (secret: string, more: Partial<LogonRequest> = {}) =>
  logon(store.ports, {
    console: 'self-service',
    userId: 'anna',
    method: 'SecurID_Native',
    secret,
    source: '192.0.2.1',
    now: NOW,
    ...more,
  });
const outcome = (run: Promise<{ status: string }>) =>
  run.then(
    ({ status }) => status,
    ({ code }) => code as string,
  );
const failures = () => [store.users.get('anna')!.failures, store.tokens.get(SERIAL)!.failures];

beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set(SERIAL, aToken({ lost: true, temporaryCode: given() }));
});

test('PIN and code log the user on, once, as a token logon, and the audit says by what', async () => {
  expect(await outcome(ask(PASSCODE))).toBe('authenticated');
  expect(store.users.get('anna')?.firstTokenLogonAt).toBe(NOW);
  expect(store.tokens.get(SERIAL)?.temporaryCode).toMatchObject({ usedAt: NOW });
  expect(store.audit).toMatchObject([{ action: 'logon', facts: { methods: 'SecurID_Native', temporaryCode: true } }]);
  expect(await outcome(ask(PASSCODE))).toBe('logon.failed');
  // It was right once: a second click is no guess.
  expect(failures()).toEqual([0, 0]);
});

test('of eight uses at once one wins, and none of the others is counted', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => outcome(ask(PASSCODE))));
  expect(all.filter((one) => one === 'authenticated')).toHaveLength(1);
  expect(failures()).toEqual([0, 0]);
});

test('a wrong one counts on the user and on the token, which suspends it in the end: then the code is over', async () => {
  for (const wrong of [`9999${CODE}`, '123448151624', CODE, `1234${codeOf()}`])
    expect(await outcome(ask(wrong))).toBe('logon.failed');
  expect(failures()).toEqual([4, 4]);
  store.tokens.set(SERIAL, aToken({ lost: true, temporaryCode: given(), suspendedAt: NOW + 1, failures: 100 }));
  expect(await outcome(ask(PASSCODE))).toBe('logon.failed');
});

test('it never asks for a next tokencode: neither after wrong passcodes nor while the overall limit is reached', async () => {
  store.tokens.set(SERIAL, aToken({ lost: true, temporaryCode: given(), failures: 9 }));
  store.ports.hits = async () => 1_000_000;
  expect(await outcome(ask(PASSCODE, { source: '198.51.100.7' }))).toBe('authenticated');
});

test.each<[string, () => void]>([
  ['its user is disabled', () => store.users.set('anna', aUser({ enabled: false }))],
  ['its time is over', () => store.tokens.set(SERIAL, aToken({ lost: true, temporaryCode: given({ givenAt: 0 }) }))],
  ['the token is found', () => store.tokens.set(SERIAL, aToken({ temporaryCode: given() }))],
  ['the user got another token', () => store.users.set('anna', aUser({ tokens: [SERIAL, '000000000002'] }))],
  ['the user’s sessions ended since', () => store.users.set('anna', aUser({ sessionEpoch: 1 }))],
])('a code is refused once %s', async (_what, change) => {
  change();
  expect(await outcome(ask(PASSCODE))).toBe('logon.failed');
});

test('the answer is the same as to every wrong passcode, also for a token without a code', async () => {
  store.tokens.set(SERIAL, aToken({ lost: true }));
  expect(await outcome(ask(PASSCODE))).toBe('logon.failed');
  // Without a code a lost token counts no failure: there is nothing to guess.
  expect(failures()).toEqual([1, 0]);
});

test('in Forgot Your Password it stands where a passcode of the token would', async () => {
  store.settings = settingsWith({ selfServiceFeatures: { forgotPasswordLink: true } });
  const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
  store.users.set('anna', aUser({ firstTokenLogonAt: 1, answers }));
  const request = { userId: 'anna', passcode: PASSCODE, source: '192.0.2.1', now: NOW };
  expect(await verifyRecovery(store.ports, request)).toMatchObject({ ask: 'questions' });
  await expect(verifyRecovery(store.ports, request)).rejects.toMatchObject({ code: 'recovery.failed' });
});
