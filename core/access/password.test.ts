import type { User } from '#core/directory/model.ts';
import { hashSecret, passwordOf, sealPhc, verifySecret } from '#core/passwords/hash.ts';
import { argon2id, formatPhc } from '#core/passwords/phc.ts';
import { newSealId } from '#core/passwords/seal.ts';
import { argon2Runs, STANDARD_RUN } from '#test/support/argon2.ts';
import { unboundHash } from '#test/support/earlier-hashes.ts';
import { aUser, type Memory, memory, NOW, RING, rubbish } from '#test/support/memory.ts';
import { asked, fixture, giveAnswers, mode, prepare, verifyUser } from '#test/support/recovery.ts';
import { logon } from './logon.ts';
import { provePassword } from './password.ts';
import { answerQuestions } from './recovery/answers.ts';

const PASSWORD = 'seven quiet herons at dusk';
const DEAR = { m: 20_000, t: 3, p: 1 } as const;
let hash: string;
let dear: string;
let store: Memory;
beforeAll(async () => {
  const salt = Buffer.alloc(16, 5);
  hash = await hashSecret(PASSWORD, RING, passwordOf('anna', {}));
  dear = sealPhc(
    formatPhc({ cost: DEAR, salt, tag: await argon2id(PASSWORD, salt, DEAR) }),
    RING,
    passwordOf('anna', {}),
  );
});
beforeEach(() => {
  store = memory();
});
const having = (stored: string, more: Partial<User> = {}) =>
  aUser({ password: { hash: stored, changedAt: 0, mustChange: false, history: [] }, ...more });

describe('H5: one argon2id of the standard cost at a password logon', () => {
  const attempt = (request: object = {}) =>
    logon(store.ports, {
      ...({ console: 'self-service', method: 'RSA_Password', source: '192.0.2.1', now: NOW } as const),
      userId: 'anna',
      secret: PASSWORD,
      ...request,
    });

  test('runs for a right password', async () => {
    store.users.set('anna', having(hash));
    expect(await argon2Runs(() => attempt())).toEqual([STANDARD_RUN]);
  });

  test.each<[string, () => User | undefined, object?]>([
    ['of an unknown user ID', () => undefined],
    ['of a user ID longer than any', () => undefined, { userId: 'x'.repeat(255) }],
    ['that is wrong', () => having(hash), { secret: 'wrong' }],
    ['that is empty', () => having(hash), { secret: '' }],
    ['of a user without a password', () => aUser()],
    ['of a user without anything', () => aUser({ tokens: [] })],
    ['of a user whose hash is unreadable', () => having('$keyed$nonsense')],
    ['of a user whose key is gone', () => having(hash.replace('$k1$', '$k9$'))],
    ['of a user whose hash no engine computes', () => having(hash.replace('m=19456', 'm=1'))],
    ['of a user who is disabled', () => having(hash, { enabled: false })],
    ['of a user who is locked out', () => having(hash, { lockedOut: true })],
    [
      'of a user with too many failures',
      () => {
        // At a limit of one no address has a try beyond it.
        store.settings = { ...store.settings, lockout: { ...store.settings.lockout, failures: 1 } };
        return having(hash, { failures: 1, failuresSince: NOW - 1 });
      },
    ],
    ['of a user whose account has ended', () => having(hash, { accountEnd: NOW - 1 })],
    ['of a user whose account has not begun', () => having(hash, { accountStart: NOW + 1 })],
    ['of a user without a role at the Security Console', () => having(hash), { console: 'security' }],
    ['with a challenge that was never issued', () => having(hash), { challenge: rubbish() }],
  ])('%s', async (_what, user, request = {}) => {
    const found = user();
    if (found) store.users.set('anna', found);
    const runs = await argon2Runs(() => expect(attempt(request)).rejects.toMatchObject({ code: 'logon.failed' }));
    expect(runs).toEqual([STANDARD_RUN]);
  });
});

describe('H4: a hash of another cost, an older key or no user', () => {
  const prove = (secret: string, fault?: string) =>
    provePassword(store.ports, { key: 'anna', user: store.users.get('anna'), fault }, secret, store.settings, NOW);
  const stored = () => store.users.get('anna')!.password!.hash;

  test.each([
    ['of another cost', () => dear, [20_000, 3, 1, 32]],
    ['of a release before, without its user (K1)', () => unboundHash(PASSWORD, RING), STANDARD_RUN],
    [
      'under an older key',
      () => hashSecret(PASSWORD, { current: 'k0', keys: RING.keys }, passwordOf('anna', {})),
      STANDARD_RUN,
    ],
  ])('%s is replaced once, after a right password', async (_what, old, run) => {
    store.users.set('anna', having(await old()));
    expect(await argon2Runs(() => expect(prove(PASSWORD)).resolves.toEqual({ kind: 'accepted' }))).toEqual([
      run,
      STANDARD_RUN,
    ]);
    expect(await verifySecret(PASSWORD, stored(), RING, passwordOf('anna', {}))).toEqual({ ok: true, stale: false });
    const now = stored();
    expect(await argon2Runs(() => prove(PASSWORD))).toEqual([STANDARD_RUN]);
    expect(stored()).toBe(now);
  });

  test('is kept where the password is wrong or the user may not log on', async () => {
    store.users.set('anna', having(dear));
    expect(await prove('wrong')).toEqual({ kind: 'failed', reason: 'password.wrong' });
    expect(await prove(PASSWORD, 'user.disabled')).toEqual({ kind: 'failed', reason: 'user.disabled' });
    expect(stored()).toBe(dear);
    expect(store.calls).not.toContain('replacePasswordHash');
  });

  test('never replaces a password that was set meanwhile', async () => {
    store.users.set('anna', having(dear));
    const subject = { key: 'anna', user: store.users.get('anna'), source: '192.0.2.1' };
    store.users.set('anna', having('the new one'));
    expect(await provePassword(store.ports, subject, PASSWORD, store.settings, NOW)).toEqual({ kind: 'accepted' });
    expect(stored()).toBe('the new one');
  });
});

