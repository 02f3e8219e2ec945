import { LandfallError } from '#core/errors.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import { logon } from '../logon.ts';
import { beginSession, resumeSession, type Session } from '../session.ts';
import { changePin } from './pin.ts';
import { chooseAnswers } from './questions.ts';
import { resynchroniseOwn } from './resynchronise.ts';
import { reportLost, showTokens } from './tokens.ts';

const SERIAL = '000000000001';
const OTHERS = '000000000002';
const source = '192.0.2.1';
const NOT_FOUND = { code: 'token.not_found', status: 404 };
let store: Memory;
let session: Session;
let begun: string;

beforeEach(async () => {
  store = memory();
  store.users.set('anna', aUser({ tokens: [SERIAL, OTHERS] }));
  store.tokens.set(SERIAL, aToken());
  store.tokens.set(OTHERS, aToken({ serial: OTHERS, assignee: 'bert' }));
  const logon = { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 0 } as const;
  ({ session, token: begun } = await beginSession(store.ports, store.settings.sessions, logon, NOW));
});
const owner = () => ({ id: 'anna', user: store.users.get('anna')!, session, source });
const token = () => store.tokens.get(SERIAL)!;
const lastAudit = () => store.audit.at(-1)!;

test('a user sees the tokens whose items name the user as assignee', async () => {
  expect(await showTokens(store.ports, owner(), NOW)).toEqual({
    tokens: [expect.objectContaining({ serial: SERIAL, state: 'enabled' })],
  });
  store.users.set('anna', aUser({ tokens: [] }));
  store.calls.length = 0;
  expect(await showTokens(store.ports, owner(), NOW)).toEqual({ tokens: [] });
  expect(store.calls).toEqual([]);
});

describe('reporting lost', () => {
  test('ends every session, begins a new one, and the token is refused at a logon', async () => {
    const { session: next } = await reportLost(store.ports, owner(), SERIAL, NOW);
    expect(token()).toMatchObject({ lost: true, enabled: true, version: 2 });
    expect(store.users.get('anna')?.sessionEpoch).toBe(1);
    expect(next).toMatchObject({ epoch: 1, methods: ['RSA_Password'], console: 'self-service', scope: 'full' });
    expect(lastAudit()).toMatchObject({ actor: 'anna', action: 'token.lost', object: SERIAL, outcome: 'success' });
    const secret = `1234${codeOf()}`;
    const attempt = { console: 'self-service', userId: 'anna', method: 'SecurID_Native', secret, source } as const;
    await expect(logon(store.ports, { ...attempt, now: NOW })).rejects.toMatchObject({ code: 'logon.failed' });
  });
  test('keeps the age of the session that goes on: it is no fresh logon and lasts no longer', async () => {
    const later = NOW + 3_600_500;
    const { session: next, token: cookie } = await reportLost(store.ports, owner(), SERIAL, later);
    expect(next).toEqual({ ...session, id: next.id, epoch: 1, idleUntil: later + session.idleMs });
    expect(next.id).not.toBe(session.id);
    const cookies = { '__Host-landfall': cookie };
    expect(await resumeSession(store.ports, cookies, 'self-service', later)).toMatchObject({ session: next });
    const answers = ['Pet?', 'School?', 'Car?'].map((question, index) => ({
      language: 'en_US',
      question,
      answer: `some reply ${index}`,
    }));
    const renewed = { ...owner(), session: next };
    await expect(chooseAnswers(store.ports, renewed, answers, later)).rejects.toMatchObject({
      code: 'session.not_fresh',
    });
  });
  test('is refused for another user’s token, and after the session has ended', async () => {
    for (const serial of [OTHERS, '9', ''])
      await expect(reportLost(store.ports, owner(), serial, NOW)).rejects.toMatchObject(NOT_FOUND);
    const before = owner();
    store.users.set('anna', aUser({ sessionEpoch: 1 }));
    await expect(reportLost(store.ports, before, SERIAL, NOW)).rejects.toMatchObject({ code: 'token.conflict' });
    expect(token().lost).toBe(false);
  });
});

