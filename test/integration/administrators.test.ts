/** Administrators' routes as the CLI calls them, over the real adapters and a real engine. */

import { createAdministrator, readAdministrators } from '#adapters/administration/administrators.ts';
import {
  findByEmail,
  findByPrefix,
  findBySerial,
  keepAnswers,
  saveUser,
  usersWithAnswers,
} from '#adapters/administration/users.ts';
import { auditPublicKey, linksAfter } from '#adapters/audit/chain.ts';
import { writeAudit } from '#adapters/audit/outbox.ts';
import { readAudit } from '#adapters/audit/read.ts';
import * as branding from '#adapters/directory/branding.ts';
import { readTokens, readUser } from '#adapters/directory/index.ts';
import * as mailTexts from '#adapters/directory/mail-texts.ts';
import { readCatalogue, writeSets } from '#adapters/directory/questions.ts';
import { markRestored, readSettings, writeSettings } from '#adapters/directory/settings.ts';
import { placesByUserId } from '#adapters/journeys/by-user-id.ts';
import { findBeginning, findFlagged } from '#adapters/journeys/finds.ts';
import { readKnown } from '#adapters/journeys/known.ts';
import { listPeople } from '#adapters/journeys/lists.ts';
import { peopleSources } from '#adapters/journeys/sources.ts';
import { readState } from '#adapters/journeys/state.ts';
import { readSessions } from '#adapters/operations/sessions.ts';
import { hit } from '#adapters/operations/throttles.ts';
import { isUpgraded } from '#adapters/upgrade/state.ts';
import { readBreachedRange } from '#adapters/web/breached-passwords.ts';
import { checkAnswer } from '#api/check.ts';
import type { UserView } from '#core/administration/users/view.ts';
import type { User } from '#core/directory/model.ts';
import { passwordOf, verifySecret } from '#core/passwords/hash.ts';
import { newSealId } from '#core/passwords/seal.ts';
import { userKey } from '#core/text.ts';
import { routes as auditRoutes } from '#lambdas/admin-audit/routes.ts';
import { routes as createRoutes } from '#lambdas/admin-create/routes.ts';
import { routes as questionsRoutes } from '#lambdas/admin-questions/routes.ts';
import { routes as settingsRoutes } from '#lambdas/admin-settings/routes.ts';
import { routes as usersRoutes } from '#lambdas/admin-users/routes.ts';
import type { HttpEvent } from '#lambdas/route/http.ts';
import { serve } from '#lambdas/serve/serve.ts';
import { putUser } from '#test/support/directory-items.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { operatorsPath } from '#test/support/operators.ts';

const OPERATOR = 'arn:aws:iam::000000000000:user/operator';
const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const mails: unknown[] = [];
const none = () => Promise.reject(new Error('operators have no session'));
const guards = {
  createSession: none,
  touchSession: none,
  endSession: none,
  sessionKeys: none,
  readUser,
  readSettings,
  originSecrets: none,
};
const peppers = async () => ring;
const handlers = {
  users: serve(
    usersRoutes,
    {
      readBreachedRange,
      noteLookupFailed: () => undefined,
      noteSecondWay: () => undefined,
      readUser,
      readSessions,
      readAdministrators,
      readTokens,
      findByEmail,
      findByPrefix,
      isUpgraded,
      peopleSources,
      readState,
      listPeople,
      readKnown,
      findBeginning,
      findFlagged,
      placesByUserId,
      findBySerial,
      readSettings,
      peppers,
      saveUser,
      writeAudit,
      enqueueMail: async (mail: unknown) => void mails.push(mail),
      hit,
    },
    guards,
  ),
  settings: serve(
    settingsRoutes,
    {
      ...branding,
      ...mailTexts,
      readCatalogue,
      readSettings,
      writeSettings,
      markRestored,
      writeAudit,
      publicOrigin: () => 'https://logon.example.com',
    },
    guards,
  ),
  questions: serve(
    questionsRoutes,
    {
      readCatalogue,
      writeSets,
      keepAnswers,
      writeAudit,
      enqueueMail: async (mail: unknown) => void mails.push(mail),
      usersWithAnswers: (next) => usersWithAnswers(next),
    },
    guards,
  ),
  'create-admin': serve(
    createRoutes,
    {
      readSettings,
      readAdministrators,
      createAdministrator,
      enqueueMail: async (mail: unknown) => void mails.push(mail),
      writeAudit,
      sealer: async () => ({
        seed: () => ({
          wrappedKey: new Uint8Array([1]),
          context: {},
          box: new Uint8Array([2]),
        }),
        pin: () => 'pin hash',
        sealId: (key: string) => newSealId(key, ring),
      }),
    },
    guards,
  ),
  audit: serve(auditRoutes, { readAudit, linksAfter, auditPublicKey }, guards),
};

