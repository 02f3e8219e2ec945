/** T10: in a recovery too a right passcode that needs its successor is no failure; the successor completes the step. */
import { aToken, codeOf, NOW, rubbish } from '#test/support/memory.ts';
import {
  anna,
  asked,
  at,
  audited,
  FAILED,
  fixture,
  link,
  mode,
  prepare,
  reset,
  verifyLink,
  verifyUser,
} from '#test/support/recovery.ts';
import { answerWithPasscode } from './answers.ts';
import { completePasscode } from './next-tokencode.ts';
import type { VerifyResult } from './verify.ts';

const SERIAL = '000000000001';
const suspect = () => aToken({ failures: 3 });
const challengeOf = (step: VerifyResult | Awaited<ReturnType<typeof answer>>) =>
  'challenge' in step ? step.challenge : '';
const answer = (challenge: string, steps = 0) =>
  answerWithPasscode(fixture.store.ports, { ...at, challenge, passcode: `1234${codeOf(SERIAL, steps)}` });
const complete = (challenge: string, tokencode = codeOf(SERIAL, 1), more: object = {}) =>
  completePasscode(fixture.store.ports, { ...at, challenge, tokencode, ...more });
const failures = () => [fixture.store.users.get('anna')?.failures, fixture.store.tokens.get(SERIAL)?.failures];

prepare();
beforeEach(() => void fixture.store.tokens.set(SERIAL, suspect()));
const withoutMailbox = () => fixture.store.users.set('anna', anna({ email: undefined }));

test('in place of the link: the code after it leads to the questions, and neither is counted', async () => {
  withoutMailbox();
  const step = await verifyUser('anna', `1234${codeOf()}`);
  expect(step).toEqual({ ask: 'next-tokencode', challenge: expect.any(String) });
  expect(failures()).toEqual([0, 3]);
  expect(fixture.store.audit.at(-1)).toMatchObject({
    action: 'recovery.passcode',
    outcome: 'success',
    facts: { status: 'next-tokencode' },
  });
  asked(await complete(challengeOf(step)));
  expect(failures()).toEqual([0, 0]);
  expect(audited().at(-1)).toEqual(['recovery.passcode', 'success', undefined]);
});

test('after the link: the code after it grants the new password', async () => {
  mode('email-link+token');
  const step = await answer(challengeOf(await verifyLink(await link())));
  expect(step).toMatchObject({ ask: 'next-tokencode' });
  const granted = await complete(challengeOf(step));
  expect(failures()).toEqual([0, 0]);
  await reset('grant' in granted ? granted.grant : '');
});

test('a user without a mailbox gets through both passcodes, the first with the code after it', async () => {
  mode('email-link+token');
  withoutMailbox();
  const second = await complete(challengeOf(await verifyUser('anna', `1234${codeOf()}`)));
  expect(second.ask).toBe('passcode');
  expect(await answer(challengeOf(second), 2)).toEqual({ grant: expect.any(String) });
  expect(failures()).toEqual([0, 0]);
});

test('an owner who is asked again and again never locks the account', async () => {
  withoutMailbox();
  for (let steps = -1; steps <= 1; steps++)
    expect(await verifyUser('anna', `1234${codeOf(SERIAL, steps)}`)).toMatchObject({ ask: 'next-tokencode' });
  expect(failures()).toEqual([0, 3]);
});

test('a right passcode that comes second to another request is not counted, though the step is gone', async () => {
  mode('email-link+token');
  fixture.store.tokens.set(SERIAL, aToken());
  const challenge = challengeOf(await verifyLink(await link()));
  const ports = { ...fixture.store.ports, takeChallenge: async () => undefined };
  const late = answerWithPasscode(ports, { ...at, challenge, passcode: `1234${codeOf()}` });
  await expect(late).rejects.toMatchObject(FAILED);
  expect(failures()).toEqual([0, 0]);
});

test('a wrong code counts for user and token, and the challenge is used up', async () => {
  withoutMailbox();
  const challenge = challengeOf(await verifyUser('anna', `1234${codeOf()}`));
  await expect(complete(challenge, codeOf(SERIAL, 2))).rejects.toMatchObject(FAILED);
  expect(failures()).toEqual([1, 4]);
  expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'tokencode.wrong']);
  await expect(complete(challenge)).rejects.toMatchObject(FAILED);
  await expect(complete(rubbish())).rejects.toMatchObject(FAILED);
});

test.each<[string, () => unknown]>([
  ['the mode was changed', () => mode('questions')],
  ['the user was given a mailbox', () => fixture.store.users.set('anna', anna())],
  ['the answers were cleared', () => fixture.store.users.set('anna', anna({ email: undefined, answers: [] }))],
  ['the sessions were ended', () => fixture.store.users.set('anna', anna({ email: undefined, sessionEpoch: 1 }))],
  ['the token was taken away', () => fixture.store.tokens.set(SERIAL, aToken({ assignee: 'bert' }))],
  ['three minutes have passed', () => 180_001],
])('the right code is refused where %s', async (_what, happen) => {
  withoutMailbox();
  const challenge = challengeOf(await verifyUser('anna', `1234${codeOf()}`));
  const later = happen();
  const now = NOW + (typeof later === 'number' ? later : 0);
  await expect(complete(challenge, undefined, { now })).rejects.toMatchObject(FAILED);
});

test('the challenge of a logon completes no recovery', async () => {
  const { logon } = await import('../logon.ts');
  fixture.store.settings = {
    ...fixture.store.settings,
    consoleAuthentication: { selfService: 'SecurID_Native', security: 'SecurID_Native' },
  };
  const asks = await logon(fixture.store.ports, {
    console: 'self-service',
    userId: 'anna',
    method: 'SecurID_Native',
    secret: `1234${codeOf()}`,
    ...at,
  });
  await expect(complete('challenge' in asks ? asks.challenge : '')).rejects.toMatchObject(FAILED);
});

test('a right tokencode of a token without a PIN is told what to do, and not counted', async () => {
  withoutMailbox();
  const { pinHash: _none, ...token } = aToken();
  fixture.store.tokens.set(SERIAL, token);
  await expect(verifyUser('anna', codeOf())).rejects.toMatchObject({ code: 'pin.none', status: 409 });
  expect(failures()).toEqual([0, 0]);
  expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'new-pin']);
});