describe('resynchronising', () => {
  const resync = (first: number, second = first + 1, serial = SERIAL) =>
    resynchroniseOwn(
      store.ports,
      owner(),
      serial,
      { tokencode: codeOf(SERIAL, first), nextTokencode: codeOf(SERIAL, second) },
      NOW,
    );
  const WRONG = { code: 'token.codes_wrong', status: 422 };

  test('within the wide window of a logon learns the offset, spends the codes and keeps the failures', async () => {
    store.tokens.set(SERIAL, aToken({ failures: 4 }));
    await resync(3);
    expect(token()).toMatchObject({ offset: 4, lastInterval: Math.floor(NOW / 60_000) + 4, failures: 4, version: 2 });
    expect(store.users.get('anna')?.failures).toBe(0);
    expect(lastAudit()).toMatchObject({ action: 'token.resynchronised', outcome: 'success' });
  });
  test('counts wrong codes for user and token, and at the limit refuses even right ones', async () => {
    for (const [tries, [first, second]] of [
      [4, 5],
      [0, 2],
      [-4, -3],
      [1, 1],
      [2, 1],
    ].entries()) {
      await expect(resync(first!, second)).rejects.toMatchObject(WRONG);
      expect([token().failures, store.users.get('anna')?.failures]).toEqual([tries + 1, tries + 1]);
    }
    expect(lastAudit()).toMatchObject({ outcome: 'failure', facts: { reason: 'codes.wrong' } });
    await expect(resync(1)).rejects.toMatchObject(WRONG);
    expect(lastAudit()).toMatchObject({ outcome: 'failure', facts: { reason: 'user.failures' } });
    expect(token()).toMatchObject({ failures: 5, lastInterval: -1 });
    expect(store.users.get('anna')?.failures).toBe(5);
  });
  test('suspends the token after too many wrong codes, as wrong passcodes do, and can be done all the same', async () => {
    store.tokens.set(SERIAL, aToken({ failures: 99 }));
    await expect(resync(0, 2)).rejects.toMatchObject(WRONG);
    expect(token().suspendedAt).toBe(NOW);
    expect(store.audit.map(({ action }) => action)).toEqual(['token.disabled', 'token.resynchronised']);
    expect(store.audit[0]).toMatchObject({ object: SERIAL, source, now: NOW });
    await resync(1);
    expect(token()).toMatchObject({ suspendedAt: NOW, offset: 2 });
  });
  test('refuses spent codes without counting a try, also where another request used them first', async () => {
    store.tokens.set(SERIAL, aToken({ lastInterval: Math.floor(NOW / 60_000) + 1 }));
    await expect(resync(1)).rejects.toMatchObject(WRONG);
    expect(lastAudit()).toMatchObject({ facts: { reason: 'codes.spent' } });
    store.tokens.set(SERIAL, aToken());
    const openSeed = async (given: Parameters<typeof store.ports.openSeed>[0]) => {
      store.tokens.set(SERIAL, aToken({ lastInterval: Math.floor(NOW / 60_000) + 1 }));
      return store.ports.openSeed(given);
    };
    const codes = { tokencode: codeOf(SERIAL, 1), nextTokencode: codeOf(SERIAL, 2) };
    const raced = resynchroniseOwn({ ...store.ports, openSeed }, owner(), SERIAL, codes, NOW);
    await expect(raced).rejects.toMatchObject(WRONG);
    expect(token().version).toBe(1);
    expect([token().failures, store.users.get('anna')?.failures]).toEqual([0, 0]);
  });
  test('passes a fault of the store on, and does not call the codes spent', async () => {
    const codes = { tokencode: codeOf(SERIAL, 1), nextTokencode: codeOf(SERIAL, 2) };
    for (const fault of [new Error('unplugged'), new LandfallError('directory.busy')]) {
      const ports = { ...store.ports, saveToken: () => Promise.reject(fault) };
      await expect(resynchroniseOwn(ports, owner(), SERIAL, codes, NOW)).rejects.toBe(fault);
    }
  });
  test('of an HOTP token moves the counter alone', async () => {
    const { hotp } = await import('#core/tokens/oath.ts');
    store.tokens.set(SERIAL, aToken({ algorithm: 'hotp-sha1', interval: 0, lastInterval: 41 }));
    const seed = await store.ports.openSeed(aToken());
    const at = (counter: number) => hotp({ seed, digits: 6, hash: 'sha1' }, counter);
    const codes = { tokencode: at(140), nextTokencode: at(141) };
    await resynchroniseOwn(store.ports, owner(), SERIAL, codes, NOW);
    expect(token()).toMatchObject({ lastInterval: 141, offset: 0 });
  });
  test('answers that another user’s token does not exist, and passes a fault of the table on', async () => {
    await expect(resync(1, 2, OTHERS)).rejects.toMatchObject(NOT_FOUND);
    const broken = { ...store.ports, saveToken: () => Promise.reject(new Error('no table')) };
    const codes = { tokencode: codeOf(SERIAL, 1), nextTokencode: codeOf(SERIAL, 2) };
    await expect(resynchroniseOwn(broken, owner(), SERIAL, codes, NOW)).rejects.toThrow('no table');
  });
});

