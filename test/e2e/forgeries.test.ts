/**
 * What an attacker sends to the running deployment: forged tokens (S2), forged headers (S3, S6, F4), cookies in other forms,
 * sessions that have ended or are for another purpose (S1), and every answer's headers (S4).
 */
import { readFileSync } from 'node:fs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Accounts, type Device } from '../support/accounts.ts';
import { type ApiUser, eventually, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { forgeriesOf } from '../support/forgeries.ts';
import { send, sendJson } from '../support/http.ts';

const NAME = '__Host-landfall';
const NEXT = 'eleven loud geese at dawn';
type Access = { readonly by: string; readonly changingPassword?: boolean; readonly role?: string };
type Document = { readonly paths: Record<string, Record<string, { 'x-landfall-access': Access }>> };
/** [method, path, access] of every route that is described. */
const ROUTES = Object.entries((JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document).paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-landfall-access': access }]) => {
      return [method.toUpperCase(), path.replace(/\{\w+\}/gu, '0f'), access] as const;
    }),
);

let running: Running;
let accounts: Accounts;
let anna: Device;

beforeAll(async () => {
  running = await startLandfall();
  accounts = new Accounts(running);
  await accounts.allowTestLogons();
  anna = await accounts.add('anna');
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const secrets = () =>
  new SecretsManagerClient({
    endpoint: running.endpoints['secretsmanager']!,
    region: running.region,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
const tokenOf = (person: ApiUser) => person.cookie!.slice(NAME.length + 1);
const me = (cookie: string | undefined) =>
  send(running.apiUrl, 'GET', '/api/me', cookie === undefined ? {} : { cookie });
/** The fields of an answer that are the same for every caller. */
const shape = ({ status, headers: { date: _date, ...headers }, body }: Awaited<ReturnType<typeof send>>) => ({
  status,
  headers,
  body,
});
const expectNobody = async (cookie: string) => {
  expect(shape(await me(cookie))).toEqual(shape(await me(undefined)));
};

test('no forged token is accepted as a session, and each gets the answer to a request without a token', async () => {
  const person = await accounts.logon(anna);
  const token = tokenOf(person);
  expect((await me(`${NAME}=${token}`)).status).toBe(200);
  const { SecretString } = await secrets().send(new GetSecretValueCommand({ SecretId: 'landfall-SessionKeys' }));
  const { current, ...keys } = JSON.parse(SecretString!) as Record<string, string>;
  const withoutToken = shape(await me(undefined));
  expect(withoutToken.status).toBe(401);
  // Blanks around a cookie's value are the header's, not the token's; what a header can't hold can't be sent.
  const sendable = forgeriesOf({ token, key: keys[current!]! }).filter(
    ([, forged]) => /^[\x20-\x7e]*$/u.test(forged) && forged.trim() !== token,
  );
  expect(sendable.length).toBeGreaterThan(90);
  for (const [what, forged] of sendable)
    expect({ what, ...shape(await me(`${NAME}=${forged}`)) }).toEqual({ what, ...withoutToken });
  // The real session still works: no forgery ended it.
  expect((await me(`${NAME}=${token}`)).status).toBe(200);
});

test('a session cookie is accepted under its exact name alone, and not twice', async () => {
  const token = tokenOf(await accounts.logon(anna));
  for (const cookie of [
    `landfall=${token}`,
    `${NAME.toLowerCase()}=${token}`,
    `${NAME.toUpperCase()}=${token}`,
    `__Secure-landfall=${token}`,
    `${NAME}`,
    `=${NAME}=${token}`,
    `$${NAME}=${token}`,
    `\u00a0${NAME}=${token}`,
    `"${NAME}"=${token}`,
    `${NAME}="${token}"`,
    `${NAME.replace('-', '%2D')}=${token}`,
    `${NAME}=${token}; ${NAME}=${token}`,
    `${NAME}=${token}; ${NAME}=other`,
    `${NAME}=other; ${NAME}=${token}`,
    `${NAME}=${token},other`,
    `${NAME}[]=${token}`,
  ])
    await expectNobody(cookie);
  expect((await send(running.apiUrl, 'GET', '/api/me', { authorization: `Bearer ${token}` })).status).toBe(401);
  expect((await send(running.apiUrl, 'GET', `/api/me?${NAME}=${token}`)).status).toBe(401);
  expect((await me(`other=1; ${NAME}=${token}; last=2`)).status).toBe(200);
});

test('a session ends with logoff, disablement, a password change and an administrator’s reset (S1)', async () => {
  const bert = await accounts.add('bert');
  const off = await accounts.logon(bert);
  const cookie = off.cookie!;
  expect((await off.post('/api/logoff')).status).toBe(204);
  await expectNobody(cookie);

  const disabled = await accounts.logon(bert);
  await accounts.act('bert', 'disable');
  await expectNobody(disabled.cookie!);
  await accounts.act('bert', 'enable');
  await expectNobody(disabled.cookie!);

  const locked = await accounts.logon(bert);
  await accounts.act('bert', 'lock');
  await expectNobody(locked.cookie!);
  await accounts.act('bert', 'unlock');

  const before = await accounts.logon(bert);
  const { person, secret } = await accounts.logonToChange('bert');
  await expectNobody(before.cookie!);
  const limited = person.cookie!;
  const changed = await person.put('/api/me/password', { currentPassword: secret, newPassword: NEXT });
  expect(changed.status).toBe(200);
  await expectNobody(limited);
  expect(person.cookie).not.toBe(limited);
  expect((await me(person.cookie)).status).toBe(200);
});

test('a session is valid for its console and its scope alone', async () => {
  const carl = await accounts.add('carl', 'super-admin');
  const selfService = await accounts.logon(carl);
  const { person: changing } = await accounts.logonToChange('carl', 'security');
  // The reset ended it: a new session, since its rights are tested here.
  const again = await accounts.logon(carl);
  expect(selfService.cookie).not.toBe(again.cookie);
  for (const [method, path, access] of ROUTES) {
    if (access.by === 'operator' || path === '/api/logoff') continue;
    const what = `${method} ${path}`;
    const code = async (person: ApiUser) => {
      const { status, body } = await person.call(method, path, method === 'GET' ? undefined : { nothing: 'known' });
      return { what, status, code: body['code'] };
    };
    if (access.by === 'role' || access.by === 'administrator') {
      expect(await code(again)).toEqual({ what, status: 403, code: 'role.required' });
      expect(await code(changing)).toEqual({ what, status: 403, code: 'session.change_password' });
    } else if (access.by === 'session' && !access.changingPassword)
      expect(await code(changing)).toEqual({ what, status: 403, code: 'session.change_password' });
    else expect([401, 403]).not.toContain((await code(changing)).status);
  }
});

test('a request that changes something needs the header that no other origin can add (S3)', async () => {
  const { cookie } = await accounts.logon(anna);
  const mutating = ROUTES.filter(([method, , { by }]) => method !== 'GET' && by !== 'operator');
  expect(mutating.length).toBeGreaterThan(15);
  for (const [method, path] of mutating) {
    // As a form or a simple request of another origin would send it.
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined]) {
      const headers = {
        cookie,
        origin: 'https://evil.example',
        ...(type === undefined ? {} : { 'content-type': type }),
      };
      const { status, body, headers: answered } = await send(running.apiUrl, method, path, headers, '{}');
      expect({ path, status, code: JSON.parse(body).code }).toEqual({
        path,
        status: 403,
        code: 'request.header_missing',
      });
      expect(answered['access-control-allow-origin']).toBeUndefined();
    }
  }
  // A preflight is no route.
  const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  expect((await send(running.apiUrl, 'OPTIONS', '/api/logon', preflight)).status).toBe(404);
  expect((await me(cookie)).status).toBe(200);
});

test('no header gives a caller without a session an identity', async () => {
  for (const headers of [
    { 'x-landfall-origin': 'guessed' },
    { 'x-amzn-requestcontext': '{"authorizer":{"iam":{"userArn":"arn:aws:iam::000000000000:user/operator"}}}' },
    { 'x-amzn-iam-arn': 'arn:aws:iam::000000000000:root' },
    { 'x-amz-security-token': 'x', 'x-amz-date': '20261125T000000Z' },
    { 'x-original-url': '/api/operator/users', 'x-rewrite-url': '/api/operator/users' },
    { 'x-http-method-override': 'POST', 'x-method-override': 'DELETE' },
    { 'x-user': 'anna', 'x-remote-user': 'anna', 'x-landfall-user': 'anna' },
    { authorization: 'Basic b3BlcmF0b3I6b3BlcmF0b3I=' },
    {
      authorization: `AWS4-HMAC-SHA256 Credential=${running.operator.accessKeyId}/20261125/eu-central-1/execute-api/aws4_request, SignedHeaders=host, Signature=`,
    },
  ]) {
    expect((await send(running.apiUrl, 'GET', '/api/admin/users?userId=anna', headers)).status).toBe(401);
    expect((await send(running.apiUrl, 'GET', '/api/operator/users?userId=anna', headers)).status).toBe(403);
    expect((await send(running.apiUrl, 'GET', '/api/me', headers)).status).toBe(401);
    expect((await send(running.apiUrl, 'GET', '/api/console', headers)).status).toBe(200);
  }
});

test('the source is the viewer’s address, and no header of the request changes it (S6)', async () => {
  await accounts.configure(({ throttles }) => ({ throttles: { ...throttles, logonsPerSourcePerMinute: 5 } }));
  const statuses: number[] = [];
  for (let index = 0; index < 12; index++) {
    const address = `203.0.113.${index}`;
    const headers = {
      'x-landfall-viewer': address,
      'x-forwarded-for': `${address}, 10.0.0.1`,
      forwarded: `for=${address}`,
      'x-real-ip': address,
      'true-client-ip': address,
      'cloudfront-viewer-address': `${address}:443`,
    };
    const body = { userId: 'unknown', method: 'SecurID_Native', secret: '123456' };
    statuses.push((await sendJson(running.apiUrl, 'POST', '/api/logon', body, headers)).status);
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
  await accounts.configure(({ throttles }) => ({ throttles: { ...throttles, logonsPerSourcePerMinute: 10_000 } }));
  const { entries } = await accounts.client.call<{ entries: { source: string; actor: string }[] }>('GET', '/audit', {
    query: { action: 'logon' },
  });
  expect(new Set(entries.map(({ source }) => source))).toEqual(new Set(['127.0.0.1']));
});

test('links in mails point at the configured origin for any Host that a request names (F4)', async () => {
  await accounts.add('dora');
  const hosts = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-original-host': 'evil.example' };
  const forwarded = {
    forwarded: 'host=evil.example;proto=https',
    'x-forwarded-proto': 'javascript',
    origin: 'https://evil.example',
  };
  const headers = { ...hosts, ...forwarded, referer: 'https://evil.example/' };
  await accounts.configure(() => ({ recovery: { mode: 'email-link+token' } }));
  expect((await sendJson(running.apiUrl, 'POST', '/api/forgot-password', { userId: 'dora' }, headers)).status).toBe(
    202,
  );
  // Not the mail that told of the token.
  const mail = await eventually(async () =>
    (await mails(running, 'dora@corp.example')).find(({ body }) => body.text?.includes('://')),
  );
  const text = `${mail.body.text}${mail.body.html}`;
  const urls = text.match(/https?:\/\/[^\s"'<>]+/gu) ?? [];
  expect(urls.length).toBeGreaterThan(0);
  for (const url of urls) expect(url.startsWith(`${running.apiUrl}/#/`)).toBe(true);
  expect(text).not.toContain('evil');
  expect(text).not.toContain('javascript');
});

test('the answer to every request has every security header and is never cached (S4)', async () => {
  const json = { 'content-type': 'application/json', 'x-landfall': '1' };
  const large = JSON.stringify({ userId: 'x'.repeat(300_000) });
  // send() itself checks the headers of every answer.
  for (const [status, method, path, headers, body] of [
    [200, 'GET', '/api/console', {}, undefined],
    [404, 'GET', '/api', {}, undefined],
    [404, 'GET', '/api/', {}, undefined],
    [404, 'GET', '/api/nothing', {}, undefined],
    [404, 'GET', '/nothing', {}, undefined],
    [404, 'GET', '/.landfall/keys.json', {}, undefined],
    [404, 'DELETE', '/api/logon', json, '{}'],
    [404, 'GET', '/api/logon', {}, undefined],
    [404, 'HEAD', '/api/me', {}, undefined],
    [404, 'TRACE', '/api/me', {}, undefined],
    [404, 'OPTIONS', '/api/me', {}, undefined],
    [400, 'GET', '/api/admin/runs/%zz', {}, undefined],
    [400, 'GET', '/api/me', { 'x-large': 'x'.repeat(20_000) }, undefined],
    [400, 'POST', '/api/logon', json, '{'],
    [400, 'POST', '/api/logon', json, '[]'],
    [400, 'POST', '/api/logon', json, undefined],
    [415, 'POST', '/api/logon', { 'x-landfall': '1', 'content-type': 'text/plain' }, '{}'],
    [415, 'POST', '/api/logon', { 'x-landfall': '1' }, '{}'],
    [413, 'POST', '/api/logon', json, large],
    [401, 'GET', '/api/me', {}, undefined],
    [403, 'POST', '/api/logon', {}, '{}'],
    [403, 'GET', '/api/operator/users', {}, undefined],
    [401, 'POST', '/api/forgot-password/reset', json, '{"grant":"g","password":"p"}'],
  ] as const) {
    const what = `${method} ${path}`;
    expect({ what, status: (await send(running.apiUrl, method, path, headers, body)).status }).toEqual({
      what,
      status,
    });
  }
  expect((await send(running.apiUrl, 'GET', '/')).status).toBeLessThan(500);
});
