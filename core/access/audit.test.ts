/** L1: what the steps of a logon leave in the audit, entry by entry. */
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { type LogonRequest, type LogonResult, logon } from './logon.ts';
import { newPin, nextTokencode } from './token-steps.ts';

const SERIAL = '000000000001';
const PASSWORD = 'seven quiet herons at dusk';
const AT = { source: '192.0.2.1', now: NOW };
let store: Memory;

beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
  store.tokens.set(SERIAL, aToken());
});
const attempt = (secret: string, more: Partial<LogonRequest> = {}) =>
  logon(store.ports, { console: 'self-service', userId: 'anna', method: 'SecurID_Native', secret, ...AT, ...more });
const challengeOf = (result: LogonResult): string => ('challenge' in result ? result.challenge : '');
const entry = (action: string, outcome: string, facts: object) => ({
  actor: 'anna',
  object: 'anna',
  action,
  outcome,
  ...AT,
  facts: { console: 'self-service', ...facts },
});
const METHOD = { method: 'SecurID_Native' };

test('the entry of a failed logon names the method and the reason', async () => {
  await expect(attempt('1234000000')).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.audit).toStrictEqual([entry('logon', 'failure', { ...METHOD, reason: 'passcode.wrong' })]);
});

test('the next tokencode leaves an entry when it is asked for and one when it is given', async () => {
  const challenge = challengeOf(await attempt(`1234${codeOf(SERIAL, 2)}`));
  await nextTokencode(store.ports, { challenge, tokencode: codeOf(SERIAL, 3), ...AT });
  expect(store.audit).toStrictEqual([
    entry('logon', 'success', { ...METHOD, status: 'next-tokencode' }),
    entry('logon.next-tokencode', 'success', { methods: 'SecurID_Native', status: 'authenticated' }),
  ]);
});

test.each<[string, () => unknown, string]>([
  ['was assigned to another user', () => store.tokens.set(SERIAL, aToken({ assignee: 'bert' })), 'token.none'],
  ['is gone', () => store.tokens.clear(), 'token.none'],
  ['is that of a user who is gone', () => store.users.clear(), 'user.unknown'],
  ['is asked for by older sessions', () => store.users.set('anna', aUser({ sessionEpoch: 1 })), 'challenge.invalid'],
])('the next tokencode of a token that meanwhile %s fails', async (_what, happen, reason) => {
  const challenge = challengeOf(await attempt(`1234${codeOf(SERIAL, 2)}`));
  happen();
  const next = nextTokencode(store.ports, { challenge, tokencode: codeOf(SERIAL, 3), ...AT });
  await expect(next).rejects.toMatchObject({ code: 'logon.failed', status: 401 });
  expect(store.audit.at(-1)).toMatchObject({
    action: 'logon.next-tokencode',
    outcome: 'failure',
    facts: { console: 'self-service', ...METHOD, reason },
  });
});

describe('a first PIN', () => {
  beforeEach(() => {
    const { pinHash: _none, ...noPin } = aToken();
    store.tokens.set(SERIAL, noPin);
  });
  const asked = async () => challengeOf(await attempt(codeOf()));
  const pinSet = (outcome: string) => ({ actor: 'anna', action: 'token.pin-set', object: SERIAL, outcome, ...AT });

  test('leaves an entry when it is asked for and one when it is set', async () => {
    const challenge = await asked();
    await newPin(store.ports, { challenge, pin: '7294', ...AT });
    expect(store.audit).toStrictEqual([entry('logon', 'success', { ...METHOD, status: 'new-pin' }), pinSet('success')]);
  });

  test('that another request set first is recorded as a failure', async () => {
    const challenge = await asked();
    const ports = { ...store.ports, setPin: async () => false };
    await expect(newPin(ports, { challenge, pin: '7294', ...AT })).rejects.toMatchObject({ code: 'challenge.invalid' });
    expect(store.audit.at(-1)).toStrictEqual({ ...pinSet('failure'), facts: { reason: 'challenge.used' } });
  });

  test('is not set on a token that was assigned to another user meanwhile', async () => {
    const challenge = await asked();
    store.tokens.set(SERIAL, { ...store.tokens.get(SERIAL)!, assignee: 'bert' });
    const late = newPin(store.ports, { challenge, pin: '7294', ...AT });
    await expect(late).rejects.toMatchObject({ code: 'challenge.invalid' });
    expect(store.audit).toHaveLength(1);
    expect(store.tokens.get(SERIAL)).not.toHaveProperty('pinHash');
  });
});

test('a logon with two factors leaves an entry for the first, and one that names both for the second', async () => {
  store.settings = settingsWith({ consoleAuthentication: { selfService: 'RSA_Password+SecurID_Native' } });
  const password = {
    hash: await hashSecret(PASSWORD, RING, passwordOf('anna', {})),
    changedAt: NOW,
    mustChange: false,
    history: [],
  };
  store.users.set('anna', aUser({ password }));
  const challenge = challengeOf(await attempt(PASSWORD, { method: 'RSA_Password' }));
  await attempt(`1234${codeOf()}`, { challenge });
  expect(store.audit).toStrictEqual([
    entry('logon', 'success', { method: 'RSA_Password', status: 'more' }),
    entry('logon', 'success', { methods: 'RSA_Password+SecurID_Native', status: 'authenticated' }),
  ]);
});

test('an unknown user ID at the Security Console is a failed logon, not a fault of the server', async () => {
  const unknown = attempt('1234000000', { console: 'security', userId: 'stranger' });
  await expect(unknown).rejects.toMatchObject({ code: 'logon.failed' });
  const late = attempt('1234000000', { userId: 'stranger', challenge: 'made up' });
  await expect(late).rejects.toMatchObject({ code: 'logon.failed' });
  expect(store.audit.map(({ facts }) => facts?.['reason'])).toEqual(['user.unknown', 'user.unknown']);
});

test('logons of a source are limited by the minute, on a counter of their own', async () => {
  const throttles = { logonsPerSourcePerMinute: 2 };
  const consoleAuthentication = { selfService: 'RSA_Password/SecurID_Native' };
  store.settings = settingsWith({ throttles, consoleAuthentication });
  const guess = (now: number) =>
    attempt('1234000000', { now }).then(
      () => 'in',
      ({ code, facts }: { code: string; facts: object }) => ({ code, facts }),
    );
  const failed = { code: 'logon.failed', facts: {} };
  // One that is right is not counted.
  expect(await attempt(`1234${codeOf()}`)).toMatchObject({ status: 'authenticated' });
  expect([await guess(NOW), await guess(NOW)]).toEqual([failed, failed]);
  expect(await guess(NOW)).toEqual({ code: 'throttle.source', facts: { retryAfterSeconds: 50 } });
  expect(await guess(NOW + 60_000)).toEqual(failed);
});
