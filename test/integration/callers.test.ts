/**
 * A help desk's calls, acted on the real engine through the functions' own handlers: what the case says, and that the first act which it
 * offers gets the caller on.
 */
import '#test/support/cheap-hashes.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { directoryTable, operationsTable, putItem } from '#adapters/dynamodb/items.ts';
import { noticeKeyOf } from '#adapters/runs/notices.ts';
import type { Token } from '#core/directory/model.ts';
import { mailboxHash, noticeId } from '#core/migration/notice.ts';
import {
  type Answer,
  addUser,
  advance,
  call,
  configure,
  cookieOf,
  type Device,
  passcodeOf,
} from '#test/support/access.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { startSecrets } from '#test/support/secrets.ts';
import { UNREACHED } from '#test/support/throttles.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PIN = '4711';
const EMAIL = 'anna.berg@example.com';
const stops: (() => Promise<void>)[] = [];
let desk: string;
beforeAll(async () => void stops.push((await startDynamoDb()).stop, (await startSecrets()).stop));
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(async () => {
  await createTables();
  advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
    internalDatabase: { passwordRequired: false },
    throttles: UNREACHED,
  }));
  desk = await administrator('desk');
  await administrator('boss');
});

async function administrator(userId: string): Promise<string> {
  const device = await addUser(userId, { pin: PIN, user: { imported: false, role: 'help-desk' } });
  await putItem(directoryTable(), { pk: 'ADMINISTRATORS', sk: userId, enabled: true, role: 'help-desk' });
  return cookieOf(await logon(userId, passcodeOf(device), 'security'));
}
const logon = (userId: string, secret: string, console = 'self-service') =>
  call('POST /api/logon', { body: { userId, method: 'SecurID_Native', secret, console } });
const caseNow = async () => (await call('GET /api/admin/users/case?userId=ANNA', { cookie: desk })).body;
const tokenOf = async ({ serial }: Device): Promise<Token> => (await readTokens([serial]))[0]!;
const caller = (more: Parameters<typeof addUser>[1] = {}) =>
  addUser('anna', { pin: PIN, ...more, user: { email: EMAIL, firstName: 'Anna', lastName: 'Berg', ...more.user } });
const noticed = (status: string) =>
  putItem(operationsTable(), {
    ...noticeKeyOf(noticeId('anna')),
    status,
    migration: 'r1',
    at: Date.now(),
    to: mailboxHash(EMAIL),
  });
const onToken = async (device: Device, body: object, act = '') =>
  call(`${act === '' ? 'PATCH' : 'POST'} /api/admin/token${act}?serial=${device.serial}`, {
    cookie: desk,
    body: { version: (await tokenOf(device)).version, ...body },
  });
const onUser = async (fields: object) =>
  call('PATCH /api/admin/user?userId=anna', {
    cookie: desk,
    body: { version: (await readUser('anna'))!.version, ...fields },
  });
const first = ({ acts }: { acts: { act: string; needs?: string }[] }) => acts[0];
const done = (answer: Answer) => expect(answer).toMatchObject({ status: 200 });

test('who is calling is asked, not read out; and that the help desk looked is in the audit', async () => {
  const { serial } = await caller();
  expect((await caseNow()).who).toEqual({
    userId: 'anna',
    firstName: 'Anna',
    lastName: 'Berg',
    email: 'a***@example.com',
    serialEndings: [serial.slice(-3)],
  });
  const { entries } = await readAudit({ action: 'user.looked_up', from: 0, to: Date.now() + MINUTE, limit: 9 });
  expect(entries).toMatchObject([{ actor: 'desk', object: 'anna', outcome: 'success' }]);
});

test('lost token: reported lost, a code given, logged on with PIN and code', async () => {
  const device = await caller();
  await noticed('sent');
  expect((await caseNow()).says).toContainEqual({ act: 'report-lost', serial: device.serial });
  done(await onToken(device, { lost: true }));
  const lost = await caseNow();
  expect(lost).toMatchObject({ wrong: { code: 'token-lost' }, journey: { stuck: 'no-usable-token' } });
  expect(first(lost)).toEqual({ act: 'temporary-code', serial: device.serial });
  const { version } = await tokenOf(device);
  const given = await call(`POST /api/admin/tokens/temporary-code?serial=${device.serial}`, {
    cookie: desk,
    body: { version },
  });
  expect(await caseNow()).toMatchObject({ wrong: { code: 'code-given', until: Date.parse(given.body.until) } });
  const on = await logon('anna', `${PIN}${given.body.code}`);
  expect(on).toMatchObject({ status: 200, body: { status: 'authenticated' } });
});

test('forgotten PIN: cleared, and the next logon asks for a new one; the same agent gives no code meanwhile', async () => {
  const device = await caller();
  await noticed('sent');
  expect((await caseNow()).says[0]).toEqual({ act: 'clear-pin', serial: device.serial });
  done(await onToken(device, { clearPin: true }));
  expect(await caseNow()).toMatchObject({ wrong: { code: 'new-pin', serial: device.serial } });
  expect(await logon('anna', passcodeOf({ ...device, pin: undefined }))).toMatchObject({ body: { status: 'new-pin' } });
});

