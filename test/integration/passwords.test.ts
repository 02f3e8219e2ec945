/**
 * Passwords over the real engine, through the functions' own handlers: hashes that are replaced at a logon (H4), and the
 * look-up of breached passwords at a service of the test's own.
 */

import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { peppers } from '#adapters/aws/keys.ts';
import * as directory from '#adapters/directory/index.ts';
import { provePassword } from '#core/access/password.ts';
import { createLink } from '#core/access/recovery/link.ts';
import { hashSecret, passwordOf, sealPhc, verifySecret } from '#core/passwords/hash.ts';
import { argon2id, formatPhc } from '#core/passwords/phc.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { accessPorts, addUser, call, configure, cookieOf, failedLookups } from '#test/support/access.ts';
import { argon2Runs, STANDARD_RUN } from '#test/support/argon2.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { createTables, startDynamoDb } from '#test/support/dynamodb.ts';
import { startSecrets } from '#test/support/secrets.ts';

const PASSWORD = 'seven quiet herons at dusk';
const OTHER = 'eleven loud geese at dawn';
const DEAR = { m: 20_000, t: 3, p: 1 } as const;
const stops: (() => Promise<void>)[] = [];
/** The form of a hash from an internal source (docs/export-format.md). */
const imported = async (key: string) => {
  const salt = Buffer.alloc(16, 9);
  return sealPhc(
    formatPhc({ cost: DEAR, salt, tag: await argon2id(PASSWORD, salt, DEAR) }),
    await peppers(),
    passwordOf(key, {}),
  );
};
const having = (hash: string) => ({ user: { password: { hash, changedAt: 0, mustChange: false, history: [] } } });
const logon = (userId: string, secret = PASSWORD) =>
  call('POST /api/logon', { body: { userId, method: 'RSA_Password', secret } });
const stored = async (key: string) => (await directory.readUser(key))!.password!.hash;

beforeAll(async () => {
  stops.push((await startDynamoDb()).stop, (await startSecrets()).stop);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});
beforeEach(async () => {
  await createTables();
  failedLookups.length = 0;
  await configure(() => ({
    consoleAuthentication: { selfService: 'RSA_Password/SecurID_Native', security: 'SecurID_Native' },
    selfServiceFeatures: { forgotPasswordLink: true },
  }));
});

