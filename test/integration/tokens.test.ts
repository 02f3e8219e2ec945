/** Token states, administrators' and users' work on tokens: over the real engine, through the functions' own handlers. */

import { ENTRIES } from '#test/support/audit.ts';
import { putToken } from '#test/support/directory-items.ts';
import { directoryImport } from '#test/support/ingest.ts';
import '#test/support/cheap-hashes.ts';
import { saveToken } from '#adapters/administration/tokens.ts';
import { readAudit } from '#adapters/audit/read.ts';
import { acceptInterval, readTokens, readUser } from '#adapters/directory/index.ts';
import { planAssignment } from '#core/administration/tokens/assign.ts';
import type { Role, Token, User } from '#core/directory/model.ts';
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
const stops: (() => Promise<void>)[] = [];
const together = <T>(count: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const statuses = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort((a, b) => a - b);
const codes = (answers: readonly Answer[]) => new Set(answers.flatMap(({ body }) => body?.code ?? []));

beforeAll(async () => {
  stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(async () => {
  await createTables();
  // Ten seconds into a minute: no tokencode changes while a test uses it.
  advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
  await configure(() => ({
    consoleAuthentication: { selfService: 'SecurID_Native', security: 'SecurID_Native' },
    throttles: UNREACHED,
  }));
});

const logon = (userId: string, secret: string, console = 'self-service') =>
  call('POST /api/logon', { body: { userId, method: 'SecurID_Native', secret, console } });
/** A user or administrator who is logged on at a console. */
async function cookie(
  userId: string,
  role?: Role,
  more: Partial<User> = {},
): Promise<{ cookie: string; device: Device }> {
  const device = await addUser(userId, { pin: '4711', user: { imported: false, ...(role ? { role } : {}), ...more } });
  const answer = await logon(userId, passcodeOf(device), role ? 'security' : 'self-service');
  return { cookie: cookieOf(answer), device };
}
const tokenOf = async ({ serial }: Device): Promise<Token> => (await readTokens([serial]))[0]!;
const codeOf = (device: Device, steps: number) => passcodeOf({ ...device, pin: undefined }, steps);
const two = (device: Device, first: number) => ({
  tokencode: codeOf(device, first),
  nextTokencode: codeOf(device, first + 1),
});
const at = (device: Device, act = '') => `/api/admin/token${act}?serial=${device.serial}`;
/** The same token, unassigned. */
async function spare(device: Device, serial: string): Promise<Token> {
  const { assignee: _nobody, pinHash: _pin, ...rest } = await tokenOf(device);
  const token = { ...rest, serial, lastInterval: -1 };
  await putToken(token);
  return token;
}

test('a change of a token that depends on a role is made only while the user has that role', async () => {
  const device = await addUser('anna', { pin: '4711', user: { role: 'admin' } });
  const seen = await tokenOf(device);
  const change = { set: { failures: 0, updatedAt: 1 }, remove: ['pinHash'] } as const;
  const { role: _none, ...before } = (await readUser('anna'))!;
  for (const roleOf of [before, { ...before, role: 'help-desk' } as const, { ...before, userId: 'unknown' }])
    await expect(saveToken(seen, { ...change, roleOf }, ENTRIES)).rejects.toMatchObject({ code: 'token.conflict' });
  expect((await tokenOf(device)).pinHash).toBeDefined();
  const after = await saveToken(seen, { ...change, roleOf: { ...before, role: 'admin' } }, ENTRIES);
  expect(after.pinHash).toBeUndefined();
  const plain = await addUser('bert', { pin: '4711' });
  const bert = (await readUser('bert'))!;
  expect((await saveToken(await tokenOf(plain), { ...change, roleOf: bert }, ENTRIES)).version).toBe(2);
});

test('an administrator finds tokens by serial, by user and unassigned ones, and sees no secret', async () => {
  const admin = await cookie('ada', 'help-desk');
  const device = await addUser('Anna', { pin: '1234', token: { nickname: 'red', offset: -2, failures: 3 } });
  await spare(device, '900000000001');
  await spare(device, '900000000002');
  const find = (query: string) => call(`GET /api/admin/tokens?${query}`, { cookie: admin.cookie });
  const shown = {
    serial: device.serial,
    state: 'enabled',
    nickname: 'red',
    clockOffset: -2,
    failures: 3,
    nextTokencodeMode: true,
    newPinMode: false,
    assignee: 'anna',
    version: 1,
  };
  expect((await find(`serial=${device.serial}`)).body.tokens).toEqual([expect.objectContaining(shown)]);
  expect((await find('userId=ANNA')).body.tokens).toEqual([expect.objectContaining(shown)]);
  const unassigned = (await find('unassigned=true')).body;
  expect(unassigned.tokens.map(({ serial }: Token) => serial).sort()).toEqual(['900000000001', '900000000002']);
  expect(unassigned.next).toBeUndefined();
  expect((await find('serial=9')).body).toEqual({ tokens: [] });
  expect((await find('userId=unknown')).body).toEqual({ tokens: [] });
  for (const query of ['', 'unassigned=false', 'unassigned=true&next=x', 'colour=red'])
    expect((await find(query)).status).toBe(400);
  const one = await call(`GET ${at(device)}`, { cookie: admin.cookie });
  expect(one.body).toMatchObject(shown);
  expect(JSON.stringify(one.body)).not.toMatch(/seed|pinHash|box|\$/u);
  expect((await call('GET /api/admin/token?serial=9', { cookie: admin.cookie })).status).toBe(404);
});

test('tokens are listed page by page, each once, where one page of the table cannot hold them', async () => {
  const admin = await cookie('ada', 'help-desk');
  const { device } = admin;
  const token = await spare(device, '900000000000');
  const wide = { ...token, nickname: 'x'.repeat(64), windows: { small: 1 }, formerPins: ['y'.repeat(3000)] };
  await together(900, (index) => putToken({ ...wide, serial: String(910_000_000_000 + index) }));
  const seen: string[] = [];
  let next: string | undefined;
  let pages = 0;
  do {
    const query = next === undefined ? '' : `&next=${encodeURIComponent(next)}`;
    const { body } = await call(`GET /api/admin/tokens?unassigned=true${query}`, { cookie: admin.cookie });
    seen.push(...body.tokens.map(({ serial }: Token) => serial));
    next = body.next;
    pages++;
  } while (next !== undefined && pages < 10);
  expect(seen).toHaveLength(901);
  expect(new Set(seen).size).toBe(901);
  expect(pages).toBeGreaterThan(1);
});

describe('the state of a token', () => {
  test.each<[string, object, string]>([
    ['disabled', { enabled: false }, 'token.disabled'],
    ['lost', { lost: true }, 'token.lost'],
  ])('a token that is %s logs no user on, its user’s sessions end, and another token works (T5)', async (...given) => {
    const [, edit, action] = given;
    const admin = await cookie('ada', 'help-desk');
    const other = await addUser('spare', { pin: '4711', token: { assignee: 'anna' } });
    const own = String(Number(other.serial) + 1).padStart(12, '0');
    const user = await cookie('anna', undefined, { tokens: [other.serial, own] });
    const change = (version: number, fields: object) =>
      call(`PATCH ${at(user.device)}`, { cookie: admin.cookie, body: { version, ...fields } });
    expect(await change(1, edit)).toMatchObject({ status: 200, body: { ...edit, version: 2 } });
    expect((await call('GET /api/me', { cookie: user.cookie })).status).toBe(401);
    advance(MINUTE);
    expect((await logon('anna', passcodeOf(user.device))).status).toBe(401);
    expect((await logon('anna', passcodeOf(other))).status).toBe(200);
    const undo = Object.fromEntries(Object.entries(edit).map(([field, value]) => [field, !value]));
    expect(await change(2, undo)).toMatchObject({ status: 200, body: { state: 'enabled', version: 3 } });
    expect((await logon('anna', passcodeOf(user.device, 1))).status).toBe(200);
    const { entries } = await readAudit({ from: 0, to: Date.now(), user: user.device.serial, action, limit: 10 });
    expect(entries).toMatchObject([{ actor: 'ada', outcome: 'success', facts: { user: 'anna' } }]);
  });

  test('a token logs no user on before its first and after its last day, and an administrator sees why', async () => {
    const admin = await cookie('ada', 'help-desk');
    const early = await addUser('olga', { pin: '4711', token: { startsAt: Date.now() + MINUTE } });
    const late = await addUser('pia', { pin: '4711', token: { expiresAt: Date.now() - 1 } });
    for (const [user, device, state] of [
      ['olga', early, 'not-started'],
      ['pia', late, 'expired'],
    ] as const) {
      expect((await logon(user, passcodeOf(device))).body.code).toBe('logon.failed');
      expect((await call(`GET ${at(device)}`, { cookie: admin.cookie })).body).toMatchObject({ state, failures: 0 });
    }
    advance(MINUTE);
    expect((await logon('olga', passcodeOf(early))).status).toBe(200);
  });

  test('a token is suspended at the limit of wrong passcodes, once in the audit, until two successive codes or an administrator bring it back', async () => {
    await configure((settings) => ({
      tokenPolicy: { ...settings.tokenPolicy, failuresToDisable: 10 },
      lockout: { ...settings.lockout, failures: 100 },
    }));
    const admin = await cookie('ada', 'help-desk');
    const device = await addUser('bert', { pin: '1234' });
    await together(16, () => logon('bert', '1234000000'));
    expect(await tokenOf(device)).toMatchObject({ enabled: true, suspendedAt: expect.any(Number) });
    const query = { from: 0, to: Date.now(), user: device.serial, action: 'token.disabled', limit: 10 };
    expect((await readAudit(query)).entries).toMatchObject([
      { actor: 'system', object: device.serial, facts: { reason: 'token.failures', user: 'bert' } },
    ]);
    const { body } = await call(`GET ${at(device)}`, { cookie: admin.cookie });
    expect(body).toMatchObject({ state: 'suspended', nextTokencodeMode: true });
    const enabled = await call(`PATCH ${at(device)}`, {
      cookie: admin.cookie,
      body: { version: body.version, enabled: true },
    });
    expect(enabled.body).toMatchObject({ state: 'enabled', failures: 0, nextTokencodeMode: false });
    expect((await logon('bert', passcodeOf(device))).body).toMatchObject({ status: 'authenticated' });

    await together(10, () => logon('bert', '1234000000'));
    expect((await tokenOf(device)).suspendedAt).toBeDefined();
    advance(MINUTE);
    const asked = await logon('bert', passcodeOf(device));
    expect(asked.body).toMatchObject({ status: 'next-tokencode' });
    advance(MINUTE);
    const next = { challenge: asked.body.challenge, tokencode: passcodeOf({ ...device, pin: undefined }) };
    expect((await call('POST /api/logon/next-tokencode', { body: next })).body.status).toBe('authenticated');
    expect((await tokenOf(device)).suspendedAt).toBeUndefined();
    expect(await tokenOf(device)).toMatchObject({ failures: 0 });
  });
});

test('a cleared PIN puts the token in New PIN mode, and neither of the earlier PINs is accepted as the new one', async () => {
  const admin = await cookie('ada', 'help-desk');
  const device = await addUser('cleo', { pin: '4711' });
  const clear = async () => {
    const { version } = await tokenOf(device);
    return call(`PATCH ${at(device)}`, { cookie: admin.cookie, body: { version, clearPin: true } });
  };
  expect((await clear()).body).toMatchObject({ newPinMode: true });
  const set = async (pin: string, challenge: string) =>
    (await call('POST /api/logon/new-pin', { body: { challenge, pin } })).body;
  const first = (await logon('cleo', codeOf(device, 0))).body;
  expect(first.status).toBe('new-pin');
  expect(await set('4711', first.challenge)).toMatchObject({ code: 'pin.used_before', history: 3 });
  expect(await set('4812', first.challenge)).toEqual({ status: 'pin-set' });
  await clear();
  advance(MINUTE);
  const { challenge } = (await logon('cleo', codeOf(device, 0))).body;
  for (const pin of ['4711', '4812']) expect(await set(pin, challenge)).toMatchObject({ code: 'pin.used_before' });
  expect(await set('2345', challenge)).toMatchObject({ code: 'pin.sequence' });
  expect(await set('2342', challenge)).toEqual({ status: 'pin-set' });
  expect((await logon('cleo', passcodeOf({ ...device, pin: '2342' }, 1))).body.status).toBe('authenticated');
});

describe('the assignment of a token', () => {
  test('eight simultaneous assignments give one token to one of eight users, and an assigned token is not taken over', async () => {
    const admin = await cookie('ada', 'admin');
    const token = await spare(admin.device, '900000000001');
    await together(8, (index) => addUser(`user${index}`, { pin: '4711' }));
    const assign = (userId: string) =>
      call(`POST /api/admin/token/assign?serial=${token.serial}`, {
        cookie: admin.cookie,
        body: { version: 1, userId },
      });
    const done = await together(8, (index) => assign(`user${index}`));
    expect(statuses(done)).toEqual([200, ...Array(7).fill(409)]);
    const winner = `user${done.findIndex(({ status }) => status === 200)}`;
    expect((await readTokens([token.serial]))[0]).toMatchObject({ assignee: winner, version: 2 });
    for (let index = 0; index < 8; index++) {
      const { tokens } = (await readUser(`user${index}`))!;
      expect(tokens.includes(token.serial)).toBe(winner === `user${index}`);
    }
    const late = await call(`POST /api/admin/token/assign?serial=${token.serial}`, {
      cookie: admin.cookie,
      body: { version: 2, userId: 'user0' },
    });
    expect(late).toMatchObject({ status: 409, body: { code: 'token.assigned' } });
  });

  test('an assignment does not undo an import that gave the token to another user in between', async () => {
    const device = await addUser('bert', { pin: '4711' });
    const seen = await spare(device, '900000000001');
    const changes = [{ kind: 'token' as const, key: seen.serial, seen, fields: { assignee: 'bert' } }];
    await directoryImport.commit({ run: 'r', creates: [], changes, now: 1 });
    const anna = await addUser('anna', { pin: '4711' }).then(() => readUser('anna'));
    const { change } = planAssignment(seen, anna!, { version: 1, clearPin: false }, 1);
    await expect(saveToken(seen, change, ENTRIES)).rejects.toMatchObject({ code: 'token.conflict' });
    expect((await readTokens([seen.serial]))[0]).toMatchObject({ assignee: 'bert', version: 2 });
    expect((await readUser('anna'))?.tokens).not.toContain(seen.serial);
  });

  test('a token that is assigned anew is in New PIN mode, logs its user on, and goes back without the PIN', async () => {
    const admin = await cookie('ada', 'admin');
    const device = await addUser('dora', { pin: '4711' });
    const act = (name: string, body: object) => call(`POST ${at(device, name)}`, { cookie: admin.cookie, body });
    const session = cookieOf(await logon('dora', passcodeOf(device)));
    const back = await act('/unassign', { version: 1 });
    expect(back).toMatchObject({ status: 200, body: { newPinMode: true, version: 2 } });
    expect(back.body.assignee).toBeUndefined();
    expect((await call('GET /api/me', { cookie: session })).status).toBe(401);
    expect((await readUser('dora'))?.tokens).toEqual([]);
    expect(await tokenOf(device)).not.toHaveProperty('formerPins');
    expect(await act('/unassign', { version: 2 })).toMatchObject({ status: 409, body: { code: 'token.unassigned' } });
    await addUser('emil', { user: { tokens: [] } });
    const given = await act('/assign', { version: 2, userId: 'EMIL', clearPin: true });
    expect(given).toMatchObject({ status: 200, body: { assignee: 'emil', newPinMode: true } });
    advance(MINUTE);
    expect((await logon('dora', codeOf(device, 0))).status).toBe(401);
    expect((await logon('emil', codeOf(device, 0))).body).toMatchObject({ status: 'new-pin' });
  });

  test('an unassigned token is deleted, once; one that a user has or gets at that moment stays', async () => {
    const admin = await cookie('ada', 'admin');
    const device = await addUser('dora', { pin: '4711' });
    const as = { cookie: admin.cookie };
    const gone = await spare(device, '900000000001');
    const body = { version: 1 };
    expect(await call(`POST ${at(device, '/delete')}`, { ...as, body })).toMatchObject({
      status: 409,
      body: { code: 'token.in_use' },
    });
    const path = '/api/admin/token/delete?serial=900000000001';
    expect(await call(`POST ${path}`, { ...as, body: { version: 2 } })).toMatchObject({
      status: 409,
      body: { code: 'token.conflict' },
    });
    expect(statuses(await together(4, () => call(`POST ${path}`, { ...as, body })))[0]).toBe(204);
    expect((await call(`POST ${path}`, { ...as, body })).status).toBe(404);
    expect(await readTokens([gone.serial])).toEqual([]);
    expect(await tokenOf(device)).toMatchObject({ assignee: 'dora' });
    const contested = await spare(device, '900000000002');
    const assign = () =>
      call('POST /api/admin/token/assign?serial=900000000002', {
        ...as,
        body: { version: contested.version, userId: 'dora', clearPin: true },
      });
    const remove = () =>
      call('POST /api/admin/token/delete?serial=900000000002', { ...as, body: { version: contested.version } });
    const answers = await Promise.all([assign(), remove()]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    const listed = (await readUser('dora'))!.tokens.includes(contested.serial);
    expect((await readTokens([contested.serial])).length > 0).toBe(listed);
  });
});

test('each role may do to tokens what it is allowed, and only to users that it may administer (A3, A4)', async () => {
  const desk = await cookie('desk', 'help-desk');
  const admin = await cookie('ada', 'admin');
  const boss = await cookie('boss', 'super-admin');
  const user = await cookie('anna');
  const token = await spare(user.device, '900000000001');
  const assign = (who: string, userId: string) =>
    call(`POST /api/admin/token/assign?serial=${token.serial}`, { cookie: who, body: { version: 1, userId } });
  expect((await call(`GET ${at(user.device)}`, {})).status).toBe(401);
  expect((await call(`GET ${at(user.device)}`, { cookie: user.cookie })).body.code).toBe('role.required');
  expect((await assign(desk.cookie, 'anna')).body).toMatchObject({ code: 'role.required', role: 'admin' });
  expect((await assign(admin.cookie, 'boss')).body.code).toBe('user.higher_role');
  expect((await assign(admin.cookie, 'ada')).body.code).toBe('token.own');
  const edits = [{ enabled: false }, { lost: true }, { clearPin: true }, { enabled: true }];
  for (const edit of edits)
    expect(
      (await call(`PATCH ${at(boss.device)}`, { cookie: admin.cookie, body: { version: 1, ...edit } })).body.code,
    ).toBe('user.higher_role');
  const resync = await call(`POST ${at(admin.device, '/resynchronise')}`, {
    cookie: admin.cookie,
    body: { version: 1, ...two(admin.device, 5) },
  });
  expect(resync.body.code).toBe('token.own');
  const cleared = { cookie: admin.cookie, body: { version: 1, clearPin: true } };
  expect((await call(`PATCH ${at(admin.device)}`, cleared)).body.code).toBe('token.own');
  // A7: of a user with a role, a super-administrator alone.
  expect((await call(`PATCH ${at(desk.device)}`, cleared)).body.code).toBe('user.role_holder');
  expect((await call(`PATCH ${at(desk.device)}`, { ...cleared, cookie: boss.cookie })).status).toBe(200);
  const { entries } = await readAudit({ from: 0, to: Date.now(), user: 'ada', limit: 100 });
  const failures = entries.filter(({ actor, outcome }) => actor === 'ada' && outcome === 'failure');
  expect(failures).toHaveLength(9);
});

describe('the resynchronisation of a token', () => {
  test('one of eight simultaneous resynchronisations with the same tokencodes wins, and the clock offset is learned', async () => {
    const admin = await cookie('ada', 'help-desk');
    const device = await addUser('fred', { pin: '4711', token: { failures: 9 } });
    const resync = (version = 1, first = -300) =>
      call(`POST ${at(device, '/resynchronise')}`, { cookie: admin.cookie, body: { version, ...two(device, first) } });
    const done = await together(8, () => resync());
    expect(statuses(done)[0]).toBe(200);
    expect(statuses(done)[1]).toBeGreaterThan(400);
    expect([...codes(done)].filter((code) => code !== 'token.conflict' && code !== 'token.codes_spent')).toEqual([]);
    const interval = Math.floor(Date.now() / MINUTE);
    expect(await tokenOf(device)).toMatchObject({
      offset: -299,
      lastInterval: interval - 299,
      failures: 0,
      version: 2,
    });
    expect((await resync(2)).body.code).toBe('token.codes_spent');
    expect((await resync(2, 721)).body.code).toBe('token.codes_wrong');
    // The device is five hours behind, and the offset is known now.
    expect((await logon('fred', passcodeOf(device, -299))).status).toBe(401);
    expect((await logon('fred', passcodeOf(device, -298))).body.status).toBe('authenticated');
    expect((await tokenOf(device)).lastInterval).toBe(interval - 298);
  });

  test('a resynchronisation never makes a tokencode valid again that a logon uses at the same moment', async () => {
    const admin = await cookie('ada', 'help-desk');
    const device = await addUser('gina', { pin: '4711' });
    const [session, resync] = await Promise.all([
      logon('gina', passcodeOf(device)),
      call(`POST ${at(device, '/resynchronise')}`, { cookie: admin.cookie, body: { version: 1, ...two(device, 0) } }),
    ]);
    expect([session.status, resync.status].filter((status) => status === 200)).toHaveLength(1);
  });

  test('a resynchronisation that read the token before a logon used the first tokencode is refused at the write', async () => {
    const device = await addUser('gino', { pin: '4711' });
    const seen = await tokenOf(device);
    await acceptInterval(device.serial, { assignee: 'gino', interval: 500, resetFailures: true, now: 1 });
    const write = (first: number) =>
      saveToken(seen, { set: { lastInterval: first + 1, updatedAt: 1 }, remove: [], unspentFrom: first }, ENTRIES);
    for (const first of [499, 500]) await expect(write(first)).rejects.toMatchObject({ code: 'token.conflict' });
    expect((await tokenOf(device)).lastInterval).toBe(500);
    expect(await write(501)).toMatchObject({ lastInterval: 502, version: 2 });
  });

  test('a user resynchronises within the wide window: one of eight wins, misses count, and another user’s token is not found', async () => {
    const user = await cookie('hugo');
    const foreign = await addUser('ines', { pin: '4711' });
    const resync = (device: Device, body: object) =>
      call(`POST /api/me/token/resynchronise?serial=${device.serial}`, { cookie: user.cookie, body });
    expect(await resync(foreign, two(foreign, 0))).toMatchObject({ status: 404, body: { code: 'token.not_found' } });
    expect((await resync(user.device, two(user.device, 4))).body.code).toBe('token.codes_wrong');
    expect(await readUser('hugo')).toMatchObject({ failures: 1 });
    expect(await tokenOf(user.device)).toMatchObject({ failures: 1 });
    const done = await together(8, () => resync(user.device, two(user.device, 2)));
    expect(done.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(codes(done)).toEqual(new Set(['token.codes_wrong']));
    expect(await tokenOf(user.device)).toMatchObject({ offset: 3, failures: 1 });
    expect((await tokenOf(foreign)).version).toBe(1);
    const guesses = await together(64, () => resync(user.device, { tokencode: '000000', nextTokencode: '000001' }));
    expect(codes(guesses)).toEqual(new Set(['token.codes_wrong']));
    expect((await tokenOf(user.device)).failures).toBeLessThanOrEqual(6);
  });
});

describe('a user’s own tokens', () => {
  test('a user sees their own tokens, and one that is reported lost logs no user on: other sessions end, the present one goes on', async () => {
    const user = await cookie('jens');
    advance(MINUTE);
    const elsewhere = cookieOf(await logon('jens', passcodeOf(user.device)));
    const list = await call('GET /api/me/tokens', { cookie: user.cookie });
    expect(list.body.tokens).toEqual([
      { serial: user.device.serial, pinStyle: 'fob', state: 'enabled', newPinMode: false },
    ]);
    const lost = await call(`POST /api/me/token/lost?serial=${user.device.serial}`, { cookie: user.cookie });
    expect(lost).toMatchObject({ status: 200, body: { status: 'reported-lost' } });
    for (const over of [user.cookie, elsewhere]) expect((await call('GET /api/me', { cookie: over })).status).toBe(401);
    const present = cookieOf(lost);
    expect((await call('GET /api/me/tokens', { cookie: present })).body.tokens).toMatchObject([{ state: 'lost' }]);
    advance(MINUTE);
    expect((await logon('jens', passcodeOf(user.device))).status).toBe(401);
    const unusable = await call(`POST /api/me/token/resynchronise?serial=${user.device.serial}`, {
      cookie: present,
      body: two(user.device, 1),
    });
    expect(unusable).toMatchObject({ status: 409, body: { code: 'token.unusable', state: 'lost' } });
    const { entries } = await readAudit({ from: 0, to: Date.now(), user: 'jens', action: 'token.lost', limit: 9 });
    expect(entries).toMatchObject([{ actor: 'jens', object: user.device.serial }]);
  });

  test('a user’s tokens are served with a session alone, and no other user’s tokens are', async () => {
    const user = await cookie('karl');
    const foreign = await addUser('lena', { pin: '4711' });
    expect((await call('GET /api/me/tokens')).status).toBe(401);
    for (const serial of [foreign.serial, '9', 'x'.repeat(255), '%20'])
      expect((await call(`POST /api/me/token/lost?serial=${serial}`, { cookie: user.cookie })).body.code).toBe(
        'token.not_found',
      );
    expect(await tokenOf(foreign)).toMatchObject({ lost: false, version: 1 });
  });

  test('a user changes the PIN with a passcode, and the new PIN is needed from the next tokencode on', async () => {
    const mira = await cookie('mira');
    const { device } = mira;
    let session = mira.cookie;
    advance(MINUTE);
    const change = (body: object) => call(`PUT /api/me/token/pin?serial=${device.serial}`, { cookie: session, body });
    expect((await change({ passcode: '4711000000', pin: '4815' })).body.code).toBe('pin.passcode_wrong');
    const set = await change({ passcode: passcodeOf(device), pin: '4815' });
    expect(set.body).toMatchObject({ status: 'pin-set' });
    expect(set.body).not.toHaveProperty('pin');
    session = cookieOf(set);
    const changed = { ...device, pin: '4815' };
    expect((await logon('mira', passcodeOf(changed))).status).toBe(401);
    advance(MINUTE);
    expect((await logon('mira', passcodeOf(device))).status).toBe(401);
    expect((await logon('mira', passcodeOf(changed))).body.status).toBe('authenticated');
    const generated = await change({ passcode: passcodeOf(changed, 1), generate: true });
    expect(generated.body).toMatchObject({ status: 'pin-set', pin: expect.stringMatching(/^\d{6}$/u) });
    advance(2 * MINUTE);
    const last = passcodeOf({ ...device, pin: generated.body.pin });
    expect((await logon('mira', last)).body.status).toBe('authenticated');
  });

  test('one of eight simultaneous PIN changes with the same passcode is made', async () => {
    const { cookie: session, device } = await cookie('nora');
    advance(MINUTE);
    const passcode = passcodeOf(device);
    const done = await together(8, (index) =>
      call(`PUT /api/me/token/pin?serial=${device.serial}`, {
        cookie: session,
        body: { passcode, pin: `481${index}` },
      }),
    );
    expect(done.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await tokenOf(device)).version).toBe(2);
  });
});