async function call<T = Record<string, unknown>>(
  name: keyof typeof handlers,
  route: string,
  request: { id?: string; query?: Record<string, string>; body?: unknown } = {},
): Promise<{ status: number; body: T & { code?: string } }> {
  const [method, path] = route.split(' ') as [string, string];
  const event: HttpEvent = {
    routeKey: `${method} ${operatorsPath(method, path)}`,
    rawPath: operatorsPath(method, path),
    headers: { 'content-type': 'application/json' },
    queryStringParameters: request.id === undefined ? (request.query ?? {}) : { userId: request.id },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    requestContext: {
      requestId: 'r',
      http: { method, sourceIp: '192.0.2.1' },
      authorizer: { iam: { userArn: OPERATOR } },
    },
  };
  const { statusCode: status, headers, body: text } = await handlers[name](event, {} as never);
  const body = text === '' ? undefined : JSON.parse(text);
  checkAnswer(event.routeKey, { status, body, contentType: headers['content-type'], cookies: [] });
  return { status, body };
}

const imported = (userId: string, more: Partial<User> = {}): User => ({
  userId,
  enabled: true,
  lockedOut: false,
  answers: [],
  tokens: [],
  failures: 0,
  failuresSince: 0,
  sessionEpoch: 0,
  imported: true,
  createdAt: 1,
  updatedAt: 1,
  version: 1,
  ...more,
});
const add = (user: User) => putUser(userKey(user.userId), user);
const PATCH = 'PATCH /user';

let engine: Awaited<ReturnType<typeof startDynamoDb>>;
beforeAll(async () => {
  engine = await startDynamoDb();
  await createTables();
}, 30_000);
afterAll(() => engine?.stop());

test('any edit of a user without a password fails until the save carries one or the setting asks for none', async () => {
  await add(imported('Opena', { email: 'Opena@corp.example' }));
  const rename = { version: 1, lastName: 'Pena' };
  const refused = await call('users', PATCH, { id: 'opena', body: rename });
  expect([refused.status, refused.body.code]).toEqual([422, 'user.password_required']);
  expect((await readUser('opena'))?.version).toBe(1);

  const body = { ...rename, password: 'a new passphrase' };
  const saved = await call<UserView>('users', PATCH, { id: 'OPENA', body });
  expect(saved).toMatchObject({ status: 200, body: { lastName: 'Pena', hasPassword: true, mustChangePassword: true } });
  const user = (await readUser('opena'))!;
  expect(user).toMatchObject({ version: 2, sessionEpoch: 1 });
  expect((await verifySecret('a new passphrase', user.password?.hash, ring, passwordOf('opena', {}))).ok).toBe(true);
  const told = { kind: 'way-changed', user: 'opena', change: 'temporary-password', by: 'operator' };
  expect(mails).toMatchObject([told]);

  await add(imported('second'));
  expect((await call('users', PATCH, { id: 'second', body: { version: 1, firstName: 'S' } })).status).toBe(422);
  const optional = { version: 0, settings: { internalDatabase: { passwordRequired: false } } };
  expect((await call('settings', 'PATCH /settings', { body: optional })).status).toBe(200);
  const edited = await call('users', PATCH, { id: 'second', body: { version: 1, firstName: 'S' } });
  expect(edited).toMatchObject({ status: 200, body: { firstName: 'S', hasPassword: false } });
});

