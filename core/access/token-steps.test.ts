import { aToken, aUser, codeOf, type Memory, memory, NOW, rubbish } from '#test/support/memory.ts';
import { type LogonResult, logon } from './logon.ts';
import { newPin, nextTokencode } from './token-steps.ts';

const SERIAL = '000000000001';
const FAILED = { code: 'logon.failed' };
const INVALID = { code: 'challenge.invalid', status: 401 };
let world: Memory;

beforeEach(() => {
  world = memory();
  world.users.set('anna', aUser());
});
const at = { source: '192.0.2.1', now: NOW };
const challengeOf = (result: LogonResult): string => ('challenge' in result ? result.challenge : '');
const logonWith = (secret: string) =>
  logon(world.ports, { console: 'self-service', userId: 'anna', method: 'SecurID_Native', secret, ...at });

describe('next tokencode', () => {
  beforeEach(() => world.tokens.set(SERIAL, aToken()));
  const asked = async () => challengeOf(await logonWith(`1234${codeOf(SERIAL, 2)}`));
  const next = (challenge: string, more: object = {}) =>
    nextTokencode(world.ports, { challenge, tokencode: codeOf(SERIAL, 3), ...at, ...more });

  test('the code after the first completes the logon and teaches the offset', async () => {
    expect(await next(await asked())).toMatchObject({ status: 'authenticated' });
    expect(world.tokens.get(SERIAL)).toMatchObject({ offset: 3, failures: 0 });
    expect(world.users.get('anna')?.failures).toBe(0);
  });

  test('one try a challenge: a miss counts for user and token, and the right code then comes too late', async () => {
    const challenge = await asked();
    await expect(next(challenge, { tokencode: codeOf(SERIAL, 4) })).rejects.toMatchObject(FAILED);
    expect(world.users.get('anna')?.failures).toBe(1);
    expect(world.tokens.get(SERIAL)?.failures).toBe(1);
    await expect(next(challenge)).rejects.toMatchObject(FAILED);
    expect(world.audit.at(-1)).toMatchObject({ action: 'logon.next-tokencode', facts: { reason: 'tokencode.wrong' } });
  });

  test.each<[string, (world: Memory) => void]>([
    ['the token was taken away', ({ tokens }) => tokens.set(SERIAL, aToken({ assignee: 'bert' }))],
    ['the user was disabled', ({ users }) => users.set('anna', aUser({ enabled: false }))],
    ['the sessions were ended', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 }))],
  ])('nothing comes of it where %s', async (_what, happen) => {
    const challenge = await asked();
    happen(world);
    await expect(next(challenge)).rejects.toMatchObject(FAILED);
    expect(world.sessions.size).toBe(0);
  });

  test('late, or made up', async () => {
    await expect(next(await asked(), { now: NOW + 180_001 })).rejects.toMatchObject(FAILED);
    await expect(next(rubbish())).rejects.toMatchObject(FAILED);
  });
});

describe('new PIN', () => {
  beforeEach(() => {
    const { pinHash: _none, ...noPin } = aToken();
    world.tokens.set(SERIAL, noPin);
  });
  const asked = async () => challengeOf(await logonWith(codeOf()));
  const set = (challenge: string, pin?: string) => newPin(world.ports, { challenge, pin, ...at });

  test('a chosen PIN is set once and not repeated to anybody', async () => {
    const challenge = await asked();
    expect(await set(challenge, '5678')).toEqual({ status: 'pin-set' });
    expect(world.tokens.get(SERIAL)?.pinHash).toMatch(/^k1\$/u);
    expect(world.sessions.size).toBe(0);
    await expect(set(challenge, '9999')).rejects.toMatchObject(INVALID);
    expect(JSON.stringify(world.audit)).not.toContain('5678');
  });

  test('a refused PIN may be chosen again; a generated one is told', async () => {
    const challenge = await asked();
    await expect(set(challenge, '1')).rejects.toMatchObject({ code: 'pin.length' });
    expect(await set(challenge)).toEqual({ status: 'pin-set', pin: expect.stringMatching(/^\d{4,8}$/u) });
  });

  test.each<[string, (world: Memory) => void]>([
    ['the token was taken away', ({ tokens }) => tokens.set(SERIAL, aToken({ assignee: 'bert' }))],
    ['it has a PIN by now', ({ tokens }) => tokens.set(SERIAL, aToken())],
    ['the user is gone', ({ users }) => users.clear()],
    ['the user was disabled', ({ users }) => users.set('anna', aUser({ enabled: false }))],
    ['the user was locked out', ({ users }) => users.set('anna', aUser({ lockedOut: true }))],
    ['the sessions were ended', ({ users }) => users.set('anna', aUser({ sessionEpoch: 1 }))],
  ])('no PIN where %s', async (_what, happen) => {
    const challenge = await asked();
    happen(world);
    const before = world.tokens.get(SERIAL)?.pinHash;
    await expect(set(challenge, '5678')).rejects.toMatchObject(INVALID);
    expect(world.tokens.get(SERIAL)?.pinHash).toBe(before);
  });

  test('of two who set it one wins; a made-up challenge sets nothing', async () => {
    const ports = { ...world.ports, takeChallenge: async () => undefined };
    const challenge = await asked();
    await expect(newPin(ports, { challenge, pin: '5678', ...at })).rejects.toMatchObject(INVALID);
    await expect(set(rubbish(), '5678')).rejects.toMatchObject(INVALID);
  });
});
