/**
 * A process whose ring is from before a rotation: the ring is read again before a passcode, password, answer or session is
 * checked with it, so that none is refused.
 */
import { answerOf, hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { newSealId } from '#core/passwords/seal.ts';
import { pinHash } from '#core/tokens/pin.ts';
import { aToken, aUser, codeOf, type Memory, memory, NOW, RING, settingsWith } from '#test/support/memory.ts';
import type { KeyRing } from '../keys.ts';
import { type LogonRequest, logon } from './logon.ts';
import { changePassword } from './profile/password.ts';
import { chooseAnswers } from './profile/questions.ts';
import { drawDecoys, drawOwn } from './recovery/draw.ts';
import { resetPassword } from './recovery/reset.ts';
import { issueStep, questionsFor } from './recovery/state.ts';
import { beginSession, endSession, resumeSession } from './session.ts';
import { nextTokencode } from './token-steps.ts';

const ROTATED: KeyRing = { current: 'k2', keys: { ...RING.keys, k2: Buffer.from('the key after the rotation') } };
const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const SHAPE = { serial: '000000000001', digits: 6, pinStyle: 'fob' } as const;
const at = { source: '192.0.2.1', now: NOW };
let store: Memory;
let current: KeyRing;

/** Gives what the process knows, until something names a key that it lacks. */
const source = async (needed: readonly (string | undefined)[] = []) => {
  if (needed.some((kid) => kid !== undefined && !Object.hasOwn(current.keys, kid))) current = ROTATED;
  return current;
};

beforeEach(async () => {
  store = memory();
  Object.assign(store.ports, { peppers: source, sessionKeys: source });
  current = RING;
  const password = {
    hash: await hashSecret(PASSWORD, ROTATED, passwordOf('anna', {})),
    changedAt: NOW,
    mustChange: false,
    history: [],
  };
  store.users.set('anna', aUser({ password }));
  store.tokens.set(SHAPE.serial, aToken({ pinHash: pinHash(ROTATED, SHAPE, '1234') }));
});

const attempt = (more: Partial<LogonRequest>) =>
  logon(store.ports, {
    console: 'self-service',
    userId: 'anna',
    method: 'SecurID_Native',
    secret: `1234${codeOf()}`,
    ...at,
    ...more,
  });
const begin = async (ring: KeyRing) => {
  const begun = { user: 'anna', console: 'self-service', methods: ['RSA_Password'], scope: 'full', epoch: 0 } as const;
  const ports = { ...store.ports, sessionKeys: async () => ring };
  return beginSession(ports, store.settings.sessions, begun, NOW);
};

test('a passcode is accepted whose PIN was hashed with the new key', async () => {
  expect(await attempt({})).toMatchObject({ status: 'authenticated' });
  expect(store.tokens.get(SHAPE.serial)?.failures).toBe(0);
});

test('a password is accepted that was hashed with the new key', async () => {
  expect(await attempt({ method: 'RSA_Password', secret: PASSWORD })).toMatchObject({ status: 'authenticated' });
});

test('the next tokencode is accepted with a PIN that was hashed with the new key', async () => {
  const asked = await attempt({ secret: `1234${codeOf(SHAPE.serial, 2)}` });
  current = RING;
  const challenge = 'challenge' in asked ? asked.challenge : '';
  const tokencode = `1234${codeOf(SHAPE.serial, 3)}`;
  expect(await nextTokencode(store.ports, { challenge, tokencode, ...at })).toMatchObject({ status: 'authenticated' });
});

test('answers are accepted that were hashed with the new key: the ring is read again before the questions are drawn', async () => {
  const settings = settingsWith({ securityQuestions: { enrolment: 1, authentication: 1 } });
  const hash = await hashSecret('rex', ROTATED, answerOf('anna', {}));
  const user = aUser({ firstTokenLogonAt: NOW, answers: [{ language: 'en_US', question: 'Pet?', hash }] });
  expect(await questionsFor(store.ports, 'anna', user, settings)).toMatchObject([{ question: 'Pet?', hash }]);
  expect(current).toBe(ROTATED);
});

test('a former password hashed with the new key is refused, in a recovery and in a change', async () => {
  const used = { code: 'password.used_before' };
  const grant = await issueStep(store.ports, 'recovery-grant', 'anna', store.users.get('anna'), NOW, {
    byAdministrator: true,
  });
  await expect(resetPassword(store.ports, { ...at, grant, password: PASSWORD })).rejects.toMatchObject(used);
  current = RING;
  const { session } = await begin(RING);
  const owner = { id: 'anna', user: store.users.get('anna')!, session, source: at.source };
  const change = { current: PASSWORD, next: PASSWORD, now: NOW };
  await expect(changePassword(store.ports, owner, change)).rejects.toMatchObject(used);
});

test('a password of the history is refused whose hash names the new key', async () => {
  const { password } = store.users.get('anna')!;
  const now = { ...password!, hash: await hashSecret(OTHER, RING, passwordOf('anna', {})), history: [password!.hash] };
  store.users.set('anna', aUser({ password: now }));
  const grant = await issueStep(store.ports, 'recovery-grant', 'anna', store.users.get('anna'), NOW, {
    byAdministrator: true,
  });
  await expect(resetPassword(store.ports, { ...at, grant, password: PASSWORD })).rejects.toMatchObject({
    code: 'password.used_before',
  });
});

test('a user whose hashes are of the former key, and whose seal is of the new one, is served in each act', async () => {
  const sealId = newSealId('anna', ROTATED);
  const { keys } = ROTATED;
  const former = { current: RING.current, keys };
  const answer = {
    language: 'en_US',
    question: 'Pet?',
    hash: await hashSecret('rex', former, answerOf('anna', { sealId })),
  };
  const hash = await hashSecret(PASSWORD, former, passwordOf('anna', { sealId }));
  const password = { hash, changedAt: NOW, mustChange: false, history: [] };
  const user = aUser({ sealId, password, answers: [answer], firstTokenLogonAt: NOW });
  store.users.set('anna', user);
  current = RING;
  expect(await attempt({ method: 'RSA_Password', secret: PASSWORD })).toMatchObject({ status: 'authenticated' });
  current = RING;
  const { session } = await begin(RING);
  const owner = { id: 'anna', user, session, source: at.source };
  await changePassword(store.ports, owner, { current: PASSWORD, next: OTHER, now: NOW });
  current = RING;
  await questionsFor(store.ports, 'anna', user, settingsWith({}));
  expect(current).toBe(ROTATED);
  current = RING;
  store.settings = settingsWith({ securityQuestions: { enrolment: 1, authentication: 1 } });
  store.users.set('anna', user);
  Object.assign(store.ports, { readCatalogue: async () => [{ language: 'en_US', version: 1, questions: ['Pet?'] }] });
  const answers = [{ language: 'en_US', question: 'Pet?', answer: 'a green bus' }];
  await chooseAnswers(store.ports, owner, answers, NOW);
  expect(current).toBe(ROTATED);
});

test('a session that was signed with the new key goes on, and can be logged off', async () => {
  const { token } = await begin(ROTATED);
  const cookies = { '__Host-landfall': token };
  expect(await resumeSession(store.ports, cookies, 'self-service', NOW)).toMatchObject({ user: { userId: 'anna' } });
  current = RING;
  expect(await endSession(store.ports, cookies, NOW)).toEqual({ user: 'anna' });
});

test('a session of a key that was taken out is over', async () => {
  const { token } = await begin({ current: 'gone', keys: { gone: Buffer.from('a key that is no more') } });
  expect(await resumeSession(store.ports, { '__Host-landfall': token }, 'self-service', NOW)).toBeUndefined();
});

test('a rotation draws no other questions, neither for a user nor for an unknown user ID (Q2)', () => {
  const answers = ['A?', 'B?', 'C?', 'D?'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
  const catalogue = ['en_US', 'de_DE', 'fr_FR'].map((language) => ({
    language,
    version: 1,
    questions: ['A?', 'B?', 'C?', 'D?'],
  }));
  for (const user of ['anna', 'bert', 'carl', 'dora']) {
    const [before, after] = [RING, ROTATED].map((ring) => ({ ring, user, round: 0, count: 2 }));
    expect(drawOwn(after!, answers)).toEqual(drawOwn(before!, answers));
    expect(drawDecoys(after!, catalogue)).toEqual(drawDecoys(before!, catalogue));
  }
});
