/**
 * What touches a user or a token, over the real engine: each act through its function's handler or its rule and its write. A user and a
 * token as an import of this release writes them; after the act `touchedAt` says whether it was one by a person.
 */
import '#test/support/cheap-hashes.ts';
import { saveToken } from '#adapters/administration/tokens.ts';
import { keepAnswers, saveUser } from '#adapters/administration/users.ts';
import * as directory from '#adapters/directory/index.ts';
import { tokenItemKey } from '#adapters/directory/tokens.ts';
import { userItemKey } from '#adapters/directory/users.ts';
import { directoryTable, updateItem } from '#adapters/dynamodb/items.ts';
import { planAssignment, planUnassignment } from '#core/administration/tokens/assign.ts';
import type { PlannedChange } from '#core/administration/tokens/change.ts';
import { allowedTokenChange } from '#core/administration/tokens/credentials.ts';
import { planTokenEdit } from '#core/administration/tokens/edit.ts';
import { ACCOUNT_ACTS, type AccountAct, planAct } from '#core/administration/users/act.ts';
import { allowedChange } from '#core/administration/users/credentials.ts';
import { planEdit } from '#core/administration/users/edit.ts';
import { planReset } from '#core/administration/users/reset.ts';
import type { Administrator } from '#core/administration/users/rights.ts';
import type { Token, User } from '#core/directory/model.ts';
import { isTouchedToken, isTouchedUser } from '#core/directory/touched.ts';
import { hashSecret, passwordOf } from '#core/passwords/hash.ts';
import { defaultSettings } from '#core/settings/model.ts';
import {
  accessPorts,
  addQuestions,
  addUser,
  advance,
  call,
  configure,
  cookieOf,
  type Device,
  deliver,
  passcodeOf,
  QUESTIONS,
} from '#test/support/access.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { directoryImport } from '#test/support/ingest.ts';
import { startSecrets } from '#test/support/secrets.ts';
import { UNREACHED } from '#test/support/throttles.ts';

const MINUTE = 60_000;
const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const origin = { migration: 'm', part: 1, line: 1 };
const from = { source: 'old', packedAt: 1, origin };
const ANSWERS = QUESTIONS.slice(0, 3).map((question, index) => ({
  language: 'en_US',
  question,
  answer: `answer number ${index}`,
}));
const stops: (() => Promise<void>)[] = [];
let users = 0;
/** The one user of a test, and the user's one token. */
let key = '';
let device: Device;

beforeAll(async () => {
  stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
  await createTables();
  await addQuestions();
  await configure(() => ({
    consoleAuthentication: { selfService: 'SecurID_Native/RSA_Password', security: 'SecurID_Native' },
    selfServiceFeatures: { forgotPasswordLink: true },
    recovery: { mode: 'email-link+questions' },
    throttles: UNREACHED,
    lockout: { failures: 3 },
  }));
});
afterAll(async () => {
  for (const stop of stops) await stop();
});
async function person(more: { user?: Partial<User>; token?: Partial<Token>; pin?: string | undefined } = {}) {
  // Ten seconds into a minute: no tokencode changes while a test uses it.
  advance((70_000 - (Date.now() % MINUTE)) % MINUTE);
  key = `user${users++}`;
  const [user, token] = [
    { ...from, email: `${key}@corp.example`, ...more.user },
    { ...from, ...more.token },
  ];
  device = await addUser(key, { pin: '4711', ...more, user, token });
}
beforeEach(() => person());

const userNow = async () => (await directory.readUser(key))!;
const tokenNow = async () => (await directory.readTokens([device.serial]))[0]!;
/** Whether the user and the token are touched; the rule and the mark agree, and the mark is the time of the act. */
async function touched(): Promise<{ user: boolean; token: boolean }> {
  const [user, token] = [await userNow(), await tokenNow()];
  for (const { touchedAt } of [user, token]) expect(touchedAt ?? Date.now()).toBeGreaterThan(Date.now() - 10 * MINUTE);
  expect([isTouchedUser(user), isTouchedToken(token)]).toEqual([
    user.touchedAt !== undefined,
    token.touchedAt !== undefined,
  ]);
  return { user: user.touchedAt !== undefined, token: token.touchedAt !== undefined };
}
const NEITHER = { user: false, token: false };
const USER = { user: true, token: false };
const TOKEN = { user: false, token: true };
const BOTH = { user: true, token: true };

const logon = (secret: string, method = 'SecurID_Native') =>
  call('POST /api/logon', { body: { userId: key, method, secret } });
