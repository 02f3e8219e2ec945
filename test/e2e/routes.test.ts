/**
 * Every route of docs/openapi.json on the running deployment, as each kind of caller: one that may not call it gets 401 or 403
 * as the document says, and never anything else.
 */
import { readFileSync } from 'node:fs';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { ROLES, type Role } from '#core/directory/model.ts';
import type { Accounts } from '../support/accounts.ts';
import { ApiUser } from '../support/client.ts';
import type { Running } from '../support/deployment.ts';
import { send } from '../support/http.ts';
import { startWithRoles, type WithRoles } from '../support/role-sessions.ts';

type Access = { readonly by: string; readonly changingPassword?: boolean; readonly role?: Role };
type Described = {
  readonly 'x-landfall-access': Access;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly example: unknown } } };
};
type Document = { readonly paths: Record<string, Record<string, Described>> };
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const { paths: PATHS } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as Document;
/** For each route the described example and a nonsense request: a caller that may not call it gets the same answer to both. */
const ROUTES = Object.entries(PATHS).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    method: method.toUpperCase(),
    path: path.replace(/\{\w+\}/gu, '0f'),
    access: described['x-landfall-access'],
    example: described.requestBody?.content['application/json'].example ?? {},
  })),
);
const NONSENSE = { nothing: 'known' };

let running: Running;
let accounts: Accounts;
let consoles: WithRoles['consoles'];
let devices: WithRoles['devices'];
let selfService: ApiUser;

beforeAll(async () => {
  ({ running, accounts, consoles, devices, selfService } = await startWithRoles());
}, 300_000);
afterAll(() => running?.stop(), 30_000);

const ask = async (person: ApiUser, method: string, path: string, body?: unknown) => {
  const { status, body: answer } = await person.call(method, path, method === 'GET' ? undefined : body);
  return { status, code: answer['code'] };
};

/** Served once, by a session that it replaces or ends: one of its own, so that the others stay what they were. */
const REPLACES = new Set(['POST /api/admin/display']);

describe('every route', () => {
  test('the document names more than fifty routes, and one for each kind of guard', () => {
    expect(ROUTES.length).toBeGreaterThan(50);
    expect(new Set(ROUTES.map(({ access }) => access.by))).toEqual(
      new Set(['everybody', 'session', 'administrator', 'role', 'operator']),
    );
  });

  const toRoles = ({ by }: Access) => by === 'role' || by === 'administrator';
  const guarded = ROUTES.filter(({ access }) => access.by === 'session' || toRoles(access));
  const higher = (role: Role, least: Role) => ROLES.indexOf(role) <= ROLES.indexOf(least);

  test.each(guarded)(
    '$method $path is served to the callers that the document names, and to no others',
    async ({ method, path, access, example }) => {
      const { changing } = await limited();
      for (const body of [example, NONSENSE]) {
        expect(await ask(new ApiUser(running), method, path, body)).toEqual({ status: 401, code: 'session.required' });
        if (toRoles(access)) {
          const refused = { status: 403, code: 'role.required' };
          expect(await ask(selfService, method, path, body)).toEqual(refused);
          expect(await ask(changing, method, path, body)).toEqual({ status: 403, code: 'session.change_password' });
          for (const role of ROLES.filter((one) => !higher(one, access.role!)))
            expect(await ask(consoles[role], method, path, body)).toEqual(refused);
        } else if (!access.changingPassword)
          expect(await ask(changing, method, path, body)).toEqual({ status: 403, code: 'session.change_password' });
      }
      // A caller that may call it is not refused, with a nonsense request that changes nothing.
      const replaced = REPLACES.has(`${method} ${path}`);
      const administrator = async (role: Role) =>
        replaced ? await accounts.logon(devices[role], 'security') : consoles[role];
      const may = toRoles(access)
        ? ROLES.filter((one) => higher(one, access.role!)).map(administrator)
        : [Promise.resolve(selfService)];
      for (const person of await Promise.all(may)) {
        const { cookie } = person;
        const { status, code } = await ask(person, method, path, NONSENSE);
        if (replaced) expect(person.cookie).not.toBe(cookie);
        expect([401, 500, 503]).not.toContain(status);
        expect(['role.required', 'session.required', 'session.change_password']).not.toContain(code);
      }
    },
  );

  test('routes without a session work without one, and a refusal there ends no session', async () => {
    for (const { method, path, access } of ROUTES) {
      if (access.by !== 'everybody') continue;
      const { code } = await ask(new ApiUser(running), method, path, NONSENSE);
      expect(['role.required', 'session.required', 'session.change_password']).not.toContain(code);
    }
  });

  test('a method that the document does not name is not served', async () => {
    // A word may stand where another path of the document has a name: /campaigns/test is POST's, and GET's as /campaigns/{id}.
    const fits = (path: string, other: string) =>
      new RegExp(`^${other.replace(/\{\w+\}/gu, '[^/{}]+')}$`, 'u').test(path) || path === other;
    for (const path of Object.keys(PATHS)) {
      const named = Object.entries(PATHS).flatMap(([other, methods]) =>
        fits(path, other) ? Object.keys(methods) : [],
      );
      const served = new Set(named.map((method) => method.toUpperCase()));
      for (const method of METHODS.filter((one) => !served.has(one))) {
        const headers = { cookie: consoles['super-admin'].cookie!, 'x-landfall': '1' };
        const { status } = await send(running.apiUrl, method, path.replace(/\{\w+\}/gu, '0f'), headers);
        expect({ method, path, status }).toEqual({ method, path, status: 404 });
      }
    }
  });
});

