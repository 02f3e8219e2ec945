/** A9 on the real engine, through the functions' own handlers: a temporary code is given, and logs its user on once. */
import '#test/support/cheap-hashes.ts';
import { saveUser } from '#adapters/administration/users.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import { directoryTable, putItem } from '#adapters/dynamodb/items.ts';
import { editToken, giveTemporaryCode } from '#core/administration/tokens/administer.ts';
import { editUser, resetPassword } from '#core/administration/users/administer.ts';
import type { GivenWay, Role, Token } from '#core/directory/model.ts';
import {
  accessPorts,
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
const PIN = '4711';
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => void stops.push((await startDynamoDb()).stop, (await startSecrets()).stop));
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(async () => {
  await createTables();
  advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
  await configure(() => ({
    consoleAuthentication: { selfService: 'SecurID_Native', security: 'SecurID_Native' },
    throttles: UNREACHED,
  }));
});

const logon = (userId: string, secret: string, console = 'self-service') =>
  call('POST /api/logon', { body: { userId, method: 'SecurID_Native', secret, console } });
async function administrator(userId: string, role: Role): Promise<string> {
  const device = await addUser(userId, { pin: PIN, user: { imported: false, role } });
  await putItem(directoryTable(), { pk: 'ADMINISTRATORS', sk: userId, enabled: true, role });
  return cookieOf(await logon(userId, passcodeOf(device), 'security'));
}
const tokenOf = async ({ serial }: Device): Promise<Token> => (await readTokens([serial]))[0]!;
/** Marks the token lost and gives out a code, as a help desk does. */
async function lose(device: Device, cookie: string): Promise<string> {
  const { version } = await tokenOf(device);
  const at = `/api/admin/token?serial=${device.serial}`;
  expect(await call(`PATCH ${at}`, { cookie, body: { version, lost: true } })).toMatchObject({ status: 200 });
  const given = await give(device, cookie);
  expect(given.status).toBe(200);
  return given.body.code;
}
const give = async (device: Device, cookie: string) =>
  call(`POST /api/admin/tokens/temporary-code?serial=${device.serial}`, {
    cookie,
    body: { version: (await tokenOf(device)).version },
  });

test('a user who has lost the token logs on with PIN and code, and the answers are the same as ever otherwise', async () => {
  const desk = await administrator('desk', 'help-desk');
  const device = await addUser('anna', { pin: PIN });
  const code = await lose(device, desk);
  for (const wrong of [code, `4712${code}`, passcodeOf(device), PIN])
    expect(await logon('anna', wrong)).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
  expect(await logon('anna', `${PIN}${code}`)).toMatchObject({ status: 200, body: { status: 'authenticated' } });
  expect(await readUser('anna')).toMatchObject({ failures: 0, firstTokenLogonAt: expect.any(Number) });
  expect(await logon('anna', `${PIN}${code}`)).toMatchObject({ status: 401 });
  const { entries } = await readAudit({ user: 'anna', from: 0, to: Date.now() + MINUTE, limit: 50 });
  expect(JSON.stringify(entries)).not.toContain(code);
});

test('of eight logons at once with one code one wins, and the others cost no try', async () => {
  const desk = await administrator('desk', 'help-desk');
  const device = await addUser('anna', { pin: PIN });
  const code = await lose(device, desk);
  const all = await Promise.all(Array.from({ length: 8 }, () => logon('anna', `${PIN}${code}`)));
  expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await readUser('anna')).toMatchObject({ failures: 0 });
  expect(await tokenOf(device)).toMatchObject({ failures: 0, temporaryCode: { usedAt: expect.any(Number) } });
});