/** As if nothing had touched them: what is looked at is the next act alone. */
async function forget(): Promise<void> {
  const expression = 'REMOVE #touchedAt, #firstTokenLogonAt, #formerPins';
  for (const at of [userItemKey(key), tokenItemKey(device.serial)])
    await updateItem(directoryTable(), at, { expression });
  expect(await touched()).toEqual(NEITHER);
}
/** Logged on with the token, and then untouched again. */
async function loggedOn(): Promise<string> {
  const cookie = cookieOf(await logon(passcodeOf(device)));
  await forget();
  return cookie;
}
const passwordHash = async (text: string) => hashSecret(text, await accessPorts.peppers(), passwordOf(key, {}));
const withPassword = async (mustChange = false) =>
  person({
    // Its key is that of the next user.
    user: {
      password: {
        hash: await hashSecret(PASSWORD, await accessPorts.peppers(), passwordOf(`user${users}`, {})),
        changedAt: 1,
        mustChange,
        history: [],
      },
      createdAt: 1,
    },
  });

describe('what touches nothing', () => {
  test('wrong passcodes, up to the lockout of the user and the suspension of the token, and unlocking', async () => {
    for (let guess = 0; guess < 4; guess++) expect((await logon('4711000000')).status).toBe(401);
    expect((await userNow()).failures).toBe(3);
    await directory.countTokenFailure(device.serial, 1, Date.now());
    expect((await tokenNow()).suspendedAt).toBeDefined();
    expect(await touched()).toEqual(NEITHER);
    await administer('unlock');
    expect(await userNow()).toMatchObject({ failures: 0, version: 2 });
    expect(await touched()).toEqual(NEITHER);
  });

  test('a wrong password, and one whose hash is made anew', async () => {
    await withPassword();
    expect((await logon('a wrong passphrase', 'RSA_Password')).status).toBe(401);
    const { hash } = (await userNow()).password!;
    await directory.replacePasswordHash(key, hash, await passwordHash(PASSWORD));
    expect((await userNow()).password?.hash).not.toBe(hash);
    const { answers } = await userNow();
    await directory.replaceAnswerHashes(key, answers, [{ language: 'en_US', question: QUESTIONS[0]!, hash: 'anew' }]);
    expect((await userNow()).answers).toHaveLength(1);
    expect(await touched()).toEqual(NEITHER);
  });

  test('a recovery that is asked for, and the mail that says only to log on', async () => {
    await call('POST /api/forgot-password', { body: { userId: key } });
    await deliver();
    expect(await touched()).toEqual(NEITHER);
  });

  test('an import, and another set of questions', async () => {
    const seen = await userNow();
    const changes = [{ kind: 'user' as const, key, seen, fields: { lastName: 'New' } }];
    expect(await directoryImport.commit({ run: 'r', creates: [], changes, now: Date.now() })).toBe('done');
    expect(await keepAnswers(await userNow(), [], Date.now(), ENTRIES)).toBe(true);
    expect(await userNow()).toMatchObject({ lastName: 'New', version: 3 });
    expect(await touched()).toEqual(NEITHER);
  });
});

