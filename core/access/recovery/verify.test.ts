/** The other ways in: a passcode, an administrator's link, the feature switched off. */

import { codeOf, NOW, rubbish, settingsWith } from '#test/support/memory.ts';
import {
  anna,
  at,
  audited,
  FAILED,
  fixture,
  giveAnswers,
  granted,
  link,
  mode,
  prepare,
  reset,
  verifyLink,
  verifyUser,
} from '#test/support/recovery.ts';
import { answerWithPasscode } from './answers.ts';
import { requestRecovery } from './request.ts';
import type { VerifyResult } from './verify.ts';

prepare();

describe('a passcode in place of the link', () => {
  beforeEach(() => void fixture.store.users.set('anna', anna({ email: undefined })));

  test('leads to the questions, spends the code and counts like a logon', async () => {
    await expect(verifyUser('anna', '1234000000')).rejects.toMatchObject(FAILED);
    expect(fixture.store.users.get('anna')?.failures).toBe(1);
    expect(await verifyUser('anna', `1234${codeOf()}`)).toMatchObject({ ask: 'questions' });
    expect(fixture.store.users.get('anna')?.failures).toBe(1);
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
  });

  test('is refused for a user with a mailbox, who needs the link (Q1)', async () => {
    fixture.store.users.set('anna', anna());
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'recovery.link_required']);
    mode('questions');
    expect(await verifyUser('anna', `1234${codeOf(undefined, 1)}`)).toMatchObject({ ask: 'questions' });
  });

  test('is refused for users whom recovery does not serve, and where no passcode is given', async () => {
    fixture.store.users.set('anna', anna({ email: undefined, firstTokenLogonAt: undefined }));
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    await expect(verifyUser('stranger', '1234000000')).rejects.toMatchObject(FAILED);
    await expect(verifyUser('anna')).rejects.toMatchObject(FAILED);
    expect(fixture.store.tokens.get('000000000001')?.lastInterval).toBe(-1);
  });
});