test('of two edits that saw the same version one is saved', async () => {
  await add(imported('twice'));
  const edits = ['a', 'b'].map((firstName) => call('users', PATCH, { id: 'twice', body: { version: 1, firstName } }));
  const done = await Promise.all(edits);
  expect(done.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  expect(done.find(({ status }) => status === 409)!.body.code).toBe('user.conflict');
});

describe('a directory of many users', () => {
  const people = Array.from({ length: 130 }, (_item, index) => `Many-${String(index).padStart(3, '0')}`);
  type Page = { users: UserView[]; next?: string };
  /** All users, page by page. */
  async function all(query: Record<string, string>) {
    const pages: string[][] = [];
    let next: string | undefined;
    do {
      const { status, body } = await call<Page>('users', 'GET /users', {
        query: { ...query, ...(next ? { next } : {}) },
      });
      expect(status).toBe(200);
      pages.push(body.users.map(({ userId }) => userId));
      next = body.next;
    } while (next !== undefined);
    return { pages, found: pages.flat().sort((a, b) => (a < b ? -1 : 1)) };
  }

  beforeAll(async () => {
    for (const userId of people) await add(imported(userId, { tokens: [] }));
  });

  test('users are listed page by page, each once, and no page is too long', async () => {
    const { pages, found } = await all({ limit: '50' });
    expect(pages.length).toBeGreaterThan(2);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(50);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(people));
    expect((await all({ limit: '1' })).found).toEqual(found);
  });

  test('users are found by the beginning of their ID, in any case', async () => {
    expect((await all({ startsWith: 'MANY-' })).found).toEqual(people);
    expect((await all({ startsWith: 'many-01', limit: '3' })).pages.map((page) => page.length)).toEqual([3, 3, 3, 1]);
    expect((await all({ startsWith: 'any-' })).found).toEqual([]);
    // No pattern: the characters themselves are searched for.
    expect((await all({ startsWith: 'many%' })).found).toEqual([]);
  });

  test('an invented page token and a page size that is too large are refused', async () => {
    for (const query of [{ next: 'x' }, { limit: '0' }, { limit: '1001' }, { startsWith: '' }])
      expect(await call('users', 'GET /users', { query })).toMatchObject({ status: 400 });
  });
});