describe('H4', () => {
  test('an imported hash of another cost accepts the password, and is replaced by one of the standard cost', async () => {
    const dear = await imported('anna');
    await addUser('anna', having(dear));
    expect((await logon('anna', 'wrong')).status).toBe(401);
    expect(await stored('anna')).toBe(dear);
    const first = await argon2Runs(async () => expect((await logon('anna')).status).toBe(200));
    expect(first).toEqual([[DEAR.m, DEAR.t, DEAR.p, 32], STANDARD_RUN]);
    const hash = await stored('anna');
    expect(hash).toMatch(/\$m=19456,t=2,p=1\$/u);
    expect(await verifySecret(PASSWORD, hash, await peppers(), passwordOf('anna', {}))).toEqual({
      ok: true,
      stale: false,
    });
    const second = await argon2Runs(async () => expect((await logon('anna')).status).toBe(200));
    expect(second).toEqual([STANDARD_RUN]);
    expect(await stored('anna')).toBe(hash);
  });

  test('simultaneous logons all succeed, and leave one hash that fits the password', async () => {
    const dear = await imported('bea');
    await addUser('bea', having(dear));
    const answers = await Promise.all(Array.from({ length: 4 }, () => logon('bea')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await verifySecret(PASSWORD, await stored('bea'), await peppers(), passwordOf('bea', {}))).toEqual({
      ok: true,
      stale: false,
    });
  });

  test('a password that is set while a logon hashes the old one again is kept', async () => {
    const dear = await imported('cleo');
    await addUser('cleo', having(dear));
    const user = (await directory.readUser('cleo'))!;
    const next = await hashSecret(OTHER, await peppers(), passwordOf('cleo', {}));
    const password = { hash: next, changedAt: 1, mustChange: false, history: [dear] };
    const subject = { key: 'cleo', user, source: '192.0.2.1' };
    const ports = {
      ...accessPorts,
      // The change comes between the check of the password and the write.
      replacePasswordHash: async (key: string, old: string, hash: string) => {
        expect(await directory.setPassword('cleo', password, user.sessionEpoch, 1, ENTRIES)).toBeDefined();
        await directory.replacePasswordHash(key, old, hash);
      },
    };
    expect(await provePassword(ports, subject, PASSWORD, defaultSettings(), Date.now())).toEqual({ kind: 'accepted' });
    expect((await directory.readUser('cleo'))?.password).toEqual(password);
    expect([(await logon('cleo')).status, (await logon('cleo', OTHER)).status]).toEqual([401, 200]);
  });
});

test('a password given out by an administrator remembers its first use, and no later one', async () => {
  const now = Date.now();
  const given = {
    hash: await hashSecret(PASSWORD, await peppers(), passwordOf('dora', {})),
    changedAt: now,
    mustChange: true,
    history: [],
  };
  await addUser('dora', { user: { password: given } });
  await directory.markTemporaryUsed('dora', 'another hash', now);
  expect((await directory.readUser('dora'))?.password).toEqual(given);
  expect(await logon('dora')).toMatchObject({ status: 200, body: { status: 'change-password' } });
  const first = (await directory.readUser('dora'))!.password!.firstUsedAt!;
  expect(first).toBeGreaterThanOrEqual(now);
  await directory.markTemporaryUsed('dora', given.hash, now + 1e6);
  expect((await directory.readUser('dora'))?.password?.firstUsedAt).toBe(first);
});

describe('a password known from breaches', () => {
  const suffixes = new Map<string, string>();
  const asked: string[] = [];
  let server: Server;
  let url: string;
  const breach = (password: string) => {
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    suffixes.set(`/range/${hash.slice(0, 5)}`, `${'0'.repeat(35)}:0\r\n${hash.slice(5)}:42`);
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      response.end(suffixes.get(request.url!) ?? `${'0'.repeat(35)}:0`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range/`;
    breach(OTHER);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });
  const lookUp = (breachedPasswords: boolean, breachedPasswordsUrl = url) =>
    configure(({ passwordPolicy }) => ({
      passwordPolicy: { ...passwordPolicy, breachedPasswords, breachedPasswordsUrl },
    }));
  const change = async (userId: string, next: string) => {
    const cookie = cookieOf(await logon(userId));
    return call('PUT /api/me/password', { cookie, body: { currentPassword: PASSWORD, newPassword: next } });
  };
  const grantOf = async (key: string) => {
    const ports = accessPorts;
    const link = await createLink(ports, { kind: 'administrator-link', user: key, epoch: 0 }, Date.now(), 600_000);
    const { body } = await call('POST /api/forgot-password/verify', { body: { link } });
    return body.grant as string;
  };

  test('a change to a breached password is refused, and the next choice is accepted', async () => {
    await lookUp(true);
    await addUser('dora', having(await imported('dora')));
    const refused = await change('dora', OTHER);
    expect([refused.status, refused.body.code]).toEqual([422, 'password.breached']);
    expect(asked).toEqual([[...suffixes.keys()][0]]);
    expect((await change('dora', `${OTHER} too`)).status).toBe(200);
    expect([asked.length, failedLookups]).toEqual([2, []]);
  });

  test('a reset to a breached password is refused, and its grant can still be used', async () => {
    await lookUp(true);
    await addUser('ella');
    const grant = await grantOf('ella');
    const reset = (password: string) => call('POST /api/forgot-password/reset', { body: { grant, password } });
    expect((await reset(OTHER)).body.code).toBe('password.breached');
    expect((await reset(PASSWORD)).status).toBe(204);
    expect((await logon('ella')).status).toBe(200);
  });

  test('with the setting off no service is asked, and the password is accepted', async () => {
    await lookUp(false);
    await addUser('fay', having(await imported('fay')));
    expect((await change('fay', OTHER)).status).toBe(200);
    expect([asked, failedLookups]).toEqual([[], []]);
  });

  test('a service that does not answer refuses no password, and the log says so', async () => {
    await lookUp(true, 'http://127.0.0.1:1/range/');
    await addUser('gil', having(await imported('gil')));
    expect((await change('gil', OTHER)).status).toBe(200);
    expect(failedLookups).toEqual(['network']);
  });

  test('a request that may not set a password causes no look-up', async () => {
    await lookUp(true);
    await addUser('hal', having(await imported('hal')));
    const cookie = cookieOf(await logon('hal'));
    const body = { currentPassword: 'not it', newPassword: OTHER };
    expect((await call('PUT /api/me/password', { cookie, body })).body.code).toBe('password.current_wrong');
    const reset = { grant: 'x'.repeat(43), password: OTHER };
    expect((await call('POST /api/forgot-password/reset', { body: reset })).status).toBe(401);
    expect(asked).toEqual([]);
  });
});