describe('A6: a password that an administrator gave out', () => {
  const HOUR = 3_600_000;
  const MINUTE = 60_000;
  const enter = (now: number) =>
    logon(store.ports, {
      ...({ console: 'self-service', method: 'RSA_Password', source: '192.0.2.1', userId: 'anna' } as const),
      secret: PASSWORD,
      now,
    });
  const REFUSED = { code: 'logon.failed', status: 401 };
  const give = (more: object = {}) =>
    store.users.set('anna', aUser({ password: { hash, changedAt: NOW, mustChange: true, history: [], ...more } }));

  test('opens only a session that changes it, and ends half an hour after the first of them', async () => {
    give();
    expect(await enter(NOW + HOUR)).toMatchObject({ status: 'change-password' });
    expect(store.users.get('anna')?.password?.firstUsedAt).toBe(NOW + HOUR);
    expect(await enter(NOW + HOUR + 30 * MINUTE - 1)).toMatchObject({ status: 'change-password' });
    expect(store.users.get('anna')?.password?.firstUsedAt).toBe(NOW + HOUR);
    await expect(enter(NOW + HOUR + 30 * MINUTE)).rejects.toMatchObject(REFUSED);
    expect(store.audit.at(-1)).toMatchObject({ outcome: 'failure', facts: { reason: 'password.ended' } });
  });

  test('ends unused after a day, with the one answer and the one argon2id of every failure', async () => {
    give();
    const runs = await argon2Runs(() => expect(enter(NOW + 24 * HOUR)).rejects.toMatchObject(REFUSED));
    expect(runs).toEqual([STANDARD_RUN]);
    give({ mustChange: false });
    expect(await enter(NOW + 1000 * HOUR)).toMatchObject({ status: 'authenticated' });
    expect(store.users.get('anna')?.password).not.toHaveProperty('firstUsedAt');
  });
});

describe('H5: answers', () => {
  prepare();
  const runs = (change: (answer: string) => string, userId: string) =>
    argon2Runs(async () => {
      const step = await verifyUser(userId);
      expect(asked(step).questions).toHaveLength(2);
      await giveAnswers(step, change).catch(() => undefined);
    });

  test('take as many runs as there are questions, for every user and every set of answers', async () => {
    mode('questions');
    const half = (answer: string) => (answer === 'Rex' ? answer : 'wrong');
    for (const change of [(answer: string) => answer, half, () => 'wrong', () => ''])
      expect(await runs(change, 'anna')).toEqual([STANDARD_RUN, STANDARD_RUN]);
    fixture.store.users.set('bare', aUser({ userId: 'bare' }));
    for (const userId of ['nobody', 'bare'])
      expect(await runs(() => 'wrong', userId)).toEqual([STANDARD_RUN, STANDARD_RUN]);
  });

  test('take as many runs where fewer or more are given, or answers to other questions', async () => {
    mode('questions');
    for (const given of [
      [],
      [{ id: 'x', answer: 'Rex' }],
      Array.from({ length: 20 }, () => ({ id: 'y', answer: 'z' })),
    ]) {
      const { challenge } = asked(await verifyUser('anna'));
      const request = { source: '192.0.2.1', now: NOW, challenge, answers: given };
      const made = await argon2Runs(() => answerQuestions(fixture.store.ports, request).catch(() => undefined));
      expect(made).toEqual([STANDARD_RUN, STANDARD_RUN]);
    }
  });
});

describe('K1', () => {
  test('the hash of one user is no password of another, though everything is copied with it', async () => {
    store.users.set('anna', having(hash));
    store.users.set('bert', having(hash, { userId: 'Bert' }));
    const prove = (key: string) =>
      provePassword(store.ports, { key, user: store.users.get(key) }, PASSWORD, store.settings, NOW);
    expect(await prove('anna')).toEqual({ kind: 'accepted' });
    expect(await prove('bert')).toEqual({ kind: 'failed', reason: 'password.wrong' });
    // The copy of a whole item, with its user ID, is no way either: what counts is the key by which it was found.
    store.users.set('bert', having(hash));
    expect(await prove('bert')).toEqual({ kind: 'failed', reason: 'password.wrong' });
    // Nor is it with the id that the hash is over: that is sealed for anna's key.
    const sealId = newSealId('anna', RING);
    const sealed = await hashSecret(PASSWORD, RING, passwordOf('anna', { sealId }));
    for (const key of ['anna', 'bert']) store.users.set(key, having(sealed, { sealId }));
    expect(await prove('anna')).toEqual({ kind: 'accepted' });
    expect(await prove('bert')).toEqual({ kind: 'failed', reason: 'password.wrong' });
  });
});
