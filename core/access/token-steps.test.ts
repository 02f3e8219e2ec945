import { secretHash } from '#core/secret.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, rubbish, settingsWith } from '#test/support/memory.ts';
import { type LogonResult, logon } from './logon.ts';
import { composeMail } from './recovery/mails.ts';
import { newPin, nextTokencode } from './token-steps.ts';

const SERIAL = '000000000001';
const FAILED = { code: 'logon.failed' };
const INVALID = { code: 'challenge.invalid', status: 401 };
let store: Memory;

beforeEach(() => {
  store = memory();
  store.users.set('anna', aUser());
});
const at = { source: '192.0.2.1', now: NOW };
const challengeOf = (result: LogonResult): string => ('challenge' in result ? result.challenge : '');
const logonWith = (secret: string) =>
  logon(store.ports, { console: 'self-service', userId: 'anna', method: 'SecurID_Native', secret, ...at });

describe('next tokencode', () => {
  beforeEach(() => store.tokens.set(SERIAL, aToken()));
  const asked = async () => challengeOf(await logonWith(`1234${codeOf(SERIAL, 2)}`));
  const next = (challenge: string, more: object = {}) =>
    nextTokencode(store.ports, { challenge, tokencode: codeOf(SERIAL, 3), ...at, ...more });

  test('the code after the first completes the logon, and the offset is learned', async () => {
    expect(await next(await asked())).toMatchObject({ status: 'authenticated' });
    expect(store.tokens.get(SERIAL)).toMatchObject({ offset: 3, failures: 0 });
    expect(store.users.get('anna')?.failures).toBe(0);
  });

  test('a challenge allows one try: a wrong code counts for user and token, and the right one is then refused', async () => {
    const challenge = await asked();
    await expect(next(challenge, { tokencode: codeOf(SERIAL, 4) })).rejects.toMatchObject(FAILED);
    expect(store.users.get('anna')?.failures).toBe(1);
    expect(store.tokens.get(SERIAL)?.failures).toBe(1);
    await expect(next(challenge)).rejects.toMatchObject(FAILED);
    expect(store.audit.at(-1)).toMatchObject({ action: 'logon.next-tokencode', facts: { reason: 'tokencode.wrong' } });
  });

  test.each<[string, (store: Memory) => void]>([
    ['the token was taken away', ({ tokens }) => tokens.set(SERIAL, aToken({ assignee: 'bert' }))],
    ['the user was disabled', ({ users }) => users.set('anna', aUser({ enabled: false }))],
    ['the sessions were ended', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 }))],
  ])('the right code is refused where %s', async (_what, happen) => {
    const challenge = await asked();
    happen(store);
    await expect(next(challenge)).rejects.toMatchObject(FAILED);
    expect(store.sessions.size).toBe(0);
  });

  test('a challenge that has ended or was never issued is refused', async () => {
    await expect(next(await asked(), { now: NOW + 180_001 })).rejects.toMatchObject(FAILED);
    await expect(next(rubbish())).rejects.toMatchObject(FAILED);
  });
});