describe('what the user does', () => {
  test('a logon with the token touches both, the first and any later one', async () => {
    expect((await logon(passcodeOf(device))).status).toBe(200);
    expect(await touched()).toEqual(BOTH);
    await forget();
    advance(MINUTE);
    expect((await logon(passcodeOf(device))).status).toBe(200);
    expect(await touched()).toEqual(BOTH);
  });

  test('a passcode that is right, and asks for more, touches the token that it spends', async () => {
    expect((await logon(passcodeOf(device, 2))).body).toMatchObject({ status: 'next-tokencode' });
    expect(await touched()).toEqual(TOKEN);
  });

  test('a first PIN touches the token', async () => {
    await person({ pin: undefined });
    const { challenge } = (await logon(passcodeOf({ ...device, pin: undefined }))).body;
    await forget();
    expect((await call('POST /api/logon/new-pin', { body: { challenge, pin: '73914' } })).status).toBe(200);
    expect(await touched()).toEqual(TOKEN);
  });

  test('a logon with the password of the source touches the user', async () => {
    await withPassword();
    expect((await logon(PASSWORD, 'RSA_Password')).status).toBe(200);
    expect(await touched()).toEqual(USER);
  });

  test('so does the first use of a password that was given out, also where a logon asks for more', async () => {
    await withPassword(true);
    await directory.markTemporaryUsed(key, (await userNow()).password!.hash, Date.now());
    expect(await touched()).toEqual(USER);
  });

  test('a changed password, answers and ended sessions touch the user', async () => {
    await withPassword();
    let cookie = await loggedOn();
    const changed = await call('PUT /api/me/password', {
      cookie,
      body: { currentPassword: PASSWORD, newPassword: OTHER },
    });
    expect([changed.status, await touched()]).toEqual([200, USER]);
    await forget();
    cookie = cookieOf(changed);
    const answered = await call('PUT /api/me/security-questions', { cookie, body: { answers: ANSWERS } });
    expect([answered.status, await touched()]).toEqual([200, USER]);
    await forget();
    const ended = await call('POST /api/me/sessions/end-others', { cookie: cookieOf(answered) });
    expect([ended.status, await touched()]).toEqual([200, USER]);
  });

  test('another PIN, a resynchronised token and one reported lost touch the token', async () => {
    // Without a password the session would serve the questions alone.
    await withPassword();
    let cookie = await loggedOn();
    advance(MINUTE);
    const body = { passcode: passcodeOf(device), pin: '73914' };
    const changed = await call(`PUT /api/me/token/pin?serial=${device.serial}`, { cookie, body });
    expect([changed.status, (await touched()).token]).toEqual([200, true]);
    cookie = cookieOf(changed);
    await forget();
    advance(3 * MINUTE);
    const [tokencode, nextTokencode] = [0, 1].map((step) => passcodeOf({ ...device, pin: undefined }, step));
    const codes = { tokencode, nextTokencode };
    const again = await call(`POST /api/me/token/resynchronise?serial=${device.serial}`, { cookie, body: codes });
    expect([again.status, (await touched()).token]).toEqual([200, true]);
    await forget();
    const lost = await call(`POST /api/me/token/lost?serial=${device.serial}`, { cookie });
    expect([lost.status, (await touched()).token]).toEqual([200, true]);
  });
});

const actor: Administrator = { id: 'ada', role: 'super-admin', operator: true, fresh: true, methods: [] };
const context = async () => ({
  actor,
  settings: defaultSettings(),
  ring: await accessPorts.peppers(),
  breaches: accessPorts,
  now: Date.now(),
});
async function administer(act: AccountAct): Promise<void> {
  const user = await userNow();
  await saveUser(user, allowedChange(actor, user, planAct(user, act, actor, Date.now())), 'ada', ENTRIES);
}
async function handle(plan: (token: Token, user: User) => PlannedChange): Promise<void> {
  const [token, user] = [await tokenNow(), await userNow()];
  await saveToken(token, allowedTokenChange(actor, user, plan(token, user).change), ENTRIES);
}

describe('what an administrator does', () => {
  test.each(ACCOUNT_ACTS.filter((act) => act !== 'unlock'))('%s touches the user', async (act) => {
    await administer(act);
    expect(await touched()).toEqual(USER);
  });

  test('an edit, a role and a password that is given out touch the user', async () => {
    const edit = { version: 1, lastName: 'New', password: OTHER };
    await saveUser(await userNow(), await planEdit(await userNow(), edit, await context()), 'ada', ENTRIES);
    expect(await touched()).toEqual(USER);
    await person();
    const given = { version: 1, role: 'help-desk' as const, password: OTHER };
    await saveUser(await userNow(), await planEdit(await userNow(), given, await context()), 'ada', ENTRIES);
    expect(await touched()).toEqual(USER);
    await person();
    const { change } = await planReset(await userNow(), { method: 'one-time' }, await context());
    await saveUser(await userNow(), change!, 'ada', ENTRIES);
    expect(await touched()).toEqual(USER);
  });

  test('disabling, enabling and losing a token and clearing its PIN touch the token, and leave its user', async () => {
    const policy = defaultSettings().tokenPolicy;
    for (const edit of [
      { enabled: false },
      { enabled: true },
      { lost: true },
      { lost: false },
      { clearPin: true as const },
    ]) {
      await person({ token: { enabled: !('enabled' in edit && edit.enabled), lost: 'lost' in edit && !edit.lost } });
      if ('lost' in edit && !edit.lost) expect(isTouchedToken(await tokenNow())).toBe(true);
      await handle((token, user) => planTokenEdit(token, user, { version: 1, ...edit }, policy, Date.now()));
      expect(await touched()).toEqual(TOKEN);
    }
  });

  test('assigning and unassigning touch both', async () => {
    await handle((token, user) => planUnassignment(token, user, 1, Date.now()));
    expect(await touched()).toEqual(BOTH);
    await forget();
    await handle((token, user) => planAssignment(token, user, { version: 2, clearPin: false }, Date.now()));
    expect(await touched()).toEqual(BOTH);
  });
});