test('a user is found by ID, address and serial, and a wrong field is named without its value', async () => {
  const find = (query: Record<string, string>) => call<{ users: UserView[] }>('users', 'GET /users', { query });
  expect((await find({ userId: 'OPENA' })).body.users[0]?.userId).toBe('Opena');
  expect((await find({ email: 'Opena@corp.example' })).body.users.map(({ userId }) => userId)).toEqual(['Opena']);
  expect((await find({ email: 'unknown@corp.example' })).body.users).toEqual([]);
  expect((await find({ serial: '000000000000' })).body.users).toEqual([]);
  expect(await find({ name: 'opena' })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  const wrong = await call('users', PATCH, { id: 'opena', body: { version: 2, email: 'no-address-S3cret' } });
  expect(wrong).toMatchObject({ status: 400, body: { code: 'request.invalid', fields: [{ path: 'email' }] } });
  expect(JSON.stringify(wrong.body)).not.toContain('S3cret');
  expect((await call('users', 'GET /user', { id: 'unknown' })).body.code).toBe('user.not_found');
});

test('a reset by one-time password shows it once and mails the user, and a reset by link only queues a mail', async () => {
  mails.length = 0;
  const RESET = 'POST /user/reset-password';
  const once = await call<{ oneTimePassword: string }>('users', RESET, { id: 'opena', body: { method: 'one-time' } });
  const user = (await readUser('opena'))!;
  expect((await verifySecret(once.body.oneTimePassword, user.password?.hash, ring, passwordOf('opena', {}))).ok).toBe(
    true,
  );
  expect(user.password?.mustChange).toBe(true);
  const link = await call('users', RESET, { id: 'opena', body: { method: 'link' } });
  expect(link).toMatchObject({ status: 200, body: { method: 'link' } });
  expect((await readUser('opena'))?.version).toBe(user.version);
  expect(mails).toMatchObject([
    { kind: 'way-changed', user: 'opena', change: 'temporary-password', by: 'operator' },
    { kind: 'administrator-reset', user: 'opena' },
  ]);
  expect((await call('users', RESET, { id: 'opena', body: { method: 'guess' } })).status).toBe(400);
});

describe('A5: create-admin', () => {
  const token = (serial: string) => ({
    serial,
    algorithm: 'securid-aes128',
    seed: Buffer.alloc(16, 9).toString('base64'),
    digits: 6,
    interval: 60,
    pinStyle: 'fob',
    enabled: true,
  });
  const create = (userId: string, serial: string, more = {}) =>
    call('create-admin', 'POST /create-admin', { body: { userId, token: token(serial), ...more } });
  const breakGlass = (userId: string, serial: string) =>
    call('create-admin', 'POST /break-glass', { body: { userId, token: token(serial) } });

  test('exactly one of five simultaneous first administrators is created, and later ones need --break-glass', async () => {
    const asked = Array.from({ length: 5 }, (_, index) => create(`admin${index}`, `10000000000${index}`));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(4);
    const refused = await create('late', '200000000000');
    expect(refused).toMatchObject({ status: 409, body: { code: 'admin.enabled_exists' } });
    expect(await readUser('late')).toBeUndefined();
    expect(await readTokens(['200000000000'])).toEqual([]);
    const broke = await breakGlass('late', '200000000000');
    expect(broke).toMatchObject({ status: 201, body: { role: 'super-admin', brokeGlass: true } });
    expect(await readTokens(['200000000000'])).toMatchObject([{ assignee: 'late', lastInterval: -1, failures: 0 }]);
    expect(await breakGlass('LATE', '300000000000')).toMatchObject({
      body: { code: 'admin.exists' },
    });
  });

  test('once every administrator is disabled, the next one is created without --break-glass', async () => {
    const { keys, superAdmins } = await readAdministrators();
    const names = ['late', ...Array.from({ length: 5 }, (_, index) => `admin${index}`)];
    for (const id of names) {
      const user = await readUser(id);
      if (!user) continue;
      expect((await call('users', 'POST /user/act', { id, body: { act: 'disable' } })).status).toBe(200);
    }
    expect([keys.length, superAdmins.length]).toEqual([2, 2]);
    expect((await readAdministrators()).keys).toEqual([]);
    expect(await create('fresh', '400000000000')).toMatchObject({ status: 201, body: { brokeGlass: false } });
  });

  test('a role that an edit gives counts as an administrator, and no longer when it is taken away', async () => {
    const before = (await readAdministrators()).keys.length;
    const given = await call<UserView>('users', PATCH, { id: 'second', body: { version: 2, role: 'help-desk' } });
    expect(given).toMatchObject({ status: 200, body: { role: 'help-desk', version: 3 } });
    expect((await readAdministrators()).keys.length).toBe(before + 1);
    const taken = await call<UserView>('users', PATCH, { id: 'second', body: { version: 3, role: null } });
    expect(taken.body.role).toBeUndefined();
    expect((await readAdministrators()).keys.length).toBe(before);
  });
});

test('a refused change of settings writes nothing, and the answer to a saved one names what changed', async () => {
  const { version } = await readSettings();
  const patch = (settings: object, seen = version) =>
    call('settings', 'PATCH /settings', { body: { version: seen, settings } });
  expect(await patch({ consoleAuthentication: { selfService: 'RSA_Password//' } })).toMatchObject({
    status: 400,
    body: { code: 'settings.expression' },
  });
  expect((await patch({ organisation: { name: 'X' } }, version - 1)).body.code).toBe('settings.conflict');
  expect((await readSettings()).version).toBe(version);
  const saved = await patch({ recovery: { mode: 'questions' } });
  expect(saved.body).toMatchObject({
    changed: { 'recovery.mode': { after: 'questions' } },
    warnings: [{ code: 'settings.questions_alone' }],
  });
});

test('a dry run of a question import counts the answers that would be lost, and the import drops exactly these', async () => {
  const xml = (...questions: string[]) =>
    `<SECURITY_QUESTIONS><LANGUAGE id="en_US">${questions.map((text) => `<QUESTION>${text}</QUESTION>`).join('')}</LANGUAGE></SECURITY_QUESTIONS>`;
  const POST = 'POST /questions';
  await call('questions', POST, { body: { xml: xml('Pet?', 'Car?', 'City?') } });
  const answer = (question: string) => ({ language: 'en_US', question, hash: `hash of ${question}` });
  await add(imported('answers1', { answers: [answer('Pet?'), answer('Car?')] }));
  await add(imported('answers2', { answers: [answer('City?')] }));
  const next = xml('City?', 'PET?', 'School?');
  const planned = await call('questions', POST, { body: { xml: next, dryRun: true } });
  expect(planned.body).toMatchObject({ sets: [{ removed: ['Car?'], kept: 2 }], lost: { answers: 1, users: 1 } });
  expect((await readUser('answers1'))?.answers).toHaveLength(2);
  expect((await readCatalogue())[0]?.questions).toContain('Car?');
  const done = await call('questions', POST, { body: { xml: next } });
  expect(done.body).toMatchObject({ lost: { answers: 1, users: 1 } });
  expect((await readUser('answers1'))?.answers).toEqual([answer('Pet?')]);
  expect((await readUser('answers2'))?.answers).toHaveLength(1);
  expect((await call('questions', POST, { body: { drop: true } })).body).toEqual({ lost: { answers: 0, users: 0 } });
  expect((await call('questions', POST, { body: { xml: '<nonsense' } })).body.code).toBe('questions.unreadable');
});

test('every act of an administrator is in the audit, with the values before and after and without a secret (A2)', async () => {
  const { body } = await call<{ entries: { action: string; object: string; actor: string; outcome: string }[] }>(
    'audit',
    'GET /audit',
    { query: { limit: '500' } },
  );
  const actions = new Set(body.entries.map(({ action }) => action));
  for (const action of [
    'user.edited',
    'user.password_reset',
    'settings.changed',
    'questions.imported',
    'admin.created',
  ])
    expect(actions).toContain(action);
  expect(body.entries.every(({ actor }) => actor === OPERATOR)).toBe(true);
  const failures = body.entries.filter(({ outcome }) => outcome === 'failure');
  expect(new Set(failures.map(({ action }) => action))).toEqual(new Set(['admin.created']));
  const edit = body.entries.findLast(({ action, object }) => action === 'user.edited' && object === 'opena');
  expect(edit).toMatchObject({
    before: { lastName: null, password: 'none' },
    after: { lastName: 'P***', password: 'changed' },
  });
  const text = JSON.stringify(body);
  for (const secret of ['passphrase', '$bound$', 'Opena@', Buffer.alloc(16, 9).toString('base64')])
    expect(text).not.toContain(secret);
  const own = await call<{ entries: unknown[] }>('audit', 'GET /audit', { query: { user: 'OPENA', limit: '2' } });
  expect(own.body.entries).toHaveLength(2);
});