describe('changing a PIN', () => {
  const change = (passcode: string, pin?: string, serial = SERIAL, now = NOW) =>
    changePin(store.ports, owner(), serial, { passcode, pin }, now);

  const WRONG = { code: 'pin.passcode_wrong', status: 403 };

  test('takes a passcode with the former PIN, and the new one counts from the next tokencode on', async () => {
    const former = token().pinHash!;
    expect(await change(`1234${codeOf()}`, '4815')).toEqual({
      status: 'pin-set',
      session: expect.objectContaining({ epoch: 1 }),
      token: expect.any(String),
    });
    expect(token()).toMatchObject({ pinHash: pinHash(RING, aToken(), '4815'), formerPins: [former], version: 2 });
    expect(store.users.get('anna')?.failures).toBe(0);
    expect(lastAudit()).toMatchObject({ action: 'token.pin-changed', outcome: 'success' });
    expect(await change(`4815${codeOf(SERIAL, 1)}`)).toMatchObject({ pin: expect.stringMatching(/^\d{6}$/u) });
    expect(JSON.stringify(store.audit)).not.toContain('4815');
  });
  test('ends the other sessions; the present one goes on, as old as it is (S7)', async () => {
    const later = NOW + 60_000;
    const done = await change(`1234${codeOf(SERIAL, 1)}`, '4815', SERIAL, later);
    const { session: next, token: cookie } = done as Extract<typeof done, { status: 'pin-set' }>;
    expect(store.users.get('anna')?.sessionEpoch).toBe(1);
    expect(next).toEqual({ ...session, id: next.id, epoch: 1, idleUntil: later + session.idleMs });
    const resumed = (token: string) => resumeSession(store.ports, { '__Host-landfall': token }, 'self-service', later);
    expect(await resumed(cookie)).toMatchObject({ session: next });
    expect(await resumed(begun)).toBeUndefined();
  });
  test('counts a wrong passcode like a failed logon, for whatever cause', async () => {
    await expect(change(codeOf(), '4815')).rejects.toMatchObject(WRONG);
    await expect(change(`9999${codeOf()}`, '4815')).rejects.toMatchObject(WRONG);
    expect([token().failures, store.users.get('anna')?.failures]).toEqual([2, 2]);
    expect(lastAudit()).toMatchObject({ outcome: 'failure', facts: { reason: 'passcode.wrong' } });
  });
  test('asks for the next tokencode where a logon would, and counts neither code (T10)', async () => {
    store.tokens.set(SERIAL, aToken({ failures: 3 }));
    const asked = await change(`1234${codeOf(SERIAL, 2)}`, '4815');
    expect(asked).toEqual({ status: 'next-tokencode', challenge: expect.any(String) });
    expect([token().failures, store.users.get('anna')?.failures]).toEqual([3, 0]);
    expect(lastAudit()).toMatchObject({
      action: 'token.passcode',
      outcome: 'success',
      facts: { status: 'next-tokencode' },
    });
    expect(token().pinHash).toBe(aToken().pinHash);
    const next = { challenge: 'challenge' in asked ? asked.challenge : '', tokencode: codeOf(SERIAL, 3) };
    const other = { ...owner(), id: 'bert' };
    store.tokens.set(OTHERS, aToken({ serial: OTHERS, assignee: 'bert' }));
    await expect(changePin(store.ports, other, OTHERS, { ...next, pin: '4815' }, NOW)).rejects.toMatchObject(WRONG);
    // The challenge is gone with that; the owner begins again.
    await expect(changePin(store.ports, owner(), SERIAL, { ...next, pin: '4815' }, NOW)).rejects.toMatchObject(WRONG);
    store.tokens.set(SERIAL, aToken({ failures: 3 }));
    const again = await change(`1234${codeOf()}`, '4815');
    const code = { challenge: 'challenge' in again ? again.challenge : '', tokencode: codeOf(SERIAL, 1) };
    expect(await changePin(store.ports, owner(), SERIAL, { ...code, pin: '4815' }, NOW)).toMatchObject({
      status: 'pin-set',
    });
    expect(token()).toMatchObject({ failures: 0, pinHash: pinHash(RING, aToken(), '4815') });
    expect(lastAudit()).toMatchObject({ action: 'token.pin-changed', outcome: 'success' });
  });
  test('refuses a passcode of another token of the user', async () => {
    store.tokens.set(OTHERS, aToken({ serial: OTHERS }));
    await expect(change(`1234${codeOf(OTHERS)}`, '4815')).rejects.toMatchObject({ code: 'pin.passcode_wrong' });
  });
  test('applies the policy before the passcode is spent, and compares former PINs only after it was right', async () => {
    await expect(change(`1234${codeOf()}`, '5678')).rejects.toMatchObject({ code: 'pin.sequence' });
    await expect(change('9999', '1234')).rejects.toMatchObject({ code: 'pin.sequence' });
    store.tokens.set(SERIAL, aToken({ pinHash: pinHash(RING, aToken(), '4815') }));
    await expect(change('9999', '4815')).rejects.toMatchObject({ code: 'pin.passcode_wrong' });
    await expect(change(`4815${codeOf()}`, '4815')).rejects.toMatchObject({ code: 'pin.used_before' });
  });
  test('is refused long after the logon, for a token without a PIN, an unusable one, and another user’s', async () => {
    const now = NOW + 15 * 60_000;
    await expect(change(`1234${codeOf()}`, '4815', SERIAL, now)).rejects.toMatchObject({ code: 'session.not_fresh' });
    await expect(change(`1234${codeOf()}`, '4815', OTHERS)).rejects.toMatchObject(NOT_FOUND);
    const { pinHash: _pin, ...noPin } = aToken();
    store.tokens.set(SERIAL, noPin);
    await expect(change(codeOf(), '4815')).rejects.toMatchObject({ code: 'pin.none', status: 409 });
    store.tokens.set(SERIAL, aToken({ pinStyle: 'none' }));
    await expect(change(codeOf())).rejects.toMatchObject({ code: 'pin.not_used' });
    await expect(change(codeOf(), '4815')).rejects.toMatchObject({ code: 'pin.not_used' });
    store.tokens.set(SERIAL, aToken({ expiresAt: NOW - 1 }));
    await expect(change(`1234${codeOf()}`)).rejects.toMatchObject({
      code: 'token.unusable',
      facts: { state: 'expired' },
    });
  });
  test('follows the settings on whether user or system chooses the PIN', async () => {
    store.settings = settingsWith({
      consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' },
      tokenPolicy: { pinChoice: 'system' },
    });
    await expect(change(`1234${codeOf()}`, '4815')).rejects.toMatchObject({ code: 'pin.choice' });
    expect(await change(`1234${codeOf()}`)).toMatchObject({ pin: expect.any(String) });
  });
});