test('clock drift: three wrong passcodes lead to resynchronising, and then the passcode is taken', async () => {
  const device = await caller();
  await noticed('sent');
  for (let tries = 0; tries < 3; tries++) await logon('anna', `${PIN}000000`);
  const drifting = await caseNow();
  expect(drifting).toMatchObject({ wrong: { code: 'next-tokencode' } });
  expect(first(drifting)).toEqual({ act: 'resynchronise', serial: device.serial });
  const alone = { ...device, pin: undefined };
  const codes = { tokencode: passcodeOf(alone, 200), nextTokencode: passcodeOf(alone, 201) };
  done(await onToken(device, codes, '/resynchronise'));
  expect(await caseNow()).toMatchObject({ wrong: { code: 'told' } });
  advance(2 * MINUTE);
  expect(await logon('anna', passcodeOf(device, 202))).toMatchObject({ body: { status: 'authenticated' } });
});

test('locked out by wrong tries: unlocked, and the logon works at once', async () => {
  const device = await caller({ user: { failures: 5, failedAt: Date.now(), failuresSince: Date.now() } });
  const locked = await caseNow();
  expect(locked).toMatchObject({
    wrong: { code: 'locked-out' },
    journey: { stuck: 'locked-out' },
    acts: [{ act: 'unlock' }],
  });
  done(await call('POST /api/admin/user/act?userId=anna', { cookie: desk, body: { act: 'unlock' } }));
  expect(await logon('anna', passcodeOf(device))).toMatchObject({ body: { status: 'authenticated' } });
});

test('no mail: the case says so and offers to send it; without an address one is added first', async () => {
  await caller();
  expect(await caseNow()).toMatchObject({ wrong: { code: 'not-told' }, acts: [{ act: 'send-mail' }] });
  done(await onUser({ email: null }));
  const none = await caseNow();
  expect(none).toMatchObject({ wrong: { code: 'no-address' }, journey: { stuck: 'no-address' } });
  expect(first(none)).toEqual({ act: 'change-address' });
  done(await onUser({ email: 'anna@example.net' }));
  expect(await caseNow()).toMatchObject({ wrong: { code: 'not-told' } });
});

test('a mail that came back, or a wrong address: the address is corrected, and the mail is due again', async () => {
  await caller();
  await noticed('bounced');
  const bounced = await caseNow();
  expect(bounced).toMatchObject({ wrong: { code: 'bounced' }, journey: { stuck: 'bounced' } });
  expect(bounced.acts).toEqual([{ act: 'change-address' }, { act: 'send-mail' }]);
  done(await onUser({ email: 'anna@example.net' }));
  expect(await caseNow()).toMatchObject({ wrong: { code: 'not-told' }, acts: [{ act: 'send-mail' }] });
  // A way was given: this agent gives no other one today, and the case says who can.
  const device = (await readUser('anna'))!.tokens[0]!;
  expect((await caseNow()).says[0]).toEqual({
    act: 'clear-pin',
    serial: device,
    needs: 'another',
    until: expect.any(Number),
  });
});

test('an account whose time is over: the date is changed', async () => {
  const device = await caller({ user: { accountEnd: Date.now() - DAY } });
  expect(await caseNow()).toMatchObject({ wrong: { code: 'ended' }, acts: [{ act: 'change-dates' }] });
  done(await onUser({ accountEnd: new Date(Date.now() + DAY).toISOString() }));
  expect(await logon('anna', passcodeOf(device))).toMatchObject({ body: { status: 'authenticated' } });
});

test('New PIN mode: the case says what the caller sees next', async () => {
  const { serial } = await caller({ pin: undefined });
  await noticed('sent');
  expect(await caseNow()).toMatchObject({ wrong: { code: 'new-pin', serial }, acts: [{ act: 'send-mail' }] });
});

test('the timeline holds what happened, newest first, page by page, each entry once', async () => {
  const device = await caller();
  await noticed('claimed');
  await logon('anna', `${PIN}000000`);
  await logon('anna', passcodeOf(device));
  done(await onToken(device, { clearPin: true }));
  const page = async (next?: string) =>
    (await call(`GET /api/admin/users/timeline?userId=anna${next ? `&next=${next}` : ''}`, { cookie: desk })).body;
  const { entries, next } = await page();
  expect(next).toBeUndefined();
  const codes = entries.map(({ code, failed }: { code: string; failed?: true }) => `${code}${failed ? ' failed' : ''}`);
  expect(codes).toEqual(
    expect.arrayContaining([
      'token.pin-cleared',
      'logon',
      'first-token-logon',
      'logon failed',
      'mail-uncertain',
      'imported',
    ]),
  );
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.indexOf('token.pin-cleared')).toBeLessThan(codes.indexOf('logon failed'));
  expect(entries).toContainEqual(
    expect.objectContaining({ code: 'token.pin-cleared', by: 'administrator', who: 'desk' }),
  );
  expect(entries).toContainEqual(expect.objectContaining({ code: 'logon', failed: true, reason: 'passcode.wrong' }));
  await expect(page('bm9uZQ')).resolves.toMatchObject({ code: 'audit.next' });
});

test('a user who is not there has no case and no timeline', async () => {
  for (const what of ['case', 'timeline'])
    expect(await call(`GET /api/admin/users/${what}?userId=nobody`, { cookie: desk })).toMatchObject({ status: 404 });
});