describe('new PIN', () => {
  beforeEach(() => {
    const { pinHash: _none, ...noPin } = aToken();
    store.tokens.set(SERIAL, noPin);
  });
  const asked = async () => challengeOf(await logonWith(codeOf()));
  const set = (challenge: string, pin?: string) => newPin(store.ports, { challenge, pin, ...at });

  test('a chosen PIN is set once and is not in the answer', async () => {
    const challenge = await asked();
    expect(await set(challenge, '4815')).toEqual({ status: 'pin-set' });
    expect(store.tokens.get(SERIAL)?.pinHash).toMatch(/^k1\$/u);
    expect(store.sessions.size).toBe(0);
    await expect(set(challenge, '2342')).rejects.toMatchObject(INVALID);
    expect(JSON.stringify(store.audit)).not.toContain('4815');
  });

  test('a refused PIN may be chosen again, and a generated one is in the answer', async () => {
    const challenge = await asked();
    await expect(set(challenge, '1')).rejects.toMatchObject({ code: 'pin.length' });
    expect(await set(challenge)).toEqual({ status: 'pin-set', pin: expect.stringMatching(/^\d{4,8}$/u) });
  });

  test.each<[string, (store: Memory) => void]>([
    ['the token was taken away', ({ tokens }) => tokens.set(SERIAL, aToken({ assignee: 'bert' }))],
    ['the token was reported lost', ({ tokens }) => tokens.set(SERIAL, { ...tokens.get(SERIAL)!, lost: true })],
    ['the token was disabled', ({ tokens }) => tokens.set(SERIAL, { ...tokens.get(SERIAL)!, enabled: false })],
    ['it has a PIN by now', ({ tokens }) => tokens.set(SERIAL, aToken())],
    ['the user is gone', ({ users }) => users.clear()],
    ['the user was disabled', ({ users }) => users.set('anna', aUser({ enabled: false }))],
    ['the user was locked out', ({ users }) => users.set('anna', aUser({ lockedOut: true }))],
    ['the account is over', ({ users }) => users.set('anna', aUser({ accountEnd: NOW }))],
    ['the sessions were ended', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 }))],
  ])('no PIN is set where %s', async (_what, happen) => {
    const challenge = await asked();
    happen(store);
    const before = store.tokens.get(SERIAL)?.pinHash;
    await expect(set(challenge, '4815')).rejects.toMatchObject(INVALID);
    expect(store.tokens.get(SERIAL)?.pinHash).toBe(before);
  });

  test('a sequence and a former PIN of the token are refused', async () => {
    const { pinHash: former, ...noPin } = aToken();
    store.tokens.set(SERIAL, { ...noPin, formerPins: [former!, pinHash(RING, noPin, '4815')] });
    const challenge = await asked();
    for (const [pin, code] of [
      ['5678', 'pin.sequence'],
      ['5656', 'pin.repeated'],
      ['4815', 'pin.used_before'],
    ] as const)
      await expect(set(challenge, pin)).rejects.toMatchObject({ code, status: 400 });
    expect(await set(challenge, '2342')).toEqual({ status: 'pin-set' });
  });

  test('the settings decide whether the user or the system chooses the PIN', async () => {
    const challenge = await asked();
    const choice = (pinChoice: string) => (store.settings = settingsWith({ tokenPolicy: { pinChoice } }));
    choice('system');
    await expect(set(challenge, '4815')).rejects.toMatchObject({ code: 'pin.choice', status: 403 });
    choice('user');
    await expect(set(challenge)).rejects.toMatchObject({ code: 'pin.choice', status: 403 });
    choice('system');
    expect(await set(challenge)).toEqual({ status: 'pin-set', pin: expect.stringMatching(/^\d{6}$/u) });
  });

  describe.each<[string, object]>([
    ['newPinProof is mail', { tokenPolicy: { newPinProof: 'mail' } }],
    ['questions alone recover a password', { recovery: { mode: 'questions' } }],
  ])('where %s', (_why, settings) => {
    const both = { consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native' } };
    beforeEach(() => {
      store.settings = settingsWith({ ...both, ...settings });
      store.users.set('anna', aUser({ email: 'anna@example.com' }));
    });
    const mailed = async (now = NOW) => {
      const request = store.mails.at(-1)!;
      expect(request).toEqual({ kind: 'new-pin-proof', user: 'anna', logon: expect.any(String) });
      const mail = await composeMail(store.ports, request, 'https://logon.example.com', now);
      expect(mail?.to).toBe('anna@example.com');
      return /[2-9A-Z]{5}-[2-9A-Z]{5}/u.exec(mail!.text)![0];
    };
    const prove = (challenge: string, code?: string, now = NOW) =>
      newPin(store.ports, { challenge, pin: '4815', code, ...at, now });

    test('the code from the mailbox is needed, as people type it, once', async () => {
      const answer = await logonWith(codeOf());
      expect(answer).toMatchObject({ status: 'new-pin', proof: 'mail' });
      const challenge = challengeOf(answer);
      const code = await mailed();
      await expect(prove(challenge)).rejects.toMatchObject({ code: 'pin.proof_required', status: 403 });
      await expect(prove(challenge, 'AAAAA-AAAAA')).rejects.toMatchObject({ code: 'pin.proof_wrong', status: 403 });
      expect(store.tokens.get(SERIAL)?.pinHash).toBeUndefined();
      expect(await prove(challenge, ` ${code.toLowerCase().replace('-', ' ')} `)).toEqual({ status: 'pin-set' });
      expect(JSON.stringify([...store.challenges])).not.toContain(code.replace('-', ''));
    });

    test('another user’s code, a late one, and one from before the sessions were ended are refused', async () => {
      const challenge = await asked();
      store.users.set('bert', aUser({ userId: 'bert', email: 'bert@example.com' }));
      const mail = await composeMail(
        store.ports,
        { kind: 'new-pin-proof', user: 'bert', logon: secretHash(challenge) },
        'https://x',
        NOW,
      );
      const code = /[2-9A-Z]{5}-[2-9A-Z]{5}/u.exec(mail!.text)![0];
      await expect(prove(challenge, code)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      const early = await mailed(NOW - 600_000);
      await expect(prove(challenge, early)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      const before = await mailed();
      store.users.set('anna', aUser({ sessionEpoch: 1 }));
      store.tokens.set(SERIAL, { ...store.tokens.get(SERIAL)!, lastInterval: -1 });
      await expect(prove(await asked(), before)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
    });

    test('a code is good for the logon that asked for it alone', async () => {
      const first = await asked();
      const code = await mailed();
      store.tokens.set(SERIAL, { ...store.tokens.get(SERIAL)!, lastInterval: -1 });
      const second = await asked();
      await expect(prove(second, code)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      await expect(prove(first, await mailed())).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      expect(await prove(first, code)).toEqual({ status: 'pin-set' });
    });

    test('a code is kept under the pepper, and a rotation in between refuses it not', async () => {
      const challenge = await asked();
      const code = await mailed();
      const rotated = { current: 'new', keys: { ...RING.keys, new: Buffer.alloc(32, 9) } };
      const other = { current: 'new', keys: { new: Buffer.alloc(32, 9) } };
      const withRing = (ring: typeof rotated | typeof other) => ({ ...store.ports, peppers: async () => ring });
      const proof = { challenge, pin: '4815', code, ...at };
      await expect(newPin(withRing(other), proof)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      expect(await newPin(withRing(rotated), proof)).toEqual({ status: 'pin-set' });
    });

    test('a user has ten tries a day over all logons, and a right one is not counted', async () => {
      const challenge = await asked();
      const code = await mailed();
      for (let guess = 0; guess < 10; guess++)
        await expect(prove(challenge, `wrong ${guess}`)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      await expect(prove(challenge, code)).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      const tomorrow = NOW + 86_400_000;
      store.tokens.set(SERIAL, { ...store.tokens.get(SERIAL)!, lastInterval: -1 });
      const again = await logon(store.ports, {
        console: 'self-service',
        userId: 'anna',
        method: 'SecurID_Native',
        secret: codeOf(SERIAL, 0, tomorrow),
        source: at.source,
        now: tomorrow,
      });
      expect(await prove(challengeOf(again), await mailed(tomorrow), tomorrow)).toEqual({ status: 'pin-set' });
    });

    test('a former PIN is refused as such only after a right code, which stays valid', async () => {
      const { pinHash: _none, ...noPin } = aToken();
      store.tokens.set(SERIAL, { ...noPin, formerPins: [pinHash(RING, noPin, '2580')] });
      const challenge = await asked();
      const choose = (pin: string, code?: string) => newPin(store.ports, { challenge, pin, code, ...at });
      for (const pin of ['2580', '4815']) {
        await expect(choose(pin)).rejects.toMatchObject({ code: 'pin.proof_required' });
        await expect(choose(pin, 'AAAAA-AAAAA')).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      }
      const code = await mailed();
      await expect(choose('2580', code)).rejects.toMatchObject({ code: 'pin.used_before' });
      expect(await choose('4815', code)).toEqual({ status: 'pin-set' });
    });

    test('a wrong code is in the audit, and of two requests with a right one one succeeds', async () => {
      const challenge = await asked();
      await expect(prove(challenge, 'AAAAA-AAAAA')).rejects.toMatchObject({ code: 'pin.proof_wrong' });
      const failure = { actor: 'anna', action: 'token.pin-set', object: SERIAL, outcome: 'failure' };
      expect(store.audit.at(-1)).toMatchObject({ ...failure, facts: { reason: 'pin.proof_wrong' } });
      const code = await mailed();
      const uses = await Promise.allSettled([1, 2].map(() => prove(challenge, code)));
      expect(uses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    test('no code is sent to a user without a mailbox or to a locked account', async () => {
      for (const user of [aUser(), aUser({ email: 'anna@example.com', lockedOut: true })]) {
        store.users.set('anna', user);
        const request = { kind: 'new-pin-proof', user: 'anna', logon: secretHash('x') } as const;
        expect(await composeMail(store.ports, request, 'https://x', NOW)).toBeUndefined();
      }
    });
  });

  test('no code is asked for or mailed where the settings ask for none', async () => {
    expect(await logonWith(codeOf())).toEqual({ status: 'new-pin', challenge: expect.any(String) });
    expect(store.mails).toEqual([]);
  });

  test('of two requests that set it one succeeds, and a challenge that was never issued sets nothing', async () => {
    const ports = { ...store.ports, takeChallenge: async () => undefined };
    const challenge = await asked();
    await expect(newPin(ports, { challenge, pin: '4815', ...at })).rejects.toMatchObject(INVALID);
    await expect(set(rubbish(), '4815')).rejects.toMatchObject(INVALID);
  });
});