describe('mode email-link+token', () => {
  beforeEach(() => mode('email-link+token'));
  const answer = async (challenge: string, passcode: string) => {
    const came = await answerWithPasscode(fixture.store.ports, { ...at, challenge, passcode });
    return 'grant' in came ? came : { ...came, grant: '' };
  };
  const challengeOf = (step: VerifyResult) => ('challenge' in step ? step.challenge : '');

  test('takes the link and then a passcode, once', async () => {
    const step = await verifyLink(await link());
    expect(step.ask).toBe('passcode');
    const challenge = challengeOf(step);
    await expect(answer(challenge, '1234000000')).rejects.toMatchObject(FAILED);
    const { grant } = await answer(challenge, `1234${codeOf()}`);
    await expect(answer(challenge, `1234${codeOf(undefined, 1)}`)).rejects.toMatchObject(FAILED);
    await reset(grant);
  });

  test('takes two passcodes of a user without a mailbox, and asks the link of a user with one', async () => {
    await expect(verifyUser('anna', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    const { email: _none, ...noMail } = anna();
    fixture.store.users.set('anna', noMail);
    const challenge = challengeOf(await verifyUser('anna', `1234${codeOf()}`));
    await expect(answer(challenge, `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
    await reset((await answer(challenge, `1234${codeOf(undefined, 1)}`)).grant);
  });

  test('refuses a passcode after the sessions were ended, or where another request was first', async () => {
    const challenge = challengeOf(await verifyLink(await link()));
    const ports = { ...fixture.store.ports, takeChallenge: async () => undefined };
    const lost = answerWithPasscode(ports, { ...at, challenge, passcode: `1234${codeOf()}` });
    await expect(lost).rejects.toMatchObject(FAILED);
    fixture.store.users.set('anna', anna({ sessionEpoch: 1 }));
    await expect(answer(challenge, `1234${codeOf(undefined, 1)}`)).rejects.toMatchObject(FAILED);
    expect(audited().at(-1)).toEqual(['recovery.passcode', 'failure', 'challenge.invalid']);
  });

  test('keeps the failures counted: a token gives no more tries at the password', async () => {
    const { email: _none, ...noMail } = anna({ failures: 3 });
    fixture.store.users.set('anna', noMail);
    const challenge = challengeOf(await verifyUser('anna', `1234${codeOf()}`));
    expect(fixture.store.users.get('anna')?.failures).toBe(3);
    await answer(challenge, `1234${codeOf(undefined, 1)}`);
    expect(fixture.store.users.get('anna')?.failures).toBe(3);
  });

  test('refuses a challenge that was never issued', async () => {
    await expect(answer(rubbish(), '1234000000')).rejects.toMatchObject(FAILED);
  });
});

test('a link, which proves the mailbox, tells the user ID and whether there was a password; no other way does (F1)', async () => {
  const told = { userId: 'anna', firstPassword: true };
  fixture.store.users.set('anna', anna({ password: undefined }));
  expect(await verifyLink(await link())).toMatchObject(told);
  mode('questions');
  for (const userId of ['anna', 'stranger'])
    for (const name of Object.keys(told)) expect(await verifyUser(userId)).not.toHaveProperty(name);
  mode('email-link+questions');
  const password = { hash: 'x', changedAt: 0, mustChange: false, history: [] };
  fixture.store.users.set('anna', anna({ password }));
  expect(await verifyLink(await link('recovery-link', NOW + 1), NOW + 1)).not.toHaveProperty('firstPassword');
});

describe('an administrator’s link', () => {
  test('leads straight to the password, feature on or off, once', async () => {
    fixture.store.settings = settingsWith({});
    fixture.store.users.set('anna', anna({ answers: [], firstTokenLogonAt: undefined }));
    const secret = await link('administrator-link');
    const step = await verifyLink(secret);
    expect(step.ask).toBe('password');
    await reset('grant' in step ? step.grant : '');
    await expect(verifyLink(secret)).rejects.toMatchObject({ code: 'feature.off' });
  });

  test.each([{ enabled: false }, { lockedOut: true }, { sessionEpoch: 1 }])(
    'is refused for a user with %j',
    async (more) => {
      const secret = await link('administrator-link');
      fixture.store.users.set('anna', anna(more));
      await expect(verifyLink(secret)).rejects.toMatchObject(FAILED);
    },
  );
});

describe('N1: soon after an administrator gave the user another address', () => {
  beforeEach(() => void fixture.store.users.set('anna', anna({ readdressedAt: NOW - 1000 })));

  test.each(['recovery-link', 'administrator-link'] as const)(
    'no %s is accepted, whenever it was made',
    async (kind) => {
      await expect(verifyLink(await link(kind))).rejects.toMatchObject(FAILED);
      expect(audited().at(-1)).toEqual(['recovery.link', 'failure', 'link.invalid']);
      mode('email-link+questions', { recovery: { readdressedWaitHours: 0 } });
      expect(await verifyLink(await link(kind, NOW + 1), NOW + 1)).toHaveProperty('ask');
    },
  );

  test('a passcode takes the place of the link, and the questions follow', async () => {
    const step = await verifyUser('anna', `1234${codeOf()}`);
    await reset((await giveAnswers(step)).grant);
    expect(fixture.store.users.get('anna')?.password).toMatchObject({ mustChange: false });
  });
});

test('every step answers that the feature is off where it is', async () => {
  const secret = await link();
  const step = await verifyLink(await link());
  const grant = await granted();
  mode('email-link+questions', { selfServiceFeatures: { forgotPasswordLink: false } });
  const off = { code: 'feature.off', status: 404 };
  await expect(requestRecovery(fixture.store.ports, { ...at, userId: 'anna' })).rejects.toMatchObject(off);
  await expect(verifyLink(secret)).rejects.toMatchObject(off);
  await expect(verifyUser('anna', '1234000000')).rejects.toMatchObject(off);
  await expect(giveAnswers(step)).rejects.toMatchObject(off);
  await expect(answerWithPasscode(fixture.store.ports, { ...at, challenge: 'c', passcode: 'p' })).rejects.toMatchObject(
    off,
  );
  await expect(reset(grant)).rejects.toMatchObject(off);
});

test.each<[string, object]>([
  ['disabled', { enabled: false }],
  ['locked out', { lockedOut: true }],
  ['over', { accountEnd: NOW }],
  ['without a token logon', { firstTokenLogonAt: undefined }],
  ['with an answer too few', { answers: [] }],
  ['whose sessions were ended', { sessionEpoch: 1 }],
])('the link of a user who is %s is refused', async (_what, more) => {
  const secret = await link();
  fixture.store.users.set('anna', anna(more));
  await expect(verifyLink(secret)).rejects.toMatchObject(FAILED);
});

test.each<[string, object | undefined]>([
  ['disabled', { enabled: false }],
  ['without a token logon', { firstTokenLogonAt: undefined }],
  ['whose sessions were ended', { sessionEpoch: 1 }],
  ['gone', undefined],
])('after the link, the passcode of a user who is %s is refused', async (_what, more) => {
  mode('email-link+token');
  const step = await verifyLink(await link());
  if (more) fixture.store.users.set('anna', anna(more));
  else fixture.store.users.clear();
  const challenge = step.ask === 'passcode' ? step.challenge : '';
  const proof = answerWithPasscode(fixture.store.ports, { ...at, challenge, passcode: `1234${codeOf()}` });
  await expect(proof).rejects.toMatchObject(FAILED);
  expect(fixture.store.audit.at(-1)).toMatchObject({ action: 'recovery.passcode', outcome: 'failure' });
});

test('an administrator’s link to a deleted user and a passcode of an unknown user ID are refused', async () => {
  const secret = await link('administrator-link');
  const mine = await link('recovery-link', NOW + 1);
  fixture.store.users.clear();
  await expect(verifyLink(secret)).rejects.toMatchObject(FAILED);
  await expect(verifyLink(mine, NOW + 1)).rejects.toMatchObject(FAILED);
  mode('email-link+token');
  await expect(verifyUser('stranger', `1234${codeOf()}`)).rejects.toMatchObject(FAILED);
});
