import { aUser, type Memory, memory, NOW, settingsWith } from '#test/support/memory.ts';
import type { MailRequest } from '../ports.ts';
import { composeMail } from './mails.ts';

const ORIGIN = 'https://logon.example.com';
const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
const anna = (more: object = {}) =>
  aUser({ email: 'anna@example.com', answers, firstTokenLogonAt: NOW, sessionEpoch: 4, ...more });
const ask = { kind: 'forgot-password', user: 'anna', limited: false, source: 'one' } as const;
let store: Memory;

const configure = (more: object = {}) => {
  store.settings = settingsWith({ selfServiceFeatures: { forgotPasswordLink: true }, ...more });
};
const compose = (request: MailRequest = ask) => composeMail(store.ports, request, ORIGIN, NOW);
beforeEach(() => {
  store = memory();
  configure();
  store.users.set('anna', anna());
});

test('a user who may recover gets a link that only the mail holds, valid for ten minutes', async () => {
  const mail = await compose();
  const [, secret] = /https:\/\/logon\.example\.com\/#\/forgot-password\?link=([\w-]{43})\n/u.exec(mail!.text)!;
  expect(mail).toMatchObject({ to: 'anna@example.com', sender: { from: 'landfall@localhost.localdomain' } });
  const [[hash, challenge]] = [...store.challenges] as [[string, object]];
  expect(challenge).toEqual({ kind: 'recovery-link', user: 'anna', epoch: 4, issuedAt: NOW, endsAt: NOW + 600_000 });
  expect(hash).not.toContain(secret);
});

test.each<[string, object]>([
  ['has not logged on with a token', { firstTokenLogonAt: undefined }],
  ['has too few answers', { answers: answers.slice(0, 2) }],
])('a user who %s is told to log on with the token, and gets no recovery link', async (_who, more) => {
  store.users.set('anna', anna(more));
  const mail = await compose();
  expect(mail?.subject).toContain('log on with your token');
  expect(mail?.text).not.toContain('forgot-password?');
  expect(store.challenges.size).toBe(0);
});

test('a user who was not imported needs no token logon, and answers only where the mode asks for them', async () => {
  store.users.set('anna', anna({ imported: false, firstTokenLogonAt: undefined }));
  expect((await compose())?.text).toContain('link=');
  store.users.set('anna', anna({ imported: false, answers: [] }));
  expect((await compose())?.text).not.toContain('link=');
  configure({ recovery: { mode: 'email-link+token' } });
  expect((await compose())?.text).toContain('link=');
  store.users.set('anna', anna({ answers: [] }));
  expect((await compose())?.text).not.toContain('link=');
});

test.each<[string, object]>([
  ['disabled', { enabled: false }],
  ['locked out', { lockedOut: true }],
  ['not yet started', { accountStart: NOW + 1 }],
  ['without a mailbox', { email: undefined }],
])('a user who is %s gets no mail', async (_who, more) => {
  store.users.set('anna', anna(more));
  expect(await compose()).toBeUndefined();
});

test('no mail is sent for unknown user IDs, limited requests, in the mode without mail and with the feature off', async () => {
  expect(await compose({ ...ask, user: 'stranger' })).toBeUndefined();
  expect(await compose({ ...ask, limited: true })).toBeUndefined();
  configure({ recovery: { mode: 'questions' } });
  expect(await compose()).toBeUndefined();
  configure({ selfServiceFeatures: { forgotPasswordLink: false } });
  expect(await compose()).toBeUndefined();
  expect(store.challenges.size).toBe(0);
});

test('an administrator’s link lasts as the setting says and does not ask for enrolment', async () => {
  configure({ selfServiceFeatures: { forgotPasswordLink: false }, administratorReset: { linkHours: 2 } });
  store.users.set('anna', anna({ answers: [], firstTokenLogonAt: undefined }));
  expect((await compose({ kind: 'administrator-reset', user: 'anna' }))?.text).toContain('2 hours');
  expect([...store.challenges.values()]).toMatchObject([{ kind: 'administrator-link', endsAt: NOW + 7_200_000 }]);
  for (const more of [{ enabled: false }, { lockedOut: true }]) {
    store.users.set('anna', anna(more));
    expect(await compose({ kind: 'administrator-reset', user: 'anna' })).toBeUndefined();
  }
});

test('the mail about a changed password is in the user’s language and holds the time', async () => {
  const password = { hash: 'h', changedAt: NOW, mustChange: false, history: [] };
  store.users.set('anna', anna({ preferredLanguage: 'de', password, enabled: false }));
  const mail = await compose({ kind: 'password-changed', user: 'anna' });
  expect(mail?.text).toContain('23. November 2026');
  expect(mail?.text).toContain('09:00 UTC');
  store.users.set('anna', anna());
  expect((await compose({ kind: 'password-changed', user: 'anna' }))?.text).toContain('November 23, 2026');
});

test('the texts name the lifetimes and the places of the deployment', async () => {
  const proof = { kind: 'new-pin-proof', user: 'anna' } as const;
  expect((await compose({ ...proof, logon: 'hash of a challenge' }))?.text).toContain('only for 10 minutes');
  // A message that an older version queued: its code would fit no logon.
  expect(await compose(proof)).toBeUndefined();
  expect((await compose())?.text).toContain('only for 10 minutes');
  store.users.set('anna', anna({ firstTokenLogonAt: undefined }));
  expect((await compose())?.text).toContain(`${ORIGIN}/#/logon\n`);
});

describe('N1: soon after an administrator gave a user another address', () => {
  const former = [{ address: 'old@example.com', at: NOW - 1000 }];
  beforeEach(() => store.users.set('anna', anna({ readdressedAt: NOW - 1000, formerAddresses: former })));

  test('the mail holds no link of a recovery, and says until when and what works meanwhile', async () => {
    const mail = await compose();
    expect(mail?.to).toBe('anna@example.com');
    expect(mail?.subject).toContain('no reset by link yet');
    expect(mail?.text).toContain('November 24, 2026 at 9:00 AM UTC');
    expect(mail?.text).toContain('https://logon.example.com/#/forgot-password\n');
    expect(mail?.text).not.toContain('link=');
    expect(await compose({ kind: 'administrator-reset', user: 'anna' })).toBeUndefined();
    expect(store.challenges.size).toBe(0);
    configure({ recovery: { readdressedWaitHours: 0 } });
    expect((await compose())?.text).toContain('link=');
  });

  test('each address is told, and neither learns the other', async () => {
    const told = { kind: 'way-changed', user: 'anna', by: 'administrator', at: NOW - 1000 } as const;
    const [old, next] = [
      await compose({ ...told, change: 'address-former' }),
      await compose({ ...told, change: 'address' }),
    ];
    expect([old?.to, next?.to]).toEqual(['old@example.com', 'anna@example.com']);
    for (const mail of [old, next]) expect(`${mail?.text}${mail?.html}`).not.toContain('@example.com');
    expect(await compose({ ...told, at: NOW, change: 'address-former' })).toBeUndefined();
    store.users.set('anna', anna());
    expect(await compose({ ...told, change: 'address-former' })).toBeUndefined();
  });
});