let known: { changing: ApiUser } | undefined;
/** A change-password session of a super-admin at the Security Console. */
async function limited(): Promise<{ changing: ApiUser }> {
  if (!known) {
    await accounts.add('limited', 'super-admin');
    known = { changing: (await accounts.logonToChange('limited', 'security')).person };
  }
  return known;
}

describe('operators’ routes', () => {
  const signed = async (
    method: string,
    path: string,
    {
      secret = running.operator.secretAccessKey,
      at = new Date(),
      region = running.region,
      service = 'execute-api',
    } = {},
  ) => {
    const url = new URL(path, running.apiUrl);
    const credentials = { accessKeyId: running.operator.accessKeyId, secretAccessKey: secret };
    const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
    const headers = { host: url.host, 'content-type': 'application/json' };
    const message = { method, protocol: 'http:', hostname: url.hostname, path: url.pathname, headers };
    const { headers: out } = await signer.sign({ ...message, body: '{}' }, { signingDate: at });
    return out;
  };
  const MINUTE = 60_000;

  test.each(ROUTES.filter(({ access }) => access.by === 'operator'))(
    '$method $path needs the signature of the operator',
    async ({ method, path }) => {
      const cookie = consoles['super-admin'].cookie!;
      for (const headers of [
        {},
        { cookie, 'x-landfall': '1' },
        await signed(method, path, { secret: 'not the secret' }),
        await signed(method, path, { at: new Date(Date.now() - 6 * MINUTE) }),
        await signed(method, path, { at: new Date(Date.now() + 6 * MINUTE) }),
        await signed(method, path, { region: 'us-east-1' }),
        await signed(method, path, { service: 's3' }),
        await signed(method, '/api/operator/audit/other'),
        await signed(method === 'GET' ? 'POST' : 'GET', path),
      ]) {
        const { status, body } = await send(running.apiUrl, method, path, headers, '{}');
        expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
      }
    },
  );
});

describe('paths (A3)', () => {
  test('unusual spellings of a path reach no other route, with or without a session', async () => {
    const tricks = [
      '/api/admin/runs/..%2f',
      '/api/admin/runs/..%2f..%2foperator%2fusers',
      '/api/admin/runs/%2e%2e',
      '/api/admin/runs/%2e%2e%2fsettings',
      '/api/admin/runs/../settings',
      '/api/admin/runs/./user',
      '/api/admin/runs/user%2f',
      '/api/admin/runs/%2fuser',
      '/api/admin/runs/user%2freset-password',
      '/api/admin/runs/user;role=super-admin',
      '/api/admin/runs/user%00',
      '/api/admin/runs/%00',
      '/api/admin/runs/user%00.json',
      '/api/admin/runs/user%0d%0aset-cookie:x=y',
      '/api/admin/runs/USER%23super-admin',
      '/api/admin/runs/%EF%BF%BE',
      '/api/admin/runs/%ED%A0%80',
      '/api/admin/runs/%25%32%66',
      `/api/admin/runs/${'x'.repeat(4000)}`,
      `/api/admin/runs/${'x'.repeat(8000)}`,
      `/api/admin/runs/${'%F0%9F%98%80'.repeat(300)}`,
      '/api/admin/users/',
      '/api/admin//users/user',
      '//api/admin/runs/user',
      '/api/./admin/users/user',
      '/api/x/../admin/users/user',
      '/API/admin/users/user',
      '/api/Admin/users/user',
      '/api/admin/runs/user/',
      '/api/admin/runs/user/..',
      '/api%2fadmin%2fusers%2fuser',
      '/api/admin%2fusers%2fuser',
      '/api/admin/runs/user%3fx=y',
      '/api/admin/runs/user#x',
      '/api/admin/runs/..%2f..%2fusers',
      '/api/admin/user/user',
      '/api/admin/user%3fuserId=user',
      '/api/admin/user/?userId=user',
      '/api/admin/runs/%2e%2e/report',
      '/api/admin/runs/x%00/report',
    ];
    const cookie = consoles['super-admin'].cookie!;
    for (const path of tricks) {
      const outside = await send(running.apiUrl, 'GET', path);
      expect({ path, seen: [400, 401, 404].includes(outside.status) }).toEqual({ path, seen: true });
      expect(outside.headers['set-cookie']).toBeUndefined();
      const inside = await send(running.apiUrl, 'GET', path, { cookie });
      const seen = inside.status === 404 || inside.status === 400;
      expect({ path, status: inside.status, seen }).toEqual({ path, status: inside.status, seen: true });
    }
  });

  test('a spelling that the gateway decodes to a path has the guards of that path', async () => {
    const cookie = consoles['help-desk'].cookie!;
    for (const path of ['/api/admin%2fuser?userId=user', '/api/%61dmin/%75ser?userId=user']) {
      expect((await send(running.apiUrl, 'GET', path)).status).toBe(401);
      expect((await send(running.apiUrl, 'GET', path, { cookie: selfService.cookie! })).status).toBe(403);
      expect((await send(running.apiUrl, 'GET', path, { cookie })).status).toBe(200);
    }
  });
});
