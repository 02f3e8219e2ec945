/** The steps of a recovery one after the other, and every way out of order. */
import { passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { secretHash } from '#core/secret.ts';
import { codeOf, NOW, RING, rubbish } from '#test/support/memory.ts';
import {
  anna,
  asked,
  at,
  audited,
  FAILED,
  fixture,
  giveAnswers,
  granted,
  link,
  mode,
  PASSWORD,
  prepare,
  reset,
  verifyLink,
  WRONG,
} from '#test/support/recovery.ts';
import { answerQuestions, answerWithPasscode } from './answers.ts';
import { resetPassword } from './reset.ts';
import { issueStep } from './state.ts';

prepare();

test('link, answers and a password end all sessions, queue a mail, are in the audit and open no session', async () => {
  const { grant } = await giveAnswers(await verifyLink(await link()), (answer) => `  ${answer.toUpperCase()} `);
  await reset(grant);
  const user = fixture.store.users.get('anna')!;
  expect(user).toMatchObject({ sessionEpoch: 1, password: { mustChange: false, changedAt: NOW } });
  expect(await verifySecret(PASSWORD, user.password!.hash, RING, passwordOf('anna', {}))).toMatchObject({ ok: true });
  expect(fixture.store.mails).toEqual([{ kind: 'password-changed', user: 'anna' }]);
  expect(fixture.store.sessions.size).toBe(0);
  expect(audited()).toEqual([
    ['recovery.link', 'success', undefined],
    ['recovery.answers', 'success', undefined],
    ['recovery.reset', 'success', undefined],
  ]);
  expect(JSON.stringify(fixture.store.audit)).not.toMatch(/example|rex|beetle|herons/iu);
});

test('a password that the policy refuses does not use up the grant, and a grant works once', async () => {
  const grant = await granted();
  await expect(reset(grant, 'short')).rejects.toMatchObject({ code: 'password.too_short' });
  await reset(grant);
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
});

test('of two grants the one that is used first ends the other', async () => {
  const grants = [await granted(), await granted()];
  await reset(grants[0]!);
  await expect(reset(grants[1]!)).rejects.toMatchObject(FAILED);
});

test('of two resets at once the second is refused', async () => {
  const grant = await granted();
  const ports = { ...fixture.store.ports, setPassword: async () => undefined };
  await expect(resetPassword(ports, { ...at, grant, password: PASSWORD })).rejects.toMatchObject(FAILED);
  expect(audited().at(-1)).toEqual(['recovery.reset', 'failure', 'grant.used']);
  expect(fixture.store.mails).toEqual([]);
});

test('no step accepts the secret of another step', async () => {
  const secret = await link();
  const step = asked(await verifyLink(secret));
  const { challenge } = step;
  const grant = await granted();
  const answersWith = (value: string) => answerQuestions(fixture.store.ports, { ...at, challenge: value, answers: [] });
  for (const value of [secret, grant, rubbish()]) await expect(answersWith(value)).rejects.toMatchObject(FAILED);
  for (const value of [secret, challenge, rubbish()]) await expect(reset(value)).rejects.toMatchObject(FAILED);
  for (const value of [secret, challenge, grant]) await expect(verifyLink(value)).rejects.toMatchObject(FAILED);
  const passcode = { ...at, challenge: grant, passcode: `1234${codeOf()}` };
  await expect(answerWithPasscode(fixture.store.ports, passcode)).rejects.toMatchObject(FAILED);
});

test('every step expires', async () => {
  await expect(verifyLink(await link(), NOW + 600_000)).rejects.toMatchObject(FAILED);
  const step = await verifyLink(await link('recovery-link', NOW + 1), NOW + 1);
  await expect(giveAnswers(step, undefined, NOW + 600_001)).rejects.toMatchObject(FAILED);
  await expect(reset(await granted(), PASSWORD, NOW + 600_000)).rejects.toMatchObject(FAILED);
});

test('a used link ends the earlier ones, not those that come after', async () => {
  const [first, second] = [await link(), await link()];
  await verifyLink(second);
  await expect(verifyLink(first)).rejects.toMatchObject(FAILED);
  await verifyLink(await link('recovery-link', NOW + 1));
  expect([...fixture.store.challenges.keys()]).not.toContain(secretHash(second));
});

test.each<[string, object]>([
  ['disabled', { enabled: false }],
  ['locked out', { lockedOut: true }],
  ['over', { accountEnd: NOW }],
  ['without a token logon', { firstTokenLogonAt: undefined }],
  ['with an answer too few', { answers: [] }],
  ['whose sessions were ended', { sessionEpoch: 1 }],
])('a user who is %s gets no further at any step', async (_what, more) => {
  const fresh = await link();
  const step = await verifyLink(await link());
  const grant = await granted();
  fixture.store.users.set('anna', anna(more));
  await expect(verifyLink(fresh)).rejects.toMatchObject(FAILED);
  await expect(giveAnswers(step)).rejects.toMatchObject(WRONG);
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
  expect(audited().at(-1)).toEqual(['recovery.reset', 'failure', 'grant.invalid']);
});

test('a step that was begun in one mode is refused in another', async () => {
  const step = await verifyLink(await link());
  const inMode = (more: object) =>
    issueStep(fixture.store.ports, 'recovery-grant', 'anna', fixture.store.users.get('anna'), NOW, more);
  const grant = await inMode({ mode: 'questions' });
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
  mode('email-link+token');
  await expect(giveAnswers(step)).rejects.toMatchObject(FAILED);
  await reset(await inMode({ mode: 'email-link+questions', byAdministrator: true }));
  mode('questions');
  fixture.store.users.set('anna', anna());
  await reset(grant);
});

test('a user who has been deleted gets no further at any step', async () => {
  const fresh = await link();
  const grant = await granted();
  fixture.store.users.clear();
  await expect(verifyLink(fresh)).rejects.toMatchObject(FAILED);
  await expect(reset(grant)).rejects.toMatchObject(FAILED);
});