test.each<[string, (cookie: string, device: Device) => Promise<unknown>]>([
  [
    'the token is found',
    async (cookie, device) => {
      const { version } = await tokenOf(device);
      await call(`PATCH /api/admin/token?serial=${device.serial}`, { cookie, body: { version, lost: false } });
      await call(`PATCH /api/admin/token?serial=${device.serial}`, {
        cookie,
        body: { version: version + 1, lost: true },
      });
    },
  ],
  [
    'its user was disabled, although enabled again',
    async (cookie) => {
      for (const act of ['disable', 'enable'])
        await call('POST /api/admin/user/act?userId=anna', { cookie, body: { act } });
    },
  ],
  [
    'the user got another token',
    async (cookie) => {
      const { serial, version } = await tokenOf(await addUser('bert', { pin: PIN }));
      const to = (act: string, body: object) => call(`POST /api/admin/token/${act}?serial=${serial}`, { cookie, body });
      expect((await to('unassign', { version })).status).toBe(200);
      expect((await to('assign', { version: version + 1, userId: 'anna', clearPin: false })).status).toBe(200);
    },
  ],
  ['a newer one was given', async (cookie, device) => expect((await give(device, cookie)).status).toBe(200)],
  ['its time is over', async () => advance(24 * 60 * MINUTE)],
])('a code is over once %s', async (_what, end) => {
  const boss = await administrator('boss', 'super-admin');
  const device = await addUser('anna', { pin: PIN });
  const code = await lose(device, boss);
  await end(boss, device);
  expect(await logon('anna', `${PIN}${code}`)).toMatchObject({ status: 401, body: { code: 'logon.failed' } });
});

/** Each act that gives a person a way in, as one administrator. */
const ACTS: Readonly<Record<GivenWay, (lost: Device, other: Device) => Promise<unknown>>> = {
  'temporary-code': async (lost) => giveTemporaryCode(ports(), lost.serial, { version: 1 }, asked()),
  'one-time-password': async () => resetPassword(ports(), 'anna', { method: 'one-time' }, asked()),
  address: async () => editUser(ports(), 'anna', { version: 1, email: 'new@example.com' }, asked()),
  'cleared-pin': async (_lost, other) => editToken(ports(), other.serial, { version: 1, clearPin: true }, asked()),
};
const asked = () => ({
  actor: { id: 'desk', role: 'help-desk', operator: false, fresh: true, methods: [], source: '192.0.2.9' } as const,
  now: Date.now(),
});
const ports = () => accessPorts;
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );

async function person(): Promise<readonly [Device, Device]> {
  const lost = await addUser('anna', { pin: PIN, token: { lost: true }, user: { email: 'anna@example.com' } });
  const other = await addUser('anna', { pin: PIN, user: { email: 'anna@example.com', tokens: [] } });
  const user = (await readUser('anna'))!;
  await saveUser(
    user,
    {
      touchedAt: undefined,
      set: { tokens: [lost.serial, other.serial], password: aPassword },
      remove: [],
      endSessions: false,
    },
    'test',
    [{ actor: 'test', action: 'user.edited', object: 'anna', source: 'test', now: 1, outcome: 'success' }],
  );
  return [lost, other];
}
const aPassword = { hash: 'none', changedAt: 1, mustChange: false, history: [] };

test('of a temporary code, a one-time password, an address and a cleared PIN at the same moment one is given', async () => {
  await administrator('desk', 'help-desk');
  await administrator('boss', 'super-admin');
  const [lost, other] = await person();
  const { version } = (await readUser('anna'))!;
  const acts = {
    ...ACTS,
    address: async () => editUser(ports(), 'anna', { version, email: 'new@example.com' }, asked()),
  };
  const outcomes = await Promise.all(Object.values(acts).map((act) => codeOf(act(lost, other))));
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  expect((await readUser('anna'))!.waysGiven).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(
    new Set(outcomes.filter((one) => ['done', 'user.conflict', 'token.conflict', 'user.second_way'].includes(one))),
  );
});

test('a second way is refused to the same administrator with its end, and given by another', async () => {
  const desk = await administrator('desk', 'help-desk');
  const boss = await administrator('boss', 'super-admin');
  const device = await addUser('anna', { pin: PIN, user: { email: 'anna@example.com' } });
  await lose(device, desk);
  const reset = (cookie: string) =>
    call('POST /api/admin/user/reset-password?userId=anna', { cookie, body: { method: 'one-time' } });
  expect(await reset(desk)).toMatchObject({
    status: 403,
    body: { code: 'user.second_way', given: 'temporary-code', until: expect.any(String) },
  });
  expect(await reset(boss)).toMatchObject({ status: 200 });
});
