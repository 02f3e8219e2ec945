/** A3: every administrators' route asks who is there before it does anything, and demands the role that it should. */
import { FUNCTIONS } from '#infra/functions.ts';
import { createHandler as audit } from './admin-audit/handler.ts';
import { createHandler as create } from './admin-create/handler.ts';
import { createHandler as keys } from './admin-keys/handler.ts';
import { createHandler as migrations } from './admin-migrations/handler.ts';
import { createHandler as questions } from './admin-questions/handler.ts';
import { createHandler as settings } from './admin-settings/handler.ts';
import { createHandler as tokens } from './admin-tokens/handler.ts';
import { createHandler as users } from './admin-users/handler.ts';
import type { HttpEvent, HttpResult } from './http.ts';

const HANDLERS = {
  'admin-audit': audit,
  'admin-create': create,
  'admin-keys': keys,
  'admin-migrations': migrations,
  'admin-questions': questions,
  'admin-settings': settings,
  'admin-tokens': tokens,
  'admin-users': users,
} as const;

/** The least role for each route. */
const ROLES: Readonly<Record<string, string>> = {
  'GET /migrations': 'admin',
  'POST /migrations': 'admin',
  'GET /migrations/{id}': 'admin',
  'GET /migrations/{id}/report': 'admin',
  'POST /uploads': 'admin',
  'POST /uploads/resume': 'admin',
  'POST /uploads/complete': 'admin',
  'GET /export-key': 'admin',
  'GET /packers': 'admin',
  'POST /packers': 'super-admin',
  'DELETE /packers/{id}': 'super-admin',
  'GET /settings': 'admin',
  'PATCH /settings': 'super-admin',
  'GET /questions': 'help-desk',
  'POST /questions': 'admin',
  'GET /users': 'help-desk',
  'GET /users/{id}': 'help-desk',
  'PATCH /users/{id}': 'help-desk',
  'POST /users/{id}/reset-password': 'help-desk',
  'GET /tokens': 'help-desk',
  'GET /tokens/{serial}': 'help-desk',
  'PATCH /tokens/{serial}': 'help-desk',
  'POST /tokens/{serial}/assign': 'admin',
  'POST /tokens/{serial}/unassign': 'admin',
  'POST /tokens/{serial}/resynchronise': 'help-desk',
  'POST /create-admin': 'super-admin',
  'GET /audit': 'admin',
};

const routes = Object.entries(FUNCTIONS).flatMap(([name, spec]) =>
  (spec.routes ?? []).filter((route) => route.includes(' /api/operator/')).map((route) => [name, route] as const),
);

test('every route is here', () => {
  expect(routes.map(([, route]) => route.replace('/api/operator', '')).sort()).toEqual(Object.keys(ROLES).sort());
});

test.each(routes)('%s: %s', async (name, route) => {
  const asked: string[] = [];
  const called: string[] = [];
  const requireAdministrator = async (_request: unknown, role: string) => {
    asked.push(role);
    throw Object.assign(new Error('no'), { code: 'role.required', status: 403, expose: true, facts: {} });
  };
  const deps = new Proxy({} as Record<string, unknown>, {
    get: (_target, dep: string) => (dep === 'requireAdministrator' ? requireAdministrator : () => called.push(dep)),
  });
  const [method, path] = route.split(' ') as [string, string];
  const event: HttpEvent = {
    routeKey: route,
    rawPath: path,
    pathParameters: { id: 'someone' },
    requestContext: {
      requestId: 'r',
      http: { method, sourceIp: '192.0.2.1' },
      authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/x' } },
    },
  };
  const handler = HANDLERS[name as keyof typeof HANDLERS](deps as never);
  const { statusCode } = (await handler(event, {} as never)) as HttpResult;
  expect([statusCode, asked, called]).toEqual([403, [ROLES[route.replace('/api/operator', '')]], []]);
});
