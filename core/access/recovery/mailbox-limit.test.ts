import { aUser, memory, NOW, settingsWith } from '#test/support/memory.ts';
import { sourceMark } from './mailbox-limit.ts';
import { composeMail } from './mails.ts';

const HOUR = 3_600_000;
const answers = ['a', 'b', 'c'].map((question) => ({ language: 'en_US', question, hash: 'h' }));
const store = memory();

beforeAll(() => {
  store.settings = settingsWith({
    selfServiceFeatures: { forgotPasswordLink: true },
    recovery: { mailsPerMailboxPerHour: 3 },
  });
  for (const [index, email] of ['desk@example.com', 'Desk@Example.com', 'other@example.com'].entries())
    store.users.set(`user${index}`, aUser({ userId: `user${index}`, email, answers, firstTokenLogonAt: NOW }));
});

const asked = async (user: string, source: string, now = NOW) =>
  (await composeMail(
    store.ports,
    { kind: 'forgot-password', user, limited: false, source: sourceMark(source) },
    'https://logon.example.com',
    now,
  )) !== undefined;

test('users who share a mailbox share its limit; a source that has not asked for the mailbox gets one more mail an hour (F2)', async () => {
  const sent = [];
  for (const user of ['user0', 'user1', 'user0', 'user1', 'user0']) sent.push(await asked(user, '192.0.2.1'));
  expect(sent).toEqual([true, true, true, false, false]);
  expect(await asked('user0', '192.0.2.2')).toBe(true);
  expect(await asked('user1', '192.0.2.2')).toBe(false);
  expect(await asked('user2', '192.0.2.1')).toBe(true);
  expect(await asked('user1', '192.0.2.1', NOW + HOUR)).toBe(true);
});

test('a mail that is not sent is not counted on the mailbox', async () => {
  const later = NOW + 5 * HOUR;
  const limited = { kind: 'forgot-password', user: 'user0', limited: true, source: sourceMark('x') } as const;
  for (let times = 0; times < 5; times++)
    expect(await composeMail(store.ports, limited, 'https://logon.example.com', later)).toBeUndefined();
  const sent = [];
  for (let times = 0; times < 4; times++) sent.push(await asked('user0', '192.0.2.1', later));
  expect(sent).toEqual([true, true, true, false]);
});

test('a mail that the mail service did not take, and that is tried again, is counted once on the mailbox', async () => {
  const later = NOW + 10 * HOUR;
  const ask = { kind: 'forgot-password', user: 'user0', limited: false, source: sourceMark('192.0.2.1') } as const;
  for (let times = 0; times < 5; times++)
    expect(await composeMail(store.ports, ask, 'https://logon.example.com', later, 'mail-1')).toBeDefined();
  const sent = [];
  for (let times = 0; times < 3; times++) sent.push(await asked('user0', '192.0.2.1', later));
  expect(sent).toEqual([true, true, false]);
});

test('the mark of a source differs from others and does not hold the address', () => {
  expect(sourceMark('192.0.2.1')).toMatch(/^[0-9a-f]{16}$/u);
  expect(sourceMark('192.0.2.1')).not.toBe(sourceMark('192.0.2.2'));
});
